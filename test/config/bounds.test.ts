/** A number that the schema holds is the number that its refusal names: who reads it can write what is taken. */
import assert from "node:assert/strict";
import { settings } from "../../config/schema";

/** Of zod's own description of a schema (zod 4, `_zod.def`): what is read of it here. */
interface Definition {
    readonly type: string;
    /** What is said of what is of another type. */
    readonly error?: unknown;
    readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
    readonly shape?: Readonly<Record<string, Described>>;
    readonly innerType?: Described;
    readonly element?: Described;
    readonly valueType?: Described;
    readonly keyType?: Described;
    readonly in?: Described;
    readonly out?: Described;
    readonly options?: readonly Described[];
    readonly getter?: () => Described;
}
interface Check {
    readonly check: string;
    readonly value?: number;
    readonly minimum?: number;
    readonly maximum?: number;
    readonly error?: unknown;
}
interface Described {
    readonly _zod: { readonly def: Definition };
}

interface Bound {
    readonly where: string;
    readonly most: boolean;
    /** None where what is refused is no whole number, or none at all: what it says to write is taken all the same. */
    readonly bound?: number;
    readonly says: string;
    /** All bounds of the same number; none of a text or a list. */
    readonly known: readonly number[];
}

function boundsOf(schema: Described, where: string, seen: Set<Described>): readonly Bound[] {
    if (seen.has(schema)) return [];
    seen.add(schema);
    const { type, error: ofType, checks = [], shape = {}, options = [], getter, ...of } = schema._zod.def;
    const boundOf = ({ value, minimum, maximum }: Check) => value ?? minimum ?? maximum;
    const known = type === "number" ? checks.flatMap(({ _zod: { def } }) => boundOf(def) ?? []) : [];
    const said = (error: unknown): string =>
        String(typeof error === "function" ? (error as (issue: object) => unknown)({}) : error);
    const own = checks.flatMap(({ _zod: { def } }) => {
        const { check, error } = def;
        const bound = boundOf(def);
        if (bound === undefined && type !== "number") return [];
        const most = /^(less_than|max_length)$/.test(check);
        return [{ where, ...(bound !== undefined && { bound }), known, most, says: said(error) }];
    });
    if (type === "number") own.push({ where, known, most: false, says: said(ofType) });
    const inner = [of.innerType, of.element, of.valueType, of.keyType, of.in, of.out, getter?.(), ...options];
    return [
        ...own,
        ...Object.entries(shape).flatMap(([key, each]) => boundsOf(each, where === "" ? key : `${where}.${key}`, seen)),
        ...inner.flatMap((each) => (each === undefined ? [] : boundsOf(each, where, seen))),
    ];
}

const WORDS = ["zero", "one", "two", "three"] as const;
/** A bound, an example that is taken, a bound in TiB, or what is counted beside: CPUs of a pod. */
function isKnown(number: number, known: readonly number[], says: string): boolean {
    if (known.includes(number) || says.includes(`${String(number)} CPUs`)) return true;
    const isTaken = number > Math.min(...known) && number < Math.max(...known);
    return (
        (isTaken && says.endsWith(`| write ${String(number)}`)) ||
        (says.includes(" TiB") && known.includes(number * 1024))
    );
}

/** Said as a number, as a word, as what may be left out, or as a quota that something of ours is counted in. */
function isSaid({ bound, most, says, known }: Bound): boolean {
    const numbers = (says.match(/(?<![\w.])\d[\d,]*(?![\d.]*\d)/g) ?? []).map((text) =>
        Number(text.replaceAll(",", "")),
    );
    if (known.length > 0 && numbers.some((number) => !isKnown(number, known, says))) return false;
    if (bound === undefined) return true;
    if (numbers.includes(bound) || says.includes(WORDS[bound] ?? "…")) return true;
    // "is empty", "names no key", "lets nobody in": one is what is missing.
    if (!most) return bound === 1 && !/\d/.test(says.split(" | ")[0] ?? "");
    return /quotas|, and the forecast is one/.test(says);
}

it("a bound of the schema is named in what is said of a value beyond it", () => {
    const bounds = boundsOf(settings, "", new Set());
    assert.ok(bounds.length > 150, String(bounds.length));
    assert.deepEqual(
        bounds
            .filter((bound) => !isSaid(bound))
            .map(({ where, bound = "what is taken", says }) => `${where}: ${String(bound)} is not in "${says}"`),
        [],
    );
});
