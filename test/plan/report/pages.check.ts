/** The page of every environment of the documents, a hundred companies among them. Two recordings each: `make check` runs them. */
import { readdirSync } from "node:fs";
import * as path from "node:path";
import { recordStack, stackFrom } from "../../support/recordings";
import { assertPage, pageFrom } from "./checks";

const FOLDER = "test/environments";
const files = readdirSync(path.join(__dirname, "../../..", FOLDER)).filter((file) => file.endsWith(".yaml"));

describe("the page of an environment of the documents", () => {
    for (const file of files)
        it(`holds for ${file}`, async () => {
            const stack = stackFrom(`${FOLDER}/${file}`);
            const [{ graph }, { graph: preview }] = [
                await recordStack(stack, "update"),
                await recordStack(stack, "preview"),
            ];
            assertPage(pageFrom(graph, preview, stack));
        });
});
