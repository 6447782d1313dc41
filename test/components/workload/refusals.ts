import assert from "node:assert/strict";
import { graphOf } from "./fixture";

/** The lines of the error that a program ends in; an error itself where it ends in none. */
export async function refusalOf(program: () => unknown): Promise<readonly string[]> {
    try {
        await graphOf(program);
    } catch (error) {
        assert.ok(error instanceof Error);
        return error.message.split("\n");
    }
    throw new Error("it was accepted");
}
