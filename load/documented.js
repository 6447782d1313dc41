/** Makes thresholds of what a document asks, and hands on what was seen. Shared by the scripts beside it. */

/** Every number that a document asks for, with its row of docs/traceability.md. */
export const thresholdsOf = (documented) =>
    Object.fromEntries(
        documented.map(({ metric }) => [
            metric,
            documented.filter((other) => other.metric === metric).map(({ threshold }) => threshold),
        ]),
    );

/** The percentiles that the documents speak of are not among those that k6 keeps unless told. */
export const summaryTrendStats = ["avg", "p(50)", "p(95)", "p(99)", "max"];

/** Where to, and as whom: from the environment, so that no file and no list of processes has it. */
export function target() {
    if (__ENV.TARGET === undefined)
        throw new Error("TARGET is missing: k6 run --env TARGET=https://myriad.example.com");
    return __ENV.TARGET.replace(/\/+$/, "");
}

export const headers = {
    "Content-Type": "application/json",
    ...(__ENV.LOAD_TOKEN !== undefined && { Authorization: `Bearer ${__ENV.LOAD_TOKEN}` }),
};

/** The documents' durations with FULL=1; else a second for each of their minutes. */
export const minutes = (count) => (__ENV.FULL === "1" ? `${count}m` : `${count}s`);

/** For k6's handleSummary: into the file that SUMMARY names, or a line for each number. */
export const summaryOf = (documented) => (data) => {
    if (__ENV.SUMMARY !== undefined)
        return { [__ENV.SUMMARY]: JSON.stringify({ documented, metrics: data.metrics }, null, 4) };
    const lines = documented.map(({ row, asks, metric, threshold }) => {
        const seen = data.metrics[metric];
        const holds = seen !== undefined && seen.thresholds[threshold].ok;
        return `${holds ? "holds" : "does not hold"}  ${row}  ${asks}\n`;
    });
    return { stdout: lines.join("") };
};
