/** docs/add-a-system.md as data: what it tells a person to write, and to change. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Edits } from "../../support/edited";
import { pageAt, patched } from "../../support/page";

const ROOT = path.join(__dirname, "../../..");
export const PAGE = "docs/add-a-system.md";
export const FIXTURE = "test/fixtures/sixth-system";
export const FOLDER = "components/systems/postbox";
export const FILES = ["schema.ts", "system.ts"] as const;
export const LISTS = ["components/systems/index.ts", "components/systems/deploy.ts"] as const;

export const read = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

export const { block } = pageAt(PAGE);

/** A file of the fixture as it stands in the system's own folder. */
export const inPlace = (text: string): string =>
    text.replace(/(?<=from ")\.\.\/[^"]+/g, (specifier) =>
        path.relative(FOLDER, path.join(FIXTURE, specifier)).replaceAll(path.sep, "/"),
    );

/** A list as it is without the postbox, also where somebody has followed the page to the letter. */
export const before = (file: string): string =>
    block("diff", file)
        .split("\n")
        .filter((line) => line.startsWith("+"))
        .reduce((text, line) => text.replace(`${line.slice(1)}\n`, ""), read(file));

export const edits = (): Edits => ({
    texts: Object.fromEntries(LISTS.map((file) => [file, patched(before(file), block("diff", file))])),
    folders: { [FOLDER]: FIXTURE },
});
