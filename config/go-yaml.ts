/**
 * What Pulumi's reader takes a plain scalar of a stack file for: gopkg.in/yaml.v3 (its resolve.go), which knows more than the YAML 1.2 that
 * editors and our own reader go by. Compared with the reader itself: github.com/pulumi/pulumi, sdk/v3, workspace.ProjectStack, 3.276.
 */

export type Reading =
    | { readonly kind: "text" }
    | { readonly kind: "number"; readonly value: number }
    /** As it arrives: Go's own way to print a time. */
    | { readonly kind: "date"; readonly value: string };

const TEXT: Reading = { kind: "text" };

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
/** A year of four digits, then month and day of one or two. */
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]| +)(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** Of what begins like a number: all else is text, a boolean or null to both readers alike. */
export function pulumiReading(source: string): Reading {
    if (!/^[-+.\d]/.test(source)) return TEXT;
    const date = dateOf(source);
    if (date !== undefined) return { kind: "date", value: date };
    const value = numberOf(source.replaceAll("_", ""));
    return value === undefined ? TEXT : { kind: "number", value };
}

function numberOf(plain: string): number | undefined {
    const sign = plain.startsWith("-") ? -1 : 1;
    const digits = plain.replace(/^[-+]/, "");
    for (const [prefix, base, known] of [
        [/^0[bB]/, 2, /^[01]+$/],
        [/^0[oO]/, 8, /^[0-7]+$/],
        [/^0[xX]/, 16, /^[0-9a-fA-F]+$/],
        // strconv.ParseInt with base 0: a zero in front is octal, as in C.
        [/^0(?=\d)/, 8, /^[0-7]+$/],
    ] as const)
        if (prefix.test(digits) && known.test(digits.replace(prefix, "")))
            return sign * parseInt(digits.replace(prefix, ""), base);
    return FLOAT.test(plain) ? Number(plain) : undefined;
}

function dateOf(source: string): string | undefined {
    const found = DATE.exec(source);
    if (found === null) return undefined;
    const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = found
        .slice(1, 7)
        .map((part: string | undefined) => Number(part ?? 0));
    if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
    const time = new Date(Date.UTC(year, month - 1, day, hours, minutes, seconds));
    if (time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day) return undefined;
    return `${time.toISOString().slice(0, 19).replace("T", " ")} +0000 UTC`;
}
