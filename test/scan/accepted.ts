/** Findings of other people's scanners, against scripts/scan/accepted.yaml. */
import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

export const FILE = path.join(__dirname, "../../scripts/scan/accepted.yaml");

export interface Finding {
    readonly check: string;
    readonly object: string;
    /** What the scanner says about it. */
    readonly says: string;
}

const Accepted = z.strictObject({
    check: z.string().min(1),
    /** `*` stands for anything. */
    object: z.string().min(1),
    reason: z.string().min(30, "is no reason that a stranger could judge"),
    /** Day from which it no longer counts. */
    expires: z.iso.date(),
});
export type Accepted = z.infer<typeof Accepted>;

export const acceptedFrom = (text: string): readonly Accepted[] => z.array(Accepted).min(1).parse(parse(text));
export const accepted = (): readonly Accepted[] => acceptedFrom(fs.readFileSync(FILE, "utf8"));

/** One line each: what is found and not accepted, or no longer; and what is accepted and not found. */
export function judge(found: readonly Finding[], entries: readonly Accepted[], today: string): readonly string[] {
    const met = new Set<Accepted>();
    const wrong = found.flatMap(({ check, object, says }) => {
        const entry = entries.find((each) => each.check === check && pattern(each.object).test(object));
        if (entry !== undefined) met.add(entry);
        if (entry !== undefined && today < entry.expires) return [];
        return [`${check} ${object}: ${says}${entry === undefined ? "" : ` (accepted until ${entry.expires})`}`];
    });
    const unused = entries.filter((entry) => !met.has(entry));
    return [
        ...[...new Set(wrong)].sort(),
        ...unused.map(({ check, object }) => `${check} ${object}: is accepted, and nothing finds it any more`),
    ];
}

function pattern(text: string): RegExp {
    const parts = text.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`);
}
