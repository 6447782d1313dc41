/** Alertmanager: what kube-prometheus-stack is told of it, and what stands around its pods. */
import { dnsSuffixOf } from "../../config/zones";
import type * as pulumi from "@pulumi/pulumi";
import { DEAD_MANS_SWITCH, receiverSecret } from "../../config/monitoring-needs";
import type { MonitoringSettings } from "../../config/schema/monitoring";
import { CHART_IMAGES } from "../../config/versions";
import type { Statement } from "../aws/iam";
import { PodIdentity } from "../aws/pod-identity";
import { controllerReplicas, operatedBudget, SYSTEM_NODES, type ChartPods } from "../cluster/chart-pods";
import { CLAIM_RETENTION, claimTemplate } from "./claims";
import type { KmsKey, PeopleSecretHandles } from "../handles";
import type { Scope } from "../scope";
import type { NamespaceHandle, Site } from "../workload/site";
import { PRIORITIES } from "../workload/priority";
import { gibibytes } from "../workload/quantities";
import { besides, resourceRequirements, type Resources } from "../workload/resources";
import { SyncedSecret } from "../workload/synced-secret";
import { aws, internet, type Reach } from "../workload/traffic";
import {
    alertmanagerConfig,
    RECEIVER_SECRET,
    SMTP_PORT,
    SWITCH_KEY,
    TEMPLATES,
    usedReceivers,
} from "./alertmanager-config";
import { PodTraffic } from "./pod-traffic";
import { CONTROLLERS, RELOADER } from "./names";

const ACCOUNT = "alertmanager";

export interface AlertmanagerArgs {
    readonly site: Site;
    readonly settings: MonitoringSettings;
    /** The environment's topic, for receivers of kind sns that name none, and the key that encrypts it. */
    readonly topicArn: pulumi.Output<string>;
    readonly topicKey: KmsKey;
    readonly peopleSecret: PeopleSecretHandles;
}

/** Alerts that fire, silences and what was told: some megabytes. */
const RESOURCES: Resources = {
    requests: { cpu: "10m", memory: "48Mi", scratch: "32Mi" },
    limits: { cpu: "250m", memory: "192Mi", scratch: "64Mi" },
};
/** Silences and the log of what was told must outlive a pod, or everybody is told again. The smallest that EBS makes. */
const VOLUME = gibibytes(1);

export const alertmanagerPods = ({ scope }: Site): readonly ChartPods[] => [
    {
        name: CONTROLLERS.alertmanager,
        replicas: controllerReplicas(scope),
        resources: besides(RESOURCES, RELOADER),
        volume: VOLUME,
    },
];

/** chart: kube-prometheus-stack 88.5.3, values.yaml, `alertmanager`. */
export function alertmanagerValues({ site, settings, topicArn }: AlertmanagerArgs) {
    const { scope, storageClasses } = site;
    const replicas = controllerReplicas(scope);
    return {
        enabled: true,
        serviceAccount: { name: ACCOUNT },
        podDisruptionBudget: operatedBudget(replicas),
        config: alertmanagerConfig(settings, { region: scope.region, topicArn }),
        templateFiles: TEMPLATES,
        alertmanagerSpec: {
            image: CHART_IMAGES.alertmanager,
            replicas,
            externalUrl: settings.urls.alertmanager,
            // Nobody may route alerts with an object of their own: the operator would read its Secrets for them.
            alertmanagerConfigSelector: { matchLabels: { "mindcloud.dev/alertmanager": "none" } },
            ...(secretPaths(settings).length > 0 && { secrets: [RECEIVER_SECRET] }),
            podAntiAffinityTopologyKey: "topology.kubernetes.io/zone",
            resources: resourceRequirements(RESOURCES),
            priorityClassName: PRIORITIES.serving.className,
            nodeSelector: SYSTEM_NODES,
            storage: claimTemplate(storageClasses.general, VOLUME),
            persistentVolumeClaimRetentionPolicy: { whenDeleted: CLAIM_RETENTION[scope.data], whenScaled: "Delete" },
        },
    };
}

