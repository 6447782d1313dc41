/** The whole architecture on one page. Order here is reading order; real order is in what each part is handed. */
import type * as pulumi from "@pulumi/pulumi";
import { AddonsAfterNodes, AddonsBeforeNodes } from "./components/aws/addons";
import { AlarmNotifications } from "./components/aws/alarm-topic";
import { VolumeBackups } from "./components/aws/backups";
import { MonthlyBudget } from "./components/aws/budget";
import { DomainCertificate } from "./components/aws/certificate";
import { Cluster } from "./components/aws/cluster";
import { ClusterAccess } from "./components/aws/cluster-access";
import { ClusterSecurityGroups } from "./components/aws/cluster-security";
import { DataStores, needsStores } from "./components/aws/data-stores";
import { existingNetwork } from "./components/aws/existing-network";
import { keyDomains } from "./components/aws/key-domains";
import { existingKeyRing, Keys } from "./components/aws/keys";
import { VpcNetwork } from "./components/aws/network";
import { NodeGroups } from "./components/aws/node-groups";
import { awsProvider } from "./components/aws/provider";
import { PeopleSecretsStore } from "./components/aws/secrets";
import type { AlarmTopic, ClusterSecurity, KeyRing, Network } from "./components/handles";
import { physicalName } from "./components/names";
import { scopeOf, type Scope } from "./components/scope";
import type { Environment, PeopleSecrets } from "./config/environment";

/** What a person or a pipeline needs after a deployment. */
export type Outputs = Readonly<Record<string, pulumi.Input<unknown>>>;

/** What every part of the program is handed. */
interface Context {
    readonly environment: Environment;
    readonly scope: Scope;
    readonly clusterName: string;
    readonly keys: KeyRing;
    readonly opts: pulumi.ComponentResourceOptions;
}

export function deploy(environment: Environment, secrets: PeopleSecrets): Outputs {
    const scope = scopeOf(environment);
    const opts = { providers: [awsProvider(scope, environment.tags)] };
    const context: Context = {
        environment,
        scope,
        clusterName: physicalName(scope, "cluster", "cluster"),
        keys: keyRing(environment, secrets, scope, opts),
        opts,
    };

    const network = networkOf(context);
    const security = new ClusterSecurityGroups("security", { scope, network, ...environment.deployment }, opts);
    const alarms = new AlarmNotifications("alarms", { scope, key: context.keys.of("alarms"), ...environment.alerts }, opts);

    // Beside the cluster, never behind it: a database takes longer than a control plane.
    const stores = needsStores(environment) ? new DataStores("stores", { ...context, network, security, alarms }, opts) : undefined;
    storePeopleSecrets(context, secrets);
    const cluster = clusterWithNodes(context, network, security);

    backUpVolumes(context, stores, alarms);
    const certificate = certificateOf(context);
    new MonthlyBudget("budget", { scope, ...environment.budget, ...environment.alerts, topic: alarms }, opts);

    return present({
        clusterName: cluster.clusterName,
        kubeconfig: cluster.kubeconfig,
        kubeconfigCommand: `aws eks update-kubeconfig --name ${cluster.clusterName} --region ${environment.region}`,
        vpcId: network.vpcId,
        coldBucketName: stores?.cold?.bucketName,
        redisHosts: { cache: stores?.redis.cache?.host, queue: stores?.redis.queue?.host },
        postgresHost: stores?.postgres?.host,
        certificateArn: certificate?.certificateArn,
        alarmTopicArn: alarms.topicArn,
    });
}

/** Pulumi warns of an output that has no value, on every run. */
function present(outputs: Readonly<Record<string, unknown>>): Outputs {
    return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
}

function keyRing(environment: Environment, secrets: PeopleSecrets, scope: Scope, opts: pulumi.ComponentResourceOptions): KeyRing {
    const { kmsKeyArn } = environment.existing;
    return kmsKeyArn === undefined ? new Keys("keys", { scope, domains: keyDomains(environment, secrets) }, opts) : existingKeyRing(kmsKeyArn);
}

function networkOf({ environment, scope, clusterName, keys, opts }: Context): Network {
    const { existing, network, zoneNames } = environment;
    if (existing.vpc !== undefined) return existingNetwork(existing.vpc, zoneNames);
    return new VpcNetwork("network", { scope, ...network, zoneNames, clusterName, logsKey: keys.of("logs") }, opts);
}

function storePeopleSecrets({ environment, scope, keys, opts }: Context, secrets: PeopleSecrets): void {
    const needed = environment.needs.peopleSecrets.filter((path) => secrets[path]?.kind === "given");
    if (needed.length > 0) new PeopleSecretsStore("secrets", { scope, key: keys.of("secrets"), needed, secrets }, opts);
}

/** Control plane, then what nodes need to become ready, nodes, what needs nodes; the Kubernetes provider comes last. */
function clusterWithNodes({ environment, scope, clusterName, keys, opts }: Context, network: Network, security: ClusterSecurity): ClusterAccess {
    const { needs, tags, region } = environment;
    const { kubernetes, endpoint, dnsRewrites, ...settings } = environment.cluster;
    const volumesKey = keys.of("volumes");

    const cluster = new Cluster(
        "cluster",
        { scope, clusterName, kubernetes, ...settings, ...endpoint, network, security, key: keys.of("cluster"), logsKey: keys.of("logs") },
        opts,
    );
    const before = new AddonsBeforeNodes("network-addons", { scope, cluster, kubernetes, tags }, opts);
    const nodes = new NodeGroups(
        "nodes",
        { scope, cluster, clusterKubernetes: kubernetes, groups: environment.nodeGroups, needs, network, security, volumesKey, tags, addons: before.ready },
        opts,
    );
    const rewrites = { ...needs.dnsRewrites, ...dnsRewrites };
    const after = new AddonsAfterNodes(
        "addons",
        { scope, cluster, kubernetes, tags, dnsRewrites: rewrites, needs, volumesKey, before: before.ready, nodes: nodes.ready },
        opts,
    );
    return new ClusterAccess("access", { region, cluster, ready: [...nodes.ready, ...before.ready, ...after.ready] }, opts);
}

function backUpVolumes({ environment, scope, keys, opts }: Context, stores: DataStores | undefined, alarms: AlarmTopic): void {
    const { backups, needs } = environment;
    if (!backups.enabled || !(needs.zonalVolumes || needs.sharedFiles.length > 0)) return;
    new VolumeBackups("backups", { scope, ...backups, volumes: needs.zonalVolumes, key: keys.of("backups"), fileSystemArn: stores?.files?.arn, alarms }, opts);
}

/** Only listeners wait for it: a zone that is not delegated yet must not hold up the rest. */
function certificateOf({ environment, scope, opts }: Context): DomainCertificate | undefined {
    const { domain, needs } = environment;
    return domain !== undefined && needs.ingress ? new DomainCertificate("certificate", { scope, ...domain }, opts) : undefined;
}
