/** What metrics say on an ordinary day. Systems' own catalogues say it, for the stand-in; of exporters that are not ours a record does. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { typicalOf, type LabelValues, type Metric, type Range } from "../../components/monitoring/catalogue";

const { metrics } = JSON.parse(readFileSync(path.join(__dirname, "ordinary-day.json"), "utf8")) as {
    readonly metrics: Readonly<Record<string, readonly [typical: Range, labels: LabelValues]>>;
};

export interface Ordinary {
    readonly typical: Range;
    readonly labelValues: LabelValues;
}

export function ordinarily(metric: Metric): Ordinary {
    const { name, foreign, labels, labelValues } = metric;
    if (foreign !== true) return { typical: typicalOf(metric), labelValues };
    const row = metrics[name];
    if (row === undefined || Object.keys(row[1]).sort().join() !== [...labels].sort().join())
        throw new Error(`ordinary-day.json: ${name} with values of ${labels.join(", ")}`);
    return { typical: row[0], labelValues: row[1] };
}
