import type { Environment } from "../config/environment";
import { ABSENT } from "../components/systems/settings";

/**
 * What would scale or alert and cannot, because nothing gives it numbers: a trigger that no code feeds, an alert without a load balancer.
 * They stay where they are named by a document, and the plan says so.
 */
export function silentSignals({ systems, domain, monitoring }: Environment): readonly string[] {
    const { akosha, memstack } = systems;
    const scales =
        akosha.enabled && akosha.workloads.ingestion.image !== ABSENT && akosha.ingestion.min < akosha.ingestion.max;
    const measured = domain !== undefined && monitoring.cloudWatch;
    return [
        ...(scales
            ? [
                  "akosha: ingestion scales by cpu and memory alone; no code exports akosha_ingestion_queue_size yet, so its queue trigger has no numbers",
              ]
            : []),
        ...(memstack.enabled && !measured
            ? [
                  `memstack: HighErrorRate and HighLatency are missing; they need the load balancer's figures, and ${domain === undefined ? "there is no domain" : "monitoring.cloudWatch is off"}; APINotReady and the probes from inside remain`,
              ]
            : []),
    ];
}
