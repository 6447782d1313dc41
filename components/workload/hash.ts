import { createHash } from "node:crypto";

/** Enough that two contents never share one by chance, short enough to read in a diff. */
const LENGTH = 16;

/** Of the content, whatever the order of its keys. */
export function contentHash(content: Readonly<Record<string, string>>): string {
    const sorted = Object.entries(content).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    return createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, LENGTH);
}
