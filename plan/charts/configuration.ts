/** What a program will read when it starts, of a release whose chart writes this out of our values. */
import type { Configuration } from "./record";
import { foundFor, valueAt, type ReleaseInputs } from "./variant";

export interface Written {
    /** Of the container. */
    readonly arguments: readonly string[];
    /** Text by where the container finds it. */
    readonly files: Readonly<Record<string, string>>;
    /** False where no recorded rendering had these values: it is then the nearest. */
    readonly exact: boolean;
}

export function writtenFor(release: ReleaseInputs): Written | undefined {
    const found = foundFor(release, ({ configurations = [] }) => configurations);
    return found && { ...filled(found.one, release.values), exact: found.exact };
}

const filled = ({ arguments: words, files }: Configuration, values: unknown) => ({
    arguments: words,
    files: Object.fromEntries(
        Object.entries(files).map(([file, lines]) => [
            file,
            `${lines.map((line) => withNames(line, values)).join("\n")}\n`,
        ]),
    ),
});

const withNames = (line: string, values: unknown): string =>
    line.replace(/(?<=: )<([\w.[\]]+)>$/, (_, at: string) => String(valueAt(values, at)));
