/** changes.yaml: what no schema can make up a value for. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import type { Keys } from "../../../config/transition/transition";

interface Given {
    /** By the key as a stack file has it. */
    readonly changes: Readonly<
        Record<
            string,
            {
                /** Laid over the beginning first. */
                readonly with?: Keys;
                readonly to: unknown;
                /** Why a difference says what it does, and no rehearsal makes it. */
                readonly notMade?: string;
            }
        >
    >;
    /** With the reason. */
    readonly untried: Readonly<Record<string, string>>;
}

export const GIVEN = parse(fs.readFileSync(path.join(__dirname, "changes.yaml"), "utf8")) as Given;
