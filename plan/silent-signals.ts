import type { Environment } from "../config/environment";
import { SYSTEMS } from "../components/systems";
import type { SystemDefinition } from "../components/systems/definition";
import { isAbsent, type RunSetting } from "../components/systems/settings";

/**
 * What would scale or alert and cannot, because nothing gives it numbers: a part that nobody reads, a trigger that no code feeds, an alert
 * without a load balancer. What a document names stays as soon as it can have numbers, and the plan says so until then.
 */
export const silentSignals = (environment: Environment): readonly string[] => [
    ...unread(environment),
    ...unfed(environment),
    ...unmeasured(environment),
];

/** One line for each system. Without Prometheus nobody reads anything, and its owner knows. */
function unread({ systems, existing }: Environment): readonly string[] {
    if (existing.cluster !== undefined && existing.cluster.monitoring === undefined) return [];
    return Object.entries(systems).flatMap(([key, config]) => {
        const { measured = [] } =
            (SYSTEMS as Readonly<Record<string, Pick<SystemDefinition<never>, "measured">>>)[key] ?? {};
        if (!config.enabled || !("scraped" in config)) return [];
        const read: readonly string[] = config.scraped;
        const workloads = config.workloads as Readonly<Record<string, RunSetting>>;
        const silent = measured.filter((part) => {
            const setting = workloads[part];
            return !read.includes(part) && setting !== undefined && !isAbsent(setting);
        });
        return silent.length === 0
            ? []
            : [
                  `${key}: Prometheus reads nothing of ${silent.join(", ")}, and alerts and panels about their own metrics are left out; systems.${key}.scraped names who has a /metrics`,
              ];
    });
}

function unfed({ systems: { akosha } }: Environment): readonly string[] {
    const { ingestion, scraped, workloads } = akosha;
    const isRead = akosha.enabled && !isAbsent(workloads.ingestion) && scraped.includes("ingestion");
    const scales = isRead && ingestion.min < ingestion.max;
    return scales
        ? [
              "akosha: ingestion scales by cpu and memory alone; no code exports akosha_ingestion_queue_size yet, so its queue trigger has no numbers",
          ]
        : [];
}

function unmeasured({ systems: { memstack }, domain, monitoring }: Environment): readonly string[] {
    if (!memstack.enabled || (domain !== undefined && monitoring.cloudWatch)) return [];
    const why = domain === undefined ? "there is no domain" : "monitoring.cloudWatch is off";
    return [
        `memstack: HighErrorRate and HighLatency are missing; they need the load balancer's figures, and ${why}; APINotReady and the probes from inside remain`,
    ];
}
