/** The whole architecture on one page. Order here is reading order; real order is in what each part is handed. */
import type * as pulumi from "@pulumi/pulumi";
import { AlarmNotifications } from "./components/aws/alarm-topic";
import { MonthlyBudget } from "./components/aws/budget";
import * as parts from "./components/aws/parts";
import { ClusterServices } from "./components/cluster/cluster-services";
import { letRunByHand } from "./components/cluster/runs-by-hand";
import { monitoringOf } from "./components/monitoring/monitoring";
import { deploySystems } from "./components/systems/deploy";
import { Images, imageSettingsOf } from "./components/systems/images";
import type { Environment, PeopleSecrets } from "./config/environment";
import { hasBudgets } from "./config/regions";

/** What a person or a pipeline needs after a deployment. */
export type Outputs = Readonly<Record<string, pulumi.Input<unknown>>>;

export function deploy(environment: Environment, secrets: PeopleSecrets): Outputs {
    const foundation = parts.foundationOf(environment, secrets);
    const { scope, keys, opts } = foundation;
    const { alerts, budget, region } = environment;
    const { idle: _told, ...deployed } = environment;

    const network = parts.networkOf(foundation);
    const { security, start } = parts.clusterIn(foundation, network);
    const alarms = new AlarmNotifications("alarms", { scope, key: keys.of("alarms"), ...alerts }, opts);

    const stores = parts.storesOf(foundation, network, security, alarms);
    const peopleSecret = parts.peopleSecretsOf(foundation, secrets);
    const cluster = start();

    const certificate = parts.certificateOf(foundation);

    const inCluster = { providers: [...opts.providers, cluster.provider] };
    const forSystems = { stores: parts.storesForSystems(stores), peopleSecret };
    const { loadBalancerLogs } = stores ?? {};
    const services = new ClusterServices(
        "services",
        { ...foundation, network, security, cluster, ...forSystems, certificate, loadBalancerLogs },
        inCluster,
    );
    const password = parts.passwordsOf(foundation);
    const { site } = services;
    monitoringOf({ ...foundation, ...forSystems, site, alarms, password, logs: stores?.podLogs }, inCluster);

    const images = new Images(imageSettingsOf(environment));
    deploySystems(environment, { site, ...forSystems, password, images, opts: inCluster });
    letRunByHand(environment, site, inCluster);

    parts.backUpVolumes(foundation, stores, alarms);
    if (hasBudgets(environment.partition))
        new MonthlyBudget("budget", { scope, ...budget, ...alerts, topic: alarms }, opts);

    return present({
        clusterName: cluster.clusterName,
        kubeconfig: cluster.kubeconfig,
        kubeconfigCommand: `aws eks update-kubeconfig --name ${cluster.clusterName} --region ${region}`,
        vpcId: network.vpcId,
        coldBucketName: stores?.cold?.bucketName,
        redisHosts: stores && { cache: stores.redis.cache?.host, queue: stores.redis.queue?.host },
        postgresHost: stores?.postgres?.host,
        certificateArn: certificate?.certificateArn,
        alarmTopicArn: alarms.topicArn,
        // What the next change is held against (config/transition); secrets are no part of it, nor what is only told.
        environment: deployed,
    });
}

/** Pulumi warns of an output that has no value, on every run. */
function present(outputs: Readonly<Record<string, unknown>>): Outputs {
    return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
}
