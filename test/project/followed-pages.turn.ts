/** Pages for who changes the program, followed to the letter in a copy of the repository. docs/add-a-system.md has a file of its own. */
import * as fs from "node:fs";
import { copyOfTheRepository, run, write } from "../support/copy";
import { pageAt } from "../support/page";

describe("the pages for who changes the program, followed to the letter", function () {
    this.timeout(900_000);
    const copies: string[] = [];
    after(() => {
        for (const copy of copies) fs.rmSync(copy, { recursive: true, force: true });
    });

    for (const file of ["docs/add-an-alert.md", "docs/test-a-component.md", "docs/add-a-region.md"])
        it(file, () => {
            const page = pageAt(file);
            const copy = copyOfTheRepository();
            copies.push(copy);
            write(copy, page);
            run(copy, "npm", "run", "--silent", "typecheck");
            run(copy, "sh", "-ec", page.block("sh", "look"));
        });
});
