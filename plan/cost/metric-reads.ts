import { HOURS, PRICES } from "../../config/prices";
import { mapIn } from "../capacity/requests";
import type { Graph } from "../graph";
import type { OwnerOf } from "../owners";
import { both, type Line } from "./line";

const CHART = "prometheus-yet-another-cloudwatch-exporter";

/** One set of metrics that the exporter asks for: its own configuration, as its chart gets it. */
interface Job {
    readonly type: string;
    readonly dimensionNameRequirements: readonly string[];
    readonly metrics: readonly { readonly statistics: readonly string[] }[];
}

/** What CloudWatch charges the exporter: each metric of each resource, every time that it asks. */
export function metricReadLines(graph: Graph, ownerOf: OwnerOf): readonly Line[] {
    return graph
        .ofType("kubernetes:helm.sh/v3:Release")
        .filter(({ inputs }) => inputs.chart === CHART)
        .map((release) => {
            const { config, extraArgs } = mapIn(release.inputs.values);
            const seconds = Number(mapIn(extraArgs)["scraping-interval"]);
            const { discovery } = JSON.parse(String(config)) as { discovery: { jobs: readonly Job[] } };
            const metrics = discovery.jobs.reduce((sum, job) => sum + read(job) * resourcesOf(job, graph), 0);
            const reads = (metrics * HOURS * 3600) / seconds;
            return {
                category: "monitoring" as const,
                owner: ownerOf(release),
                item: `reads of ${String(metrics)} CloudWatch metrics`,
                ...both((reads / 1000) * PRICES.metricReads.usd),
            };
        });
}

const read = ({ metrics }: Job): number => metrics.reduce((sum, { statistics }) => sum + statistics.length, 0);

function resourcesOf({ type, dimensionNameRequirements }: Job, graph: Graph): number {
    switch (type) {
        case "AWS/ApplicationELB":
            // One load balancer, with a target group for each name behind it.
            return dimensionNameRequirements.includes("TargetGroup")
                ? graph.ofType("kubernetes:networking.k8s.io/v1:Ingress").length
                : 1;
        case "AWS/ElastiCache":
            return graph
                .ofType("aws:elasticache/replicationGroup:ReplicationGroup")
                .reduce((sum, { inputs }) => sum + Number(inputs.numCacheClusters ?? 1), 0);
        case "AWS/RDS":
            return graph.ofType("aws:rds/instance:Instance").length;
        case "AWS/S3":
            return graph.ofType("aws:s3/bucket:Bucket").length;
        default:
            throw new Error(`nobody counts the resources of ${type}`);
    }
}
