/** The orchestrator with its agents: the only door of Myriad. */
import { PublicEndpoint } from "../../blocks/ingress";
import { RedisProxy } from "../../blocks/redis-proxy";
import { Configuration, loadBalancer, objects, seconds, Workload, type Resources } from "../../workload";
import { exportedBy } from "../../monitoring/catalogue";
import { doorOf } from "../door";
import { agents } from "./agents";
import { metrics } from "./metrics";
import { PORTS } from "./ports";
import { PRODUCTION, scaled, type Part } from "./part";
import { MYRIAD_ENDPOINT } from "./schema";
import type { Asked } from "./services";
import { tierVariables } from "./tiers";

/** MYR-16. */
const RESOURCES: Resources = {
    requests: { cpu: "500m", memory: "512Mi", scratch: "128Mi" },
    limits: { cpu: "2", memory: "2Gi", scratch: "512Mi" },
};
const NAME = "orchestrator";
/** MYR-27: s3.bucket. The bucket itself is the environment's, this its prefix. */
const PACKETS = "myriad-packets";
const REDIS_USER = "myriad";

/** What it asks over the network. */
export interface Behind {
    readonly graphdb?: Asked;
    readonly inputProcessor?: Asked;
    readonly outputProcessor?: Asked;
}

export function orchestrator(part: Part, behind: Behind): void {
    const { name, namespace, config, context, opts } = part;
    const run = context.images.run(config.workloads.orchestrator, {
        repository: "myriad/orchestrator",
        ports: { http: PORTS.orchestrator },
        metrics: { on: "http", catalogue: exportedBy(metrics, NAME), scraped: config.scraped.includes(NAME) },
    });
    const proxy = new RedisProxy(
        `${name}-redis-proxy`,
        { namespace, redis: context.stores.redis("cache"), mode: "redis", user: REDIS_USER },
        opts,
    );
    const workload = new Workload(
        `${name}-${NAME}`,
        {
            ...{ namespace, metadataName: NAME, component: "orchestrator", resources: RESOURCES },
            ...run,
            service: { name: "orchestrator-service" },
            scaling: scaled(config.orchestrator, "orchestrator-hpa"),
            // MYR-17 and MYR-18: both probes, to the second.
            health: {
                ...{ path: run.healthPath, on: "http", startWithin: seconds(60) },
                liveness: { delay: seconds(30), every: seconds(10) },
                readiness: { delay: seconds(5), every: seconds(5) },
            },
            environment: { ...environment(part, behind, proxy, run.ports.http), ...run.environment },
            environmentFrom: [tierConfiguration(part)],
            sidecars: { ...proxy.sidecars, ...agents(config, context) },
            volumes: proxy.volumes,
            admits: namespace.site.ingress === undefined ? [] : [loadBalancer("http")],
            reaches: [
                ...proxy.reaches,
                ...[behind.graphdb, behind.inputProcessor, behind.outputProcessor].flatMap((asked) =>
                    asked === undefined ? [] : [asked.reach],
                ),
                objects(context.stores.cold(), PACKETS, "readWrite"),
            ],
        },
        opts,
    );
    new PublicEndpoint(
        `${name}-endpoint`,
        {
            ...doorOf(MYRIAD_ENDPOINT, config.endpoint, context),
            ...{ namespace, to: workload, port: "http", healthPath: run.healthPath },
        },
        opts,
    );
}

/**
 * GRAPHDB_URL is the document's; the processors' addresses follow it. Redis in the words of StackExchange.Redis, which must be told of
 * Envoy; the packets' bucket in the words of the chart's values.
 */
function environment({ context }: Part, behind: Behind, proxy: RedisProxy, port: number) {
    const { region } = context.site.scope;
    return {
        ...PRODUCTION,
        // Its code names no address; images of .NET 8 and newer would listen on 8080 (docs/upstream.md, Myriad (.NET)).
        ASPNETCORE_HTTP_PORTS: String(port),
        ...(behind.graphdb && { GRAPHDB_URL: behind.graphdb.url }),
        ...(behind.inputProcessor && { INPUT_PROCESSOR_URL: behind.inputProcessor.url }),
        ...(behind.outputProcessor && { OUTPUT_PROCESSOR_URL: behind.outputProcessor.url }),
        ConnectionStrings__Redis: `${proxy.host}:${String(proxy.port)},proxy=Envoyproxy,abortConnect=false`,
        S3__Bucket: context.stores.cold().bucketName,
        S3__Prefix: `${PACKETS}/`,
        S3__Region: region,
        AWS_REGION: region,
    };
}

function tierConfiguration({ name, namespace, config, opts }: Part): Configuration {
    return new Configuration(
        `${name}-tiers`,
        { namespace, metadataName: "cognitive-tiers", values: tierVariables(config.tiers) },
        opts,
    );
}
