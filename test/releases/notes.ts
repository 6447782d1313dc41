/** Upgrade notes of CHANGELOG.md: what the next preview shows to whoever comes from the last release, as lines that can be checked. */
import { interrupts, type Reading } from "../../plan/diff/reading";

/** A line of the section begins with its subject in code: an operation on resources, or the key of a stack file. */
export interface Notes {
    /** `replace StatefulSet simple-cli-*-brain`, with `*` for any characters. */
    readonly steps: readonly string[];
    readonly keys: readonly string[];
}

export function notesOf(changelog: string): Notes {
    const unreleased = changelog.split(/^## /m).find((section) => section.startsWith("[Unreleased]")) ?? "";
    const section = unreleased.split(/^### /m).find((part) => part.startsWith("Upgrade notes")) ?? "";
    const subjects = [...section.matchAll(/^- `([^`]+)`/gm)].map(([, subject = ""]) => subject);
    const isStep = (subject: string) => /^(create|update|replace|delete) \S+ \S+$/.test(subject);
    return { steps: subjects.filter(isStep), keys: subjects.filter((subject) => !isStep(subject)) };
}

/** As a line of the notes would begin: what loses data or is noticed by somebody. */
export const notable = ({ changes }: Pick<Reading, "changes">): readonly string[] =>
    changes
        .filter((change) => change.dataAtRisk !== undefined || interrupts(change))
        .map(({ operation, type, name }) => `${operation} ${type.slice(type.lastIndexOf(":") + 1)} ${name}`);

export function unwritten(steps: readonly string[], notes: Notes): readonly string[] {
    const said = notes.steps.map(pattern);
    return [
        ...steps
            .filter((step) => !said.some((each) => each.test(step)))
            .map((step) => `${step}: CHANGELOG.md does not say so under Unreleased, Upgrade notes`),
        ...notes.steps
            .filter((note) => !steps.some((step) => pattern(note).test(step)))
            .map((note) => `${note}: CHANGELOG.md says so, and it does not happen`),
    ];
}

const pattern = (note: string): RegExp =>
    new RegExp(`^${note.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "\\S*")}$`);

/** The unreleased part becomes the release's; a new one begins. Again for the same version, before it is tagged, it stays. */
export function released(changelog: string, version: string, day: string): string {
    const heading = "## [Unreleased]\n";
    if (!changelog.includes(heading)) throw new Error(`CHANGELOG.md has no ${heading.trim()}`);
    if (changelog.includes(`## [${version}] - `)) return changelog;
    return changelog.replace(heading, `${heading}\n## [${version}] - ${day}\n`);
}
