/** One system of a stack file on a cluster that has everything, without the account beside it: fast, and its objects alone in the graph. */
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { awsProvider } from "../../../components/aws/provider";
import type { StoredSecret, SystemStores } from "../../../components/handles";
import { scopeOf } from "../../../components/scope";
import type { SystemContext } from "../../../components/systems/context";
import { deploySystems } from "../../../components/systems/deploy";
import { Images, imageSettingsOf } from "../../../components/systems/images";
import type { Environment } from "../../../config/environment";
import { PriorityClasses, type Site } from "../../../components/workload";
import type { Graph } from "../../../plan/graph";
import { record } from "../../../plan/record";
import { stackFrom } from "../../support/recordings";
import { prometheus, siteOf } from "../workload/fixture";

export const COLD_BUCKET = "mindcloud-dev-cold";
export const DUMPS_BUCKET = "mindcloud-dev-dumps";
export const REDIS_HOST = "master.cache.x1.use1.cache.amazonaws.com";

/** Records the enabled systems of a stack file; `change` adjusts the environment, as another stack file would. */
export async function systemsOf(
    file: string,
    { site: siteChanges = {}, change = (environment) => environment }: Variation = {},
): Promise<Graph> {
    const environment = change(stackFrom(file).environment);
    const { project, stack } = environment;
    const program = () => {
        const scope = scopeOf(environment);
        const kubernetes = new Provider("kubernetes", { kubeconfig: "{}", clusterIdentifier: "mindcloud-dev" });
        const opts = { providers: { aws: awsProvider(scope, {}), kubernetes } };
        const { ready } = new PriorityClasses("priorities", opts);
        // Its namespace is not made here, as where others run it.
        const site = siteOf({ scope, ready, prometheus: { ...prometheus, present: true }, ...siteChanges });
        deploySystems(environment, contextOf(environment, site, opts));
    };
    return (await record(program, { project, stack, mode: "update" })).graph;
}

export interface Variation {
    readonly site?: Partial<Site>;
    readonly change?: (environment: Environment) => Environment;
}

const stored = (name: string): StoredSecret => ({
    secretName: pulumi.output(`mindcloud/dev/${name}`),
    arn: pulumi.output(`arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}`),
    versionId: pulumi.output("v1"),
});

const bucket = (bucketName: string) => ({
    bucketName: pulumi.output(bucketName),
    arn: pulumi.output(`arn:aws:s3:::${bucketName}`),
    key: { arn: pulumi.output("arn:aws:kms:us-east-1:000000000000:key/objects") },
});

function contextOf(environment: Environment, site: Site, opts: pulumi.ComponentResourceOptions): SystemContext {
    return {
        ...{ site, opts, stores: storesOf(environment), images: new Images(imageSettingsOf(environment)) },
        ...{ peopleSecret: stored, password: stored },
    };
}

function storesOf({ needs, existing }: Environment): SystemStores {
    return {
        redis: (use) => ({
            ...{ use, host: pulumi.output(REDIS_HOST), port: 6379 },
            users: Object.fromEntries(needs.redis[use].map((user) => [user, stored(`redis/${user}`)])),
        }),
        cold: () => bucket(COLD_BUCKET),
        dumps: () => bucket(DUMPS_BUCKET),
        neo4j: (user) => ({ credential: stored(`neo4j/${user}`), existing: existing.neo4j?.[user] }),
        postgres: () => missing("postgres"),
        files: () => missing("shared files"),
    };
}

function missing(what: string): never {
    throw new Error(`no test of a system needs ${what} yet: add it here`);
}
