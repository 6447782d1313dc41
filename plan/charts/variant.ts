/** Which of a chart's recorded variants a release is. */
import { isMap } from "../values";
import { recordOf, type Variant } from "./record";

/** A Helm release as the program registers it. */
export interface ReleaseInputs {
    readonly chart: unknown;
    readonly version: unknown;
    readonly name: unknown;
    readonly namespace: unknown;
    readonly values: unknown;
}

export interface Found {
    readonly variant: Variant;
    /** False where no recorded rendering had these values: it is then the nearest. */
    readonly exact: boolean;
}

export function variantOf({ chart, version, name, values }: ReleaseInputs): Found | undefined {
    const record = recordOf(String(chart));
    if (record === undefined || record.version !== version) return undefined;
    const candidates = record.variants.filter(({ release }) => release === name);
    const scored = candidates.map((variant) => {
        const terms = Object.entries(variant.when);
        return {
            variant,
            terms: terms.length,
            met: terms.filter(([at, value]) => equal(valueAt(values, at), value)).length,
        };
    });
    const exact = scored.find(({ terms, met }) => terms === met);
    if (exact !== undefined) return { variant: exact.variant, exact: true };
    const [nearest] = scored.sort((a, b) => b.met - a.met);
    return nearest && { variant: nearest.variant, exact: false };
}

/** `a.b[0].c`; null where there is nothing. */
export function valueAt(values: unknown, at: string): unknown {
    const steps = at.split(/\.|(?=\[)/);
    let value = values;
    for (const step of steps) {
        const index = /^\[(\d+)\]$/.exec(step)?.[1];
        if (index !== undefined) value = Array.isArray(value) ? value[Number(index)] : undefined;
        else value = isMap(value) ? value[step] : undefined;
    }
    return value ?? null;
}

const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
