import type { Graph, RecordedResource } from "../../graph";
import { isMap } from "../../values";

/** What the rules may know besides the change itself. */
export interface Surroundings {
    readonly olds: Graph;
    readonly news: Graph;
    /** YYYY-MM-DD. */
    readonly today: string;
    /** Days that AWS Backup keeps a recovery point of the old environment; undefined without a plan. */
    readonly backupDays?: number;
}

export function surroundings(olds: Graph, news: Graph, today: string): Surroundings {
    const days = olds
        .ofType("aws:backup/plan:Plan")
        .flatMap(({ inputs }) => (Array.isArray(inputs.rules) ? (inputs.rules as unknown[]) : []))
        .map((rule: unknown) =>
            isMap(rule) && isMap(rule.lifecycle) ? Number(rule.lifecycle.deleteAfter) : Number.NaN,
        )
        .filter((each) => !Number.isNaN(each));
    return { olds, news, today, ...(days.length > 0 && { backupDays: Math.max(...days) }) };
}

export function daysAfter(today: string, days: number): string {
    const date = new Date(`${today}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() + days);
    return date.toISOString().slice(0, 10);
}

/** Physical name, else the logical one. */
export function physicalName({ inputs, name }: RecordedResource): string {
    const metadata = isMap(inputs.metadata) ? inputs.metadata : {};
    const said = [inputs.name, inputs.identifier, inputs.bucket, inputs.replicationGroupId, metadata.name];
    const found = said.find((each): each is string => typeof each === "string");
    const namespace = typeof metadata.namespace === "string" ? `${metadata.namespace}/` : "";
    return found === undefined ? name : `${namespace}${found}`;
}
