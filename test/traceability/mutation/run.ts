/** Runs each row's named tests against each of its mutants: what no test notices has survived. */
import * as path from "node:path";
import Mocha from "mocha";
import type { Title } from "../titles";
import { changedRecordings, install, mutateBy } from "./live";
import type { Mutant } from "./mutants";

const ROOT = path.join(__dirname, "../../..");

export interface Verdict {
    readonly mutant: Mutant;
    /** Titles of the tests that failed; none: it survived. */
    readonly killedBy: readonly string[];
    /** Whether any recording of these tests has what was changed. */
    readonly reached: boolean;
}

/** Only what failed is asked for. */
class Silent {
    readonly failures = 0;
}

export class Runner {
    readonly #mocha: Mocha;

    constructor(files: readonly string[]) {
        install();
        this.#mocha = new Mocha({ reporter: Silent as never, timeout: 120_000 });
        this.#mocha.cleanReferencesAfterRun(false);
        for (const file of files) this.#mocha.addFile(path.join(ROOT, file));
    }

    /** Titles of the named tests that fail without any mutation: there should be none. */
    async run(mutant: Mutant | undefined, names: readonly string[]): Promise<Omit<Verdict, "mutant">> {
        mutateBy(mutant?.mutate);
        const failed = await this.#failures(names);
        return { killedBy: failed, reached: changedRecordings() > 0 };
    }

    #failures(names: readonly string[]): Promise<readonly string[]> {
        const failed: string[] = [];
        this.#mocha.grep(new RegExp(`^(?:${names.map(asPattern).join("|")})$`));
        return new Promise((resolve) => {
            const runner = this.#mocha.run(() => {
                resolve([...new Set(failed)]);
            });
            runner.on("fail", (test) => void failed.push(test.title));
        });
    }
}

/** Mocha joins titles by spaces. */
const asPattern = (name: string): string =>
    name
        .split(" > ")
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join(" ");

/** Where a named test is written; a slow one (check, engine) runs elsewhere. */
export const filesOf = (names: readonly string[], titles: readonly Title[]): readonly string[] => [
    ...new Set(
        titles
            .filter(({ file, pattern }) => file.endsWith(".test.ts") && names.some((name) => pattern.test(name)))
            .map(({ file }) => file),
    ),
];
