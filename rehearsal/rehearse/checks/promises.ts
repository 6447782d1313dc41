import type { StateResource } from "../../engine/state";
import { nameOf } from "../../view/progress";
import type { Promised } from "../promises";
import type { Findings } from "../rehearsal";
import type { Step } from "../watch";
import { changes, said } from "./outcome";

/**
 * What holds data, or the key or password without which data is lost. A change may replace or delete one only where docs/changes.md says
 * so by its name. A VolumeAttributesClass is none: it says how fast a volume is.
 */
export const STATEFUL: readonly RegExp[] = [
    /^aws:(rds\/instance:Instance|elasticache\/replicationGroup:ReplicationGroup|s3\/bucket:Bucket)$/,
    /^aws:(efs\/(fileSystem:FileSystem|accessPoint:AccessPoint)|backup\/vault:Vault|eks\/cluster:Cluster)$/,
    /^aws:(kms\/key:Key|secretsmanager\/secret:Secret|secretsmanager\/secretVersion:SecretVersion)$/,
    /^kubernetes:core\/v1:(PersistentVolumeClaim|PersistentVolume|Namespace)$/,
    /^kubernetes:apps\/v1:StatefulSet$/,
    /^random:/,
];

/**
 * What watches follows what is watched, at every change and without a pod that restarts: docs/changes.md says so once, for all of them. An
 * exporter's own pods are not in it.
 */
function isWatching({ name, type }: Step): boolean {
    const kind = type.slice(type.lastIndexOf(":") + 1);
    return /^(alerts|dashboards|exporters)-/.test(name) && WATCHING.has(kind);
}
const WATCHING = new Set(["PrometheusRule", "Probe", "ConfigMap", "NetworkPolicy"]);

/** Each step of the engine must be promised, each promise must come true, and nothing stateful may go unless it is named. */
export function keptPromises(promised: readonly Promised[], steps: readonly Step[]): Findings {
    const done = changes(steps);
    const unpromised = done.filter((step) => !isWatching(step) && !promised.some((promise) => fits(promise, step)));
    const unmet = promised.filter((promise) => !promise.optional && !done.some((step) => fits(promise, step)));
    const lost = done.filter(
        (step) =>
            (step.operation === "replace" || step.operation === "delete") &&
            STATEFUL.some((type) => type.test(step.type)) &&
            !promised.some((promise) => promise.kind !== "*" && fits(promise, step)),
    );
    return [
        ...unpromised.map((step) => `${said(step)}: docs/changes.md does not say so`),
        ...unmet.map(
            ({ operation, kind, name }) =>
                `${operation} ${kind} ${name}: docs/changes.md says so, and it did not happen`,
        ),
        ...lost.map((step) => `${said(step)}: holds state, and docs/changes.md does not name it`),
    ];
}

/** What `data: keep` must protect, as the state has it; the refusal itself is test/rehearsal/companies.turn.ts. */
export function protectedOnes(promised: readonly Promised[], resources: readonly StateResource[]): Findings {
    return promised
        .filter(({ operation }) => operation === "protected")
        .flatMap((promise) => {
            const found = resources.filter((resource) => fits(promise, { ...stepOf(resource), operation: "delete" }));
            const { kind, name } = promise;
            if (found.length === 0) return [`protected ${kind} ${name}: there is none`];
            return found
                .filter(({ protect }) => protect !== true)
                .map(({ urn }) => `${nameOf(urn)} (${kind}): data: keep does not protect it`);
        });
}

export function isProtected(promised: readonly Promised[], resource: StateResource): boolean {
    const step = { ...stepOf(resource), operation: "delete" } as const;
    return promised.some((promise) => promise.operation === "protected" && fits(promise, step));
}

function stepOf({ urn, type }: StateResource): Pick<Step, "type" | "name"> {
    return { type, name: nameOf(urn) };
}

function fits({ operation, kind, name }: Promised, step: Pick<Step, "operation" | "type" | "name">): boolean {
    return (
        (operation === "protected" ? "delete" : operation) === step.operation &&
        (kind === "*" || kind === step.type.slice(step.type.lastIndexOf(":") + 1)) &&
        pattern(name).test(step.name)
    );
}

function pattern(name: string): RegExp {
    const parts = name.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`);
}
