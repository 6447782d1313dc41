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

const SIDES = { above: "from|above|beyond|more than|after", below: "below|under|less than" } as const;

const AFTER = { above: "(?:more|longer)", below: "(?:less|fewer)" } as const;

/** On which side of a number the words look; undefined where they do not say. */
export function sideSaid(words: string, value: number): keyof typeof SIDES | undefined {
    const sides = Object.entries(SIDES) as [keyof typeof SIDES, string][];
    const number = "(\\d[\\d,.]*\\d|\\d)( %| ms| minutes| hours| GiB)?";
    const found = sides.filter(([side, before]) =>
        [`\\b(?:${before}) ${number}`, `${number} or ${AFTER[side]}\\b`]
            .flatMap((form) => [...words.matchAll(new RegExp(form, "gi"))])
            .some(([, said, unit]) => saysNumber(`${String(said)}${unit ?? ""}`, value)),
    );
    return found.length === 1 ? found[0]?.[0] : undefined;
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

/** Numbers of panels that neither a line nor the query has: by the panel's title, where they come from. */
const FROM: Readonly<Record<string, readonly number[]>> = {
    // Of the largest bucket of the catalogue's histogram.
    ...{
        "Latency (P50 and P99)": [60],
        "Response Time (p95)": [10],
        "Query Duration (p95 and p50)": [10],
        "Average duration": [10],
    },
    // How long the alert waits, and what the scaler stops at.
    ...{ "Queue size": [5], "Queue per pod": [20] },
    // Days of the tier, and GiB of its volume.
    ...{ "Hot store size": [7, 500], "Warm store size": [90, 2000] },
    // The first of the server's own failures (RFC 9110).
    "Answers by status code": [500],
    // RDS adds storage when less than a tenth is free: docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
    "Free storage": [10],
    // https://prometheus.io/docs/prometheus/latest/storage/: what a series takes in memory, roughly
    Series: [4],
};
/** What has a number in its name, or names a row of the documents. */
const NAMES = /\b(us-east-1|S3|5xx|gp3|[pP]\d\d|l1|l2|[A-Z]{3}-\d+)\b/g;

/** A number of the description is a line, of the query, the end of a share or a percentage, or has a source above. */
export function numberProblems({ title, description, lines }: Words, marks: readonly number[]): readonly string[] {
    const text =
        description
            .split("\n\nRunbooks")[0]
            ?.replaceAll(/[\d, and]+ of 100\b/g, "")
            .replaceAll(NAMES, "") ?? "";
    const asked = lines.map(({ expr }) => expr).join(" ");
    const known = [0, 1, 100, ...(FROM[title] ?? []), ...(asked.match(/(?<![\w.])\d+(\.\d+)?/g) ?? []).map(Number)];
    return [...text.matchAll(/(?<![\d.])\d[\d,]*(\.\d+)?( %| ms| minutes| hours| GiB)?/g)]
        .map(([said]) => said)
        .filter((said) => !known.includes(Number(said.replaceAll(/[^\d.]/g, ""))))
        .filter((said) => !marks.some((mark) => saysNumber(said, mark)))
        .map((said) => `says ${said}, which is no line and not asked`);
}

/** Beside each other as high as each other, over the whole width; every dashboard alike. */
export function gridProblems(
    panels: readonly { readonly y: number; readonly w: number; readonly h: number }[],
): readonly string[] {
    const HEIGHTS = [6, 8, 10]; // numbers, curves, and logs or tables
    const lines = new Map<number, { readonly w: number; readonly h: number }[]>();
    for (const panel of panels) lines.set(panel.y, [...(lines.get(panel.y) ?? []), panel]);
    return [...lines].flatMap(([y, line]) => [
        ...(line.reduce((sum, { w }) => sum + w, 0) === 24 ? [] : [`the line at ${String(y)} does not fill the page`]),
        ...(line.every(({ h }) => h === line[0]?.h && HEIGHTS.includes(h))
            ? []
            : [`the line at ${String(y)} is uneven`]),
    ]);
}
