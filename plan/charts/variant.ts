/** Which of a chart's recorded variants a release is. */
import { isMap } from "../values";
import { recordOf, type ChartRecord, type Variant } from "./record";

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

export function variantOf(release: ReleaseInputs): Found | undefined {
    const found = foundFor(release, ({ variants }) => variants);
    return found && { variant: found.one, exact: found.exact };
}

type Told = Pick<Variant, "release" | "when">;

/** Of what the record of the release's chart has of it, what its values tell from the rest. */
export function foundFor<Each extends Told>(
    { chart, version, name, values }: ReleaseInputs,
    of: (record: ChartRecord) => readonly Each[],
): { readonly one: Each; readonly exact: boolean } | undefined {
    const record = recordOf(String(chart));
    if (record === undefined || record.version !== version) return undefined;
    const candidates = of(record).filter(({ release }) => release === name);
    const scored = candidates.map((one) => {
        const terms = Object.entries(one.when);
        return {
            one,
            terms: terms.length,
            met: terms.filter(([at, value]) => equal(valueAt(values, at), value)).length,
        };
    });
    const exact = scored.find(({ terms, met }) => terms === met);
    if (exact !== undefined) return { one: exact.one, exact: true };
    const [nearest] = scored.sort((a, b) => b.met - a.met);
    return nearest && { one: nearest.one, exact: false };
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
