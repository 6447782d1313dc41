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

/** Each step of the engine must be promised, each promise must come true, and nothing stateful may go unless it is named. */
export function keptPromises(promised: readonly Promised[], steps: readonly Step[]): Findings {
    const done = changes(steps);
    const unpromised = done.filter((step) => !promised.some((promise) => fits(promise, step)));
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

/** With `data: keep` the engine must refuse, and name everything that it protects. */
export function protectedOnes(promised: readonly Promised[], run: { status: number; text: string }): Findings {
    const wanted = promised.filter(({ operation }) => operation === "protected");
    if (wanted.length === 0) return [];
    if (run.status === 0) return ["the engine deleted what data: keep protects"];
    return wanted
        .filter(({ name }) => !pattern(name, false).test(run.text))
        .map(({ kind, name }) => `protected ${kind} ${name}: the refusal does not name it`);
}

function fits({ operation, kind, name }: Promised, step: Step): boolean {
    return (
        (operation === "protected" ? "delete" : operation) === step.operation &&
        (kind === "*" || kind === step.type.slice(step.type.lastIndexOf(":") + 1)) &&
        pattern(name, true).test(step.name)
    );
}

function pattern(name: string, whole: boolean): RegExp {
    const body = name
        .split("*")
        .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"))
        .join(whole ? ".*" : "[^\\s\"']*");
    return whole ? new RegExp(`^${body}$`) : new RegExp(body);
}