/** What must be there before its pods: the way out, the identity that publishes, and the Secret that they mount. */
export function aroundAlertmanager(
    name: string,
    parent: pulumi.Resource,
    home: NamespaceHandle,
    args: AlertmanagerArgs,
): readonly pulumi.Resource[] {
    const publishes = publishing(args);
    const around = { parent };
    const traffic = new PodTraffic(
        `${name}-traffic`,
        {
            ...{ home, controller: CONTROLLERS.alertmanager, labels: { "app.kubernetes.io/name": "alertmanager" } },
            reaches: reachesOf(args.settings, publishes),
        },
        around,
    );
    const { scope, cluster } = args.site;
    const identity =
        publishes.length === 0
            ? []
            : [
                  new PodIdentity(
                      `${name}-identity`,
                      {
                          ...{ scope, called: "metrics-alertmanager-identity", cluster },
                          ...{ namespace: home.namespaceName, serviceAccount: ACCOUNT },
                          statements: publishes,
                      },
                      around,
                  ),
              ];
    return [...traffic.ready, ...identity, ...receiverSecrets(name, parent, home, args)];
}

function reachesOf(settings: MonitoringSettings, publishes: readonly pulumi.Input<Statement>[]): readonly Reach[] {
    const kinds = new Set(usedReceivers(settings).map(([, { kind }]) => kind));
    const [first, ...rest] = publishes;
    return [
        ...(first === undefined ? [] : [aws("sns", first, ...rest)]),
        ...(kinds.has("slack") || kinds.has("pagerduty") || settings.deadMansSwitch ? [internet()] : []),
        ...(kinds.has("email") ? [internet(SMTP_PORT)] : []),
    ];
}

/** A topic of others may have a key of its own, whose policy must admit the role. */
function publishing({ site, settings, topicArn, topicKey }: AlertmanagerArgs): readonly pulumi.Input<Statement>[] {
    const receivers = usedReceivers(settings).map(([, receiver]) => receiver);
    const topics = receivers.flatMap((receiver) => (receiver.kind === "sns" ? [receiver.topicArn ?? topicArn] : []));
    if (topics.length === 0) return [];
    const publish: Statement = { Sid: "TellOfAlerts", Effect: "Allow", Action: "sns:Publish", Resource: topics };
    const encrypt: Statement = {
        Sid: "EncryptForTopic",
        Effect: "Allow",
        Action: ["kms:GenerateDataKey", "kms:Decrypt"],
        Resource: topicKey.arn,
        Condition: throughSns(site.scope),
    };
    return topics.includes(topicArn) ? [publish, encrypt] : [publish];
}

const throughSns = ({ region, partition }: Scope) => ({
    StringEquals: { "kms:ViaService": `sns.${region}.${dnsSuffixOf(partition)}` },
});

/** Key of the Secret -> path under mindcloud:secrets. */
function secretPaths(settings: MonitoringSettings): readonly (readonly [key: string, path: string])[] {
    return [
        ...usedReceivers(settings)
            .filter(([, { kind }]) => kind !== "sns")
            .map(([receiver]) => [receiver, receiverSecret(receiver)] as const),
        ...(settings.deadMansSwitch ? [[SWITCH_KEY, DEAD_MANS_SWITCH] as const] : []),
    ];
}

function receiverSecrets(
    name: string,
    parent: pulumi.Resource,
    home: NamespaceHandle,
    { settings, peopleSecret }: AlertmanagerArgs,
): readonly pulumi.Resource[] {
    const paths = secretPaths(settings);
    if (paths.length === 0) return [];
    const keys = Object.fromEntries(paths.map(([key, path]) => [key, { from: peopleSecret(path) }]));
    return new SyncedSecret(`${name}-receivers`, { namespace: home, metadataName: RECEIVER_SECRET, keys }, { parent })
        .ready;
}
