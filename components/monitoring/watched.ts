/** What a system says about how it is watched, and what is added to it: alerts that every system gets without a line of its own. */
import type { SystemNeeds } from "../../config/needs";
import { absenceAlerts } from "./alerts/absent";
import { healthAlerts, trafficAlerts, type Traffic } from "./alerts/endpoints";
import { jobAlerts } from "./alerts/jobs";
import { volumeAlerts } from "./alerts/volumes";
import { workloadAlerts } from "./alerts/workloads";
import type { AlertGroup, Owner } from "./alerts";
import type { Catalogue } from "./catalogue";
import type { DashboardSpec, Shown } from "./dashboards/spec";
import type { DashboardUid } from "./dashboards/uid";
import type { Matchers } from "./promql";

/** What is around a system, as far as its alerts and dashboards depend on it. */
export interface Surroundings extends Shown {
    /** CloudWatch's name of the Valkey group for queues; none where the user brings a Redis, or nothing reads CloudWatch. */
    readonly queueGroup?: string;
}

/** Made of plain settings by each system's monitoring.ts. */
export interface SystemMonitoring {
    /** Where a link without a better place leads. */
    readonly dashboard: DashboardUid;
    readonly catalogue: Catalogue;
    /** Of its own, beside those of all. */
    readonly alerts: (owner: Owner) => readonly AlertGroup[];
    /** Made when somebody shows them. */
    readonly dashboards: () => readonly DashboardSpec[];
    /** Containers of its workloads, by their key under `workloads`, as the catalogue names them. */
    readonly parts?: Readonly<Record<string, string>>;
    /** Limits on what the load balancer measures, unless its own alerts have them. */
    readonly traffic?: Traffic;
    /** metadata.name of the CronJob that makes a backup and reads it back. */
    readonly backups?: string;
}

/** A system that says nothing of itself. */
export const UNWATCHED: SystemMonitoring = {
    dashboard: "mindcloud-cluster",
    catalogue: {},
    alerts: () => [],
    dashboards: () => [],
};

/** Key in the stack file -> app.kubernetes.io/part-of: `simpleCli` is `simple-cli`. */
export const systemName = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const ownerOf = (key: string, { dashboard }: Pick<SystemMonitoring, "dashboard">): Owner => ({
    system: systemName(key),
    team: systemName(key),
    dashboard,
});

export function systemGroups(
    owner: Owner,
    { namespaces }: Pick<SystemNeeds, "namespaces">,
    { catalogue, alerts, traffic, backups }: SystemMonitoring,
    { loadBalanced }: Surroundings,
): readonly AlertGroup[] {
    const ours = inNamespaces(namespaces);
    return [
        workloadAlerts(owner, ours),
        volumeAlerts(owner, ours),
        jobAlerts(owner, ours, backups),
        healthAlerts(owner, ours),
        ...(loadBalanced && traffic !== undefined ? [trafficAlerts(owner, traffic)] : []),
        absenceAlerts(owner, ours, catalogue),
        ...alerts(owner),
    ].filter(({ rules }) => rules.length > 0);
}

export function inNamespaces(namespaces: readonly string[]): Matchers {
    const [only, ...more] = namespaces;
    return { namespace: more.length === 0 ? (only ?? "") : namespaces };
}
