/** Whether a panel says in words what it asks in PromQL: its quantiles, and the numbers of its lines. */

export interface Words {
    readonly title: string;
    readonly description: string;
    readonly lines: readonly { readonly expr: string; readonly legend: string }[];
}

/** A quantile is called by its name: `p95` in legends and titles, and "95 of 100" where it is said in words. */
export function quantileProblems({ title, description, lines }: Words): readonly string[] {
    const asked = lines.flatMap(({ expr, legend }) => {
        const percent = percentOf(expr);
        return percent === undefined ? [] : [{ percent, legend }];
    });
    const differ = new Set(asked.map(({ percent }) => percent));
    const named = asked.flatMap(({ percent, legend }) => {
        const [name] = namesIn(legend);
        // One quantile alone may be called by what it is of.
        const isRight = name === undefined ? differ.size === 1 : name === percent;
        return isRight ? [] : [`the quantile of ${String(percent)} of 100 is called ${legend}`];
    });
    const others = (numbers: readonly number[]): boolean => sorted(numbers) !== sorted([...differ]);
    const said = [...description.matchAll(/(?<=within which |for )([\d, and]+)(?= of 100)/g)].flatMap(([numbers]) =>
        (numbers.match(/\d+/g) ?? []).map(Number),
    );
    return [
        ...named,
        ...[said, namesIn(title)]
            .filter((numbers) => numbers.length > 0 && others(numbers))
            .map((numbers) => `says ${sorted(numbers)} of 100 and asks ${sorted([...differ])}`),
    ];
}

/** Prometheus computes quantiles, CloudWatch has them as statistics. */
function percentOf(expr: string): number | undefined {
    const [, share] = /\bhistogram_quantile\(([\d.]+),/.exec(expr) ?? [];
    if (share !== undefined) return Math.round(Number(share) * 1e4) / 100;
    const [, statistic] = /\baws_\w+_p(\d+)\b/.exec(expr) ?? [];
    return statistic === undefined ? undefined : Number(statistic);
}

const namesIn = (text: string): readonly number[] =>
    [...text.matchAll(/\bp(\d+)\b/gi)].map(([, number]) => Number(number));
const sorted = (numbers: readonly number[]): string => [...numbers].sort((one, other) => one - other).join();

const UNITS: Readonly<Record<string, number>> = {
    ...{ "": 1, " %": 0.01, " ms": 0.001, " minutes": 60, " hours": 3600, " GiB": 2 ** 30 },
};

/** 0.8 as "80 %", 0.02 s as "20 ms", 93600 s as "26 hours", 8589934592 bytes as "8 GiB". */
export function saysNumber(words: string, value: number): boolean {
    const plain = words.replaceAll(/(?<=\d),(?=\d{3})/g, "");
    return Object.entries(UNITS).some(([unit, size]) => {
        const number = String(Math.round((value / size) * 1e6) / 1e6).replace(".", "\\.");
        return new RegExp(`(?<![\\d.])${number}${unit}(?!\\.?\\d)`).test(plain);
    });
}

/** What people call it -> what the query calls it. */
const SAID_AS: Readonly<Record<string, readonly string[]>> = {
    waiting: ["queue"],
    failed: ["error", "failure"],
    unhealthy: ["un_healthy"],
    succeeded: ["success"],
    requested: ["requests"],
    out: ["transmit"],
    in: ["receive", "increase"],
    this: ["range"],
    time: ["range", "duration"],
    taken: ["received"],
    running: ["active"],
    refused: ["discarded"],
    lost: ["dropped"],
    cpu: ["cpuutilization"],
    start: ["total"],
    to: ["target"],
};

/** Each word of a legend is of what it is asked of, or of the panel's title: a name that nothing has would be another series. */
export function legendProblems({ title, description, lines }: Words): readonly string[] {
    return lines.flatMap(({ expr, legend }) => {
        const asked = `${expr} ${title} ${description}`.toLowerCase();
        const words = legend.replaceAll(/\{\{[^}]*\}\}/g, " ").match(/[A-Za-z]{2,}/g) ?? [];
        return words
            .map((word) => word.toLowerCase())
            .filter(
                (word) => ![word, word.replace(/s$/, ""), ...(SAID_AS[word] ?? [])].some((one) => isWordOf(one, asked)),
            )
            .map((word) => `nothing that ${expr} asks is called ${word}`);
    });
}

/** From the beginning of a word on; `error` is of `errors_total`, `old` not of `threshold`. */
const isWordOf = (word: string, text: string): boolean => new RegExp(`(?<![a-z])${word}(?=s?(?![a-z]))`).test(text);
