import { counter, gauge, type Counter, type Gauge, type LabelValues, type MetricArgs } from "../catalogue";

type Row<T> = (name: string, help: string, labels: readonly string[]) => T;

/** Labels whose values are what the exporter finds. */
export const found = (labels: readonly string[]): LabelValues => Object.fromEntries(labels.map((label) => [label, []]));

/** Metrics of one exporter, a line each: what they share is said once. Names that do not end in _total are the exporter's own. */
export function exporter(
    exportedBy: string,
    source: string,
): { readonly gauge: Row<Gauge>; readonly counter: Row<Counter> } {
    const shared = { exportedBy: [exportedBy], source, producedToday: true, foreign: true } as const;
    const args: Row<MetricArgs> = (name, help, labels) => ({ name, help, labels: found(labels), ...shared });
    return { gauge: (...row) => gauge(args(...row)), counter: (...row) => counter(args(...row)) };
}
