/** Reads Prometheus' text format 0.0.4 strictly: what a scraper would drop or misread is an error here. */

export interface Sample {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
}

export interface Family {
    readonly name: string;
    readonly type: string;
    readonly help: string;
    readonly samples: readonly Sample[];
}

const NAME = "[a-zA-Z_][a-zA-Z0-9_]*";
const LINE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`);
const PAIR = new RegExp(`^(${NAME})="((?:[^"\\\\\\n]|\\\\["\\\\n])*)"(?:,|$)`);

export function parseExposition(text: string): ReadonlyMap<string, Family> {
    if (!text.endsWith("\n")) throw new Error("the last line does not end");
    const families = new Map<string, { name: string; type: string; help: string; samples: Sample[] }>();
    const seen = new Set<string>();
    let current: { name: string; type: string; help: string; samples: Sample[] } | undefined;
    for (const line of text.slice(0, -1).split("\n")) {
        const help = /^# HELP (\S+) (.+)$/.exec(line);
        if (help !== null) {
            const name = help[1] ?? "";
            if (families.has(name)) throw new Error(`${name} comes twice`);
            current = { name, type: "", help: help[2] ?? "", samples: [] };
            families.set(name, current);
            continue;
        }
        const type = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line);
        if (type !== null) {
            if (current?.name !== type[1] || current?.samples.length !== 0) throw new Error(`out of place: ${line}`);
            current.type = type[2] ?? "";
            continue;
        }
        const sample = parseSample(line);
        const identity = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
        if (seen.has(identity)) throw new Error(`the same series twice: ${line}`);
        seen.add(identity);
        if (current === undefined || !namesOf(current).includes(sample.name)) throw new Error(`out of place: ${line}`);
        current.samples.push(sample);
    }
    for (const family of families.values()) checkFamily(family);
    return families;
}

function parseSample(line: string): Sample {
    const match = LINE.exec(line);
    if (match === null) throw new Error(`no sample: ${line}`);
    const value = Number(match[3]);
    if (Number.isNaN(value)) throw new Error(`no number: ${line}`);
    return { name: match[1] ?? "", labels: parseLabels(match[2] ?? "", line), value };
}

function parseLabels(text: string, line: string): Record<string, string> {
    const labels: Record<string, string> = {};
    for (let rest = text; rest !== "";) {
        const pair = PAIR.exec(rest);
        if (pair === null) throw new Error(`no labels: ${line}`);
        const [whole, label = "", value = ""] = pair;
        if (label in labels) throw new Error(`label ${label} twice: ${line}`);
        labels[label] = value.replace(/\\(.)/g, (_, one: string) => (one === "n" ? "\n" : one));
        rest = rest.slice(whole.length);
    }
    return labels;
}

function namesOf({ name, type }: { name: string; type: string }): string[] {
    return type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
}

function checkFamily({ name, type, samples }: Family): void {
    if (type === "") throw new Error(`${name} has no type`);
    if (type === "counter" && samples.some(({ value }) => !(value >= 0)))
        throw new Error(`counter ${name} is negative`);
    if (type === "histogram") for (const one of histogramsOf(name, samples)) checkHistogram(name, one);
}

export interface OneHistogram {
    readonly bounds: readonly string[];
    readonly counts: readonly number[];
    readonly count: number | undefined;
    readonly sum: number | undefined;
}

/** One for each set of labels. */
export function histogramsOf(name: string, samples: readonly Sample[]): OneHistogram[] {
    const groups = new Map<string, Sample[]>();
    for (const sample of samples) {
        const { le: _, ...labels } = sample.labels;
        const key = JSON.stringify(Object.entries(labels).sort());
        groups.set(key, [...(groups.get(key) ?? []), sample]);
    }
    return [...groups.values()].map((group) => {
        const buckets = group.filter((sample) => sample.name === `${name}_bucket`);
        return {
            bounds: buckets.map(({ labels }) => labels.le ?? "missing"),
            counts: buckets.map(({ value }) => value),
            count: group.find((sample) => sample.name === `${name}_count`)?.value,
            sum: group.find((sample) => sample.name === `${name}_sum`)?.value,
        };
    });
}

function checkHistogram(name: string, { bounds, counts, count, sum }: OneHistogram): void {
    if (bounds.at(-1) !== "+Inf") throw new Error(`histogram ${name} does not end in +Inf`);
    const numbers = bounds.map((bound) => (bound === "+Inf" ? Infinity : Number(bound)));
    if (!rises(numbers, 1e-12)) throw new Error(`bounds of ${name} do not rise: ${bounds.join(", ")}`);
    if (!rises(counts, 0)) throw new Error(`buckets of ${name} are not cumulative: ${counts.join(", ")}`);
    if (count === undefined || count !== counts.at(-1)) throw new Error(`+Inf of ${name} is not its count`);
    if (sum === undefined) throw new Error(`${name} has no sum`);
}

function rises(values: readonly number[], atLeast: number): boolean {
    return values.every((value, index) => index === 0 || value >= (values[index - 1] ?? NaN) + atLeast);
}
