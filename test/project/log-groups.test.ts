/** Log groups that pages name: those that there are. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { COMPLETE, recordingOf } from "../support/recordings";

const DOCS = path.join(__dirname, "../../docs");

describe("log groups that pages tail", () => {
    it("are made by the program, whatever stands in the angle brackets", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const made = graph.ofType("aws:cloudwatch/logGroup:LogGroup").map(({ inputs }) => String(inputs.name));
        const named = readdirSync(DOCS, { recursive: true, encoding: "utf8" })
            .filter((name) => name.endsWith(".md"))
            .flatMap((name) => [
                ...readFileSync(path.join(DOCS, name), "utf8").matchAll(/aws logs tail ((?:<[^>]*>|[^\s<])+)/g),
            ])
            .map(([, group = ""]) => group);
        assert.ok(named.length > 0);
        for (const group of named) {
            const pattern = new RegExp(`^${group.replaceAll(/<[^>]*>/g, "[^/]+")}$`);
            assert.ok(
                made.some((name) => pattern.test(name)),
                `${group} is none of ${made.join(", ")}`,
            );
        }
    });
});
