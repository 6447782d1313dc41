/** Monitoring of an environment, as program.ts calls it; what asks the systems themselves comes after them (exporters.ts). */
import type * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import type { AlarmTopic, Bucket, KeyRing, PeopleSecretHandles, StoredSecret } from "../handles";
import type { Site } from "../workload";
import { CloudWatchExporter, watchedServices } from "./cloudwatch";
import { grafanaEndpoint } from "./grafana-endpoint";
import { Logs } from "./logs";
import { Metrics } from "./metrics";

export interface MonitoringArgs {
    readonly environment: Environment;
    readonly site: Site;
    readonly alarms: AlarmTopic;
    readonly keys: KeyRing;
    readonly peopleSecret: PeopleSecretHandles;
    readonly password: (account: string) => StoredSecret;
    /** For logs, where they are kept. */
    readonly logs: Bucket | undefined;
}

/** Only where something is read or scales by it. */
export function monitoringOf(args: MonitoringArgs, opts: pulumi.ComponentResourceOptions): void {
    const { environment, site, alarms, keys, logs } = args;
    const { prometheus } = site;
    if (prometheus === undefined || prometheus.present === true) return;
    const settings = environment.monitoring;
    const here = { ...site, prometheus };
    const { topicArn } = alarms;
    const metrics = new Metrics(
        "metrics",
        { ...args, site: here, settings, topicArn, topicKey: keys.of("alarms") },
        opts,
    );
    const { home } = metrics;
    grafanaEndpoint("grafana-endpoint", home, settings, opts);
    if (logs !== undefined)
        new Logs(
            "logs",
            {
                ...{ site: here, askedFrom: home.namespaceName, bucket: logs, days: settings.logs.days },
                systemNodes: leastSystemNodes(environment),
            },
            opts,
        );
    const [service, ...others] = settings.cloudWatch ? watchedServices(environment) : [];
    if (service !== undefined)
        new CloudWatchExporter("cloudwatch", { site: here, services: [service, ...others] }, opts);
}

/** What a cluster of others has is not known. */
const leastSystemNodes = ({ nodeGroups }: Environment): number =>
    Object.values(nodeGroups)
        .filter(({ purpose }) => purpose === "system")
        .reduce((sum, { min }) => sum + min, 0);
