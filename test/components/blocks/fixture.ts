/** A site, its handles as the program makes them, and what tests of components/blocks look at. */
import * as pulumi from "@pulumi/pulumi";
import { Provider } from "@pulumi/kubernetes/provider";
import { awsProvider } from "../../../components/aws/provider";
import { generatedPassword, Secret } from "../../../components/aws/stored-secret";
import type { PostgresConnection, RedisConnection, StoredSecret } from "../../../components/handles";
import * as w from "../../../components/workload";
import type { Graph } from "../../../plan/graph";
import { graphOf, scope, siteOf } from "../workload/fixture";

export interface Surroundings {
    readonly site: w.Site;
    readonly namespace: w.Namespace;
    readonly redis: RedisConnection;
    readonly postgres: PostgresConnection;
    readonly opts: { readonly providers: { readonly aws: pulumi.ProviderResource; readonly kubernetes: Provider } };
}

/** Records what `program` makes in a namespace `app`, with stores whose credentials are real components. */
export function surrounded(
    program: (around: Surroundings) => void,
    { site: changes, mode }: { readonly site?: Partial<w.Site>; readonly mode?: "preview" | "update" } = {},
): Promise<Graph> {
    return graphOf(() => {
        const aws = awsProvider(scope, {});
        const kubernetes = new Provider("kubernetes", { kubeconfig: "{}", clusterIdentifier: "mindcloud-dev" });
        const opts = { providers: { aws, kubernetes } };
        const site = { ...siteOf(changes), ready: new w.PriorityClasses("priorities", opts).ready };
        const namespace = new w.Namespace("app", { site, system: "app" }, opts);
        program({ site, namespace, redis: redisOf(opts), postgres: postgresOf(opts), opts });
    }, mode);
}

function credential(name: string, value: object, opts: pulumi.ComponentResourceOptions): StoredSecret {
    class Owner extends pulumi.ComponentResource {
        readonly secret: Secret;
        constructor() {
            super("test:blocks:Owner", `${name}-owner`, {}, opts);
            const password = generatedPassword(`${name}-password`, { parent: this });
            const key = { arn: pulumi.output("arn:aws:kms:eu-central-1:111122223333:key/secrets") };
            const stored = pulumi.jsonStringify({ ...value, password });
            this.secret = new Secret(
                name,
                { scope, key, path: name, description: name, value: stored },
                { parent: this },
            );
            this.registerOutputs({});
        }
    }
    return new Owner().secret;
}

export const REDIS_HOST = "master.cache.x1.euc1.cache.amazonaws.com";
export const POSTGRES_HOST = "postgres.x1.eu-central-1.rds.amazonaws.com";

function redisOf(opts: pulumi.ComponentResourceOptions): RedisConnection {
    const users = { app: credential("redis-app", { username: "app" }, opts) };
    return { use: "cache", host: pulumi.output(REDIS_HOST), port: 6379, users };
}

function postgresOf(opts: pulumi.ComponentResourceOptions): PostgresConnection {
    const app = credential("postgres-app", { username: "app", database: "app" }, opts);
    const { secretName, arn, versionId } = app;
    return {
        ...{ host: pulumi.output(POSTGRES_HOST), port: 5432 },
        admin: { secretName: pulumi.output("rds!db-1"), arn: pulumi.output("arn:aws:secretsmanager:rds") },
        databases: { app: { secretName, arn, versionId, pool: { perPod: 10, documented: 15 } } },
    };
}
