/**
 * What charts make of our values, as `make charts` rendered them: facts and figures (config/charts/*.json). Whatever relies on a chart reads
 * this, because a chart itself is not always to be had.
 */
import * as fs from "node:fs";
import * as path from "node:path";

export type Labels = Readonly<Record<string, string>>;
/** As in a manifest: `cpu`, `memory`, `ephemeral-storage`. */
export type Quantities = Readonly<Record<string, string>>;

export interface ObjectFacts {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    /** Absent for what has none. */
    readonly namespace?: string;
}

export interface ContainerFacts {
    readonly name: string;
    readonly image: string;
    readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly protocol?: string }[];
    readonly requests: Quantities;
    readonly limits: Quantities;
    readonly securityContext?: unknown;
    /** Of an init container that stays. */
    readonly restartPolicy?: string;
}

export interface ClaimFacts {
    readonly name: string;
    readonly storageClassName: string;
    readonly accessModes: readonly string[];
    readonly storage: string;
}

/** Pods of one controller. */
export interface PodFacts {
    readonly kind: "Deployment" | "StatefulSet" | "DaemonSet" | "Job" | "CronJob";
    readonly name: string;
    readonly namespace: string;
    /** Absent for what runs on every node. */
    readonly replicas?: number;
    /** The operator makes it of an object of this kind, which is the chart's. */
    readonly madeOf?: string;
    readonly selector: Labels;
    readonly labels: Labels;
    readonly serviceAccountName?: string;
    readonly priorityClassName?: string;
    readonly hostNetwork?: true;
    readonly securityContext?: unknown;
    readonly nodeSelector?: Labels;
    readonly tolerations?: readonly unknown[];
    readonly affinity?: unknown;
    readonly spread?: readonly unknown[];
    readonly containers: readonly ContainerFacts[];
    readonly initContainers?: readonly ContainerFacts[];
    readonly claims?: readonly ClaimFacts[];
    readonly claimRetention?: unknown;
    readonly serviceName?: string;
    readonly podManagementPolicy?: string;
}

export interface ServiceFacts {
    readonly name: string;
    readonly namespace: string;
    readonly headless?: true;
    readonly selector?: Labels;
    readonly ports: readonly {
        readonly name?: string;
        readonly port: number;
        readonly targetPort?: number | string;
        readonly protocol?: string;
    }[];
}

export interface BudgetFacts {
    readonly name: string;
    readonly namespace: string;
    readonly selector: Labels;
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
}

export interface WebhookFacts {
    readonly kind: string;
    readonly configuration: string;
    readonly name: string;
    /** `<namespace>/<name>` of the Service that answers. */
    readonly service: string;
    readonly failurePolicy: string;
}

/** What a release makes of one set of values. */
export interface Variant {
    readonly release: string;
    /** Stack files whose values these are. */
    readonly environments: readonly string[];
    /** Values by which it is told from the other variants of the same release, by path. */
    readonly when: Readonly<Record<string, unknown>>;
    readonly objects: readonly ObjectFacts[];
    readonly images: readonly string[];
    readonly pods: readonly PodFacts[];
    readonly services: readonly ServiceFacts[];
    readonly serviceAccounts: readonly ObjectFacts[];
    readonly budgets: readonly BudgetFacts[];
    readonly webhooks: readonly WebhookFacts[];
    /** `<group>/<version>` that a Service of the chart answers. */
    readonly apiServices: readonly { readonly name: string; readonly service: string }[];
    /** Accounts that may read every Secret of the cluster, as `<namespace>/<name>`, by a ClusterRole of the chart. */
    readonly secretReaders: readonly string[];
    /** Endpoints that Prometheus reads, by monitor, with their interval where they say one. */
    readonly monitors: readonly { readonly name: string; readonly interval?: string; readonly port?: string }[];
}

/** What a program reads when it starts, where the chart writes that out of our values. */
export interface Configuration {
    readonly release: string;
    /** Stack files whose values these are. */
    readonly environments: readonly string[];
    /** As a variant's. */
    readonly when: Readonly<Record<string, unknown>>;
    /** Of the container. */
    readonly arguments: readonly string[];
    /** Line by line, by where the container finds them. `<path>` stands for the value of ours at that path. */
    readonly files: Readonly<Record<string, readonly string[]>>;
}

/**
 * `read`: what the chart makes depends on it. `default`: it is what the chart has anyway, and says what we rely on. `later`: read from the
 * second installation on, when the chart looks up its own objects. `none`: nothing depends on it.
 */
export type ValueEffect = "read" | "default" | "later" | "none";

export interface ChartRecord {
    readonly chart: string;
    readonly version: string;
    readonly digest: string;
    /** Sub-charts that our values enable. */
    readonly dependencies: Readonly<Record<string, string>>;
    /** What each value of ours was found to do, by `<release>: <path>`: taken away, or changed where that makes no difference. */
    readonly values: Readonly<Record<string, ValueEffect>>;
    readonly variants: readonly Variant[];
    /** Of the charts of `charts/configurations.ts`. */
    readonly configurations?: readonly Configuration[];
}

const FOLDER = path.join(__dirname, "..", "..", "config", "charts");

export const recordFile = (chart: string): string => path.join(FOLDER, `${chart}.json`);

/** All of it, by which one record is told from another. */
export const textOfRecords = (): string =>
    fs
        .readdirSync(FOLDER)
        .sort()
        .map((file) => fs.readFileSync(path.join(FOLDER, file), "utf8"))
        .join("");

const read = new Map<string, ChartRecord | undefined>();

/** Undefined for a chart that was never rendered. */
export function recordOf(chart: string): ChartRecord | undefined {
    if (!read.has(chart)) {
        const file = recordFile(chart);
        read.set(chart, fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as ChartRecord) : undefined);
    }
    return read.get(chart);
}
