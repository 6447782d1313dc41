/** A small system with a Neo4j and one client, and how to look at what they become. */
import assert from "node:assert/strict";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { awsProvider } from "../../../components/aws/provider";
import { connectNeo4j, type Neo4jArgs, type Neo4jConnection } from "../../../components/blocks/neo4j";
import type { Bucket, Neo4jStore } from "../../../components/handles";
import * as w from "../../../components/workload";
import type { Graph, RecordedResource } from "../../../plan/graph";
import { at, graphOf, scope, siteOf, small, testImage } from "../workload/fixture";

/** INF-33: limit 2.0 CPU and 2GB, reservation 1.0 and 1GB. */
export const documented003 = {
    ...{ heap: w.mebibytes(768), pageCache: w.mebibytes(512), reserved: w.gibibytes(1) },
    cpu: { request: "1", limit: "2" },
} as const;
/** MEM-36 and MEM-37: heap 4G, page cache 1G. */
export const documented004 = {
    heap: w.gibibytes(4),
    pageCache: w.gibibytes(1),
    cpu: { request: "1", limit: "2" },
} as const;

export const dumps: Bucket = {
    ...{ bucketName: pulumi.output("dumps"), arn: pulumi.output("arn:aws:s3:::dumps") },
    key: { arn: pulumi.output("arn:aws:kms:eu-central-1:111122223333:key/objects") },
};
export const backups = { to: dumps, prefix: "graphs/neo4j", fileName: "myriad_backup" } as const;
export const own: Neo4jStore = {
    credential: { secretName: pulumi.output("neo4j/graphs"), arn: pulumi.output("arn:secret") },
};
export const brought: Neo4jStore = {
    ...own,
    existing: { host: "graph.example.com", port: 7687, scheme: "bolt+s", cidrs: ["10.60.0.0/24"] },
};

export type Variation = Partial<Omit<Neo4jArgs, "namespace" | "credential">> & { readonly store?: Neo4jStore };

export interface Recorded {
    readonly graph: Graph;
    readonly connection: Neo4jConnection;
}

/** A system whose one client connects to its Neo4j. */
export function declare(variation: Variation = {}): Neo4jConnection {
    const kubernetes = new Provider("kubernetes", { kubeconfig: "{}", clusterIdentifier: "mindcloud-dev" });
    const opts = { providers: { aws: awsProvider(scope, {}), kubernetes } };
    const site = siteOf();
    const namespace = new w.Namespace("graphs", { site, system: "graphs" }, opts);
    const args = { namespace, size: documented003, storage: w.gibibytes(20), backups, store: own };
    const connection = connectNeo4j(
        "graphs-neo4j",
        { ...args, admits: [w.from("client", "bolt")], ...variation },
        opts,
    );
    new w.Workload(
        "client",
        {
            ...{ namespace, image: testImage, resources: small, scaling: w.fixed(1), health: { command: ["true"] } },
            ...{ reaches: [connection.reach], after: connection.ready },
        },
        opts,
    );
    new w.NamespaceLimits("limits", { namespace }, opts);
    site.registry.verify();
    return connection;
}

export async function recorded(variation: Variation = {}): Promise<Recorded> {
    const made: Neo4jConnection[] = [];
    const graph = await graphOf(() => void made.push(declare(variation)));
    const [connection] = made;
    assert.ok(connection !== undefined);
    return { graph, connection };
}

export interface Container {
    readonly name: string;
    readonly image: string;
    readonly command?: readonly string[];
    readonly env?: readonly { readonly name: string; readonly value?: string }[];
    readonly resources: { readonly requests: Record<string, string>; readonly limits: Record<string, string> };
    readonly volumeMounts: readonly {
        readonly name: string;
        readonly mountPath: string;
        readonly readOnly?: boolean;
    }[];
    readonly securityContext: Record<string, unknown>;
}
export interface PodSpec {
    readonly containers: readonly [Container];
    readonly initContainers: readonly Container[];
    readonly volumes: readonly Readonly<Record<string, unknown>>[];
    readonly [more: string]: unknown;
}

export const podOf = (resource: RecordedResource): PodSpec =>
    at(
        resource,
        ...(resource.type.endsWith(":CronJob") ? ["spec", "jobTemplate"] : []),
        "spec",
        "template",
        "spec",
    ) as PodSpec;
export const environmentOf = ({ env = [] }: Container): Record<string, string | undefined> =>
    Object.fromEntries(env.map(({ name, value }) => [name, value]));
export const mountsOf = ({ volumeMounts }: Container): Record<string, string> =>
    Object.fromEntries(volumeMounts.map(({ mountPath, name }) => [mountPath, name]));
export const statementsOf = (graph: Graph): { Action: string | string[]; Resource: string }[] =>
    graph
        .ofType("aws:iam/rolePolicy:RolePolicy")
        .flatMap(({ inputs }) => (JSON.parse(String(inputs.policy)) as { Statement: [] }).Statement);
