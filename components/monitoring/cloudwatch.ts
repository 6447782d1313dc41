import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import { CHARTS } from "../../config/versions";
import type { Statement } from "../aws/iam";
import { PodIdentity } from "../aws/pod-identity";
import { chartRelease } from "../cluster/chart";
import { chartHome } from "../cluster/chart-home";
import { footprintOf, RESTRICTED_CONTAINER, RESTRICTED_POD, SYSTEM_NODES } from "../cluster/chart-pods";
import { PRIORITIES } from "../workload/priority";
import { resourceRequirements, type Resources } from "../workload/resources";
import type { PrometheusSite, Site } from "../workload/site";
import { aws } from "../workload/traffic";
import { cloudWatchConfig, SCRAPE_SECONDS, type Service } from "./cloudwatch-config";
import { CONTROLLERS } from "./names";

const NAME = CONTROLLERS.cloudWatch;
const CHART = CHARTS.cloudWatchExporter;
const PORT = 5000;

/** Some hundred metrics and the answers of a few calls in memory. */
const RESOURCES: Resources = {
    requests: { cpu: "10m", memory: "48Mi", scratch: "32Mi" },
    limits: { cpu: "250m", memory: "192Mi", scratch: "64Mi" },
};

export interface CloudWatchExporterArgs {
    readonly site: Site & { readonly prometheus: PrometheusSite };
    readonly services: readonly [Service, ...Service[]];
}

/** What this environment has of each service, and who made it: what the user brought carries no tags of ours. */
export function watchedServices({ needs, existing, domain }: Environment): readonly Service[] {
    const ownRedis = (["cache", "queue"] as const).some(
        (use) => needs.redis[use].length > 0 && existing.redis?.[use] === undefined,
    );
    const watched: Readonly<Record<Service, boolean>> = {
        "AWS/ApplicationELB": domain !== undefined && needs.ingress,
        "AWS/ElastiCache": ownRedis,
        "AWS/RDS": needs.postgres.length > 0 && existing.postgres === undefined,
        "AWS/S3": (needs.coldData && existing.coldBucket === undefined) || needs.backupArchive,
    };
    return (Object.keys(watched) as Service[]).filter((service) => watched[service]);
}

/** CloudWatch's metrics in Prometheus, for alerts and pages beside what the cluster itself tells. */
export class CloudWatchExporter extends pulumi.ComponentResource {
    constructor(name: string, args: CloudWatchExporterArgs, opts?: pulumi.ComponentResourceOptions) {
        const { site, services } = args;
        // One: a second would read, and pay for, everything twice.
        const pods = [{ name: NAME, replicas: 1, resources: RESOURCES }];
        const footprint = footprintOf(NAME, CHART, pods);
        super("mindcloud:monitoring:CloudWatchExporter", name, { footprint }, opts);

        const home = chartHome(name, {
            ...{ parent: this, site, metadataName: NAME, ports: { metrics: PORT } },
            admits: [{ from: "prometheus", ports: ["metrics"] }],
            // Before every job it asks STS whose account this is, which needs a way there and no permission.
            reaches: ["monitoring", "tagging", "sts"].map((service) => aws(service, ...STATEMENTS)),
        });
        const { scope, cluster } = site;
        const identity = new PodIdentity(
            `${name}-identity`,
            {
                scope,
                called: "cloudwatch-identity",
                cluster,
                namespace: NAME,
                serviceAccount: NAME,
                statements: STATEMENTS,
            },
            { parent: this },
        );
        chartRelease(name, {
            ...{ parent: this, chart: CHART, namespace: home, values: valuesOf(cloudWatchConfig(scope, services)) },
            after: [identity, ...site.prometheus.ready],
        });
        this.registerOutputs({});
    }
}

/** None of the three can be scoped to a resource (service authorization reference: CloudWatch, Resource Group Tagging API). */
const STATEMENTS: readonly [Statement] = [
    {
        Sid: "ReadMetrics",
        Effect: "Allow",
        Action: ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "tag:GetResources"],
        Resource: "*",
    },
];

/** chart: prometheus-yet-another-cloudwatch-exporter 0.47.0, values.yaml. */
function valuesOf(config: string) {
    return {
        fullnameOverride: NAME,
        serviceAccount: { name: NAME, automountServiceAccountToken: false },
        config,
        containerPort: PORT,
        service: { port: PORT },
        extraArgs: { "scraping-interval": SCRAPE_SECONDS },
        testConnection: false,
        podSecurityContext: RESTRICTED_POD,
        securityContext: RESTRICTED_CONTAINER,
        resources: resourceRequirements(RESOURCES),
        priorityClassName: PRIORITIES.serving.className,
        nodeSelector: SYSTEM_NODES,
        // What it has is five minutes old; asking more often would show the same again.
        serviceMonitor: { enabled: true, interval: "60s" },
    };
}
