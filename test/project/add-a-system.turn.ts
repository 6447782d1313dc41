/** Follows docs/add-a-system.md in a copy of the repository, as a stranger would: the unit suite must stay green with a sixth system. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseDocument } from "yaml";
import { copyOfTheRepository, run } from "../support/copy";
import { pageAt, patched } from "../support/page";

const FOLDER = "components/systems/postbox";

describe("docs/add-a-system.md, followed to the letter", function () {
    this.timeout(900_000);
    const { blocks, block } = pageAt("docs/add-a-system.md");
    let copy = "";
    after(() => {
        fs.rmSync(copy, { recursive: true, force: true });
    });

    before("writes the folder and the entries in the two lists, and enables it", () => {
        copy = copyOfTheRepository();
        fs.mkdirSync(path.join(copy, FOLDER), { recursive: true });
        for (const { name, text } of blocks.filter(({ language }) => language === "ts"))
            fs.writeFileSync(path.join(copy, FOLDER, name), text);
        for (const { name, text } of blocks.filter(({ language }) => language === "diff")) {
            const file = path.join(copy, name);
            fs.writeFileSync(file, patched(fs.readFileSync(file, "utf8"), text));
        }
        const [stack, ...more] = blocks.filter(({ language }) => language === "yaml");
        assert.ok(stack !== undefined && more.length === 0);
        const file = path.join(copy, stack.name);
        // What people write into theirs must not turn this red.
        fs.copyFileSync(path.join(copy, "test/stacks", stack.name), file);
        const written = parseDocument(fs.readFileSync(file, "utf8"));
        const said = parseDocument(stack.text).toJS() as { "mindcloud:systems": { postbox: unknown } };
        written.setIn(["config", "mindcloud:systems", "postbox"], said["mindcloud:systems"].postbox);
        fs.writeFileSync(file, written.toString());
        run(copy, "sh", "-c", block("sh", "generate"));
    });

    it("compiles", () => {
        run(copy, "npm", "run", "--silent", "typecheck");
    });

    it("plans: it fits and keeps every rule", () => {
        run(copy, "npm", "run", "--silent", "plan", "--", "--stack", "dev");
    });

    it("leaves every unit test green", () => {
        run(copy, "npx", "mocha", "--forbid-only", "--reporter", "dot", "test/**/*.test.ts");
    });
});
