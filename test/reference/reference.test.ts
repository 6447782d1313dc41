import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { FOLDER, pages } from "./pages";

const ROOT = path.join(__dirname, "../..");

describe("docs/reference", function () {
    this.timeout(60_000);

    let now: Readonly<Record<string, string>>;
    before(async () => {
        now = await pages();
    });

    for (const page of ["akosha", "memstack", "myriad", "myriad-python", "simple-cli", "platform"])
        it(`${page}.md says what the program deploys`, () => {
            const file = path.join(ROOT, FOLDER, `${page}.md`);
            const then = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
            const today = (now[`${page}.md`] ?? "").split("\n");
            const [gone, come] = [
                then.filter((line) => !today.includes(line)),
                today.filter((line) => !then.includes(line)),
            ];
            assert.ok(
                then.join("\n") === today.join("\n"),
                [
                    `${FOLDER}/${page}.md is no longer what the program deploys. If that is meant: npm run --silent golden`,
                    ...gone.slice(0, 10).map((line) => `- ${line}`),
                    ...come.slice(0, 10).map((line) => `+ ${line}`),
                ].join("\n"),
            );
        });

    it("holds no secret", () => {
        for (const [name, text] of Object.entries(now))
            assert.doesNotMatch(text, /hunter|BEGIN [A-Z ]*PRIVATE KEY/, name);
    });
});
