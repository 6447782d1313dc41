import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type { Release } from "@pulumi/kubernetes/helm/v3/release";
import * as pulumi from "@pulumi/pulumi";
import { CHARTS } from "../../config/versions";
import type { Statement } from "../aws/iam";
import { PodIdentity } from "../aws/pod-identity";
import type { NamespaceHandle, Site } from "../workload/site";
import { resourceRequirements, type Resources } from "../workload/resources";
import { aws } from "../workload/traffic";
import { chartRelease } from "./chart";
import { chartHome } from "./chart-home";
import {
    chartBudget,
    chartSpread,
    controllerReplicas,
    CRITICAL,
    footprintOf,
    SYSTEM_NODES,
    type ChartPods,
} from "./chart-pods";

const CHART = CHARTS.externalSecrets;
const NAME = CHART.chart;
export const SECRET_STORE = "secrets-manager";

/** It keeps what it watches in memory: our Secrets and their sources, some hundreds of kilobytes. An estimate, not a measurement. */
const RESOURCES: Resources = {
    requests: { cpu: "25m", memory: "96Mi", scratch: "64Mi" },
    limits: { cpu: "250m", memory: "256Mi", scratch: "256Mi" },
};

export interface ExternalSecretsArgs {
    readonly site: Site;
    /** What it may read (components/cluster/secret-permissions). */
    readonly statements: readonly [pulumi.Input<Statement>, ...pulumi.Input<Statement>[]];
}

/** Copies secrets from Secrets Manager into the cluster, and the store by which ExternalSecrets ask for it. */
export class ExternalSecrets extends pulumi.ComponentResource {
    readonly secretStore: NonNullable<Site["secretStore"]>;

    constructor(name: string, args: ExternalSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
        const pods = podsOf(args.site);
        super("mindcloud:cluster:ExternalSecrets", name, { footprint: footprintOf(NAME, CHART, [pods]) }, opts);

        const kinds = this.createKinds(name);
        const home = this.createHome(name, args);
        const identity = this.createIdentity(name, args);
        const release = chartRelease(name, {
            ...{ parent: this, chart: CHART, namespace: home, values: valuesOf(args.site, pods) },
            after: [kinds, identity, ...(args.site.prometheus?.ready ?? [])],
        });
        this.secretStore = { name: SECRET_STORE, ready: [release, this.createStore(name, args, home, release)] };
        this.registerOutputs({ secretStore: SECRET_STORE });
    }

    /**
     * The kinds alone, as a release of the same chart. They outlive whatever happens to the controller's release: with its kinds every
     * ExternalSecret would go, and with those the Secrets that pods read. Without pods it needs no namespace of its own.
     */
    private createKinds(name: string): Release {
        return chartRelease(`${name}-kinds`, {
            ...{ parent: this, chart: CHART, releaseName: `${NAME}-kinds`, values: KINDS_ONLY },
            namespace: { namespaceName: "kube-system", ready: [] },
        });
    }

    private createHome(name: string, { site, statements }: ExternalSecretsArgs): NamespaceHandle {
        return chartHome(name, {
            ...{ parent: this, site, metadataName: NAME, ports: { metrics: 8080 } },
            admits: [{ from: "prometheus", ports: ["metrics"] }],
            reaches: [{ to: "kubernetesApi" }, aws("secretsmanager", ...statements)],
        });
    }

    private createIdentity(name: string, { site, statements }: ExternalSecretsArgs): PodIdentity {
        const { scope, cluster } = site;
        return new PodIdentity(
            `${name}-identity`,
            { scope, called: "services-secrets-identity", cluster, namespace: NAME, serviceAccount: NAME, statements },
            { parent: this },
        );
    }

    /** No `auth`: the controller's own identity reads, and no credential is in the cluster. */
    private createStore(
        name: string,
        { site }: ExternalSecretsArgs,
        home: NamespaceHandle,
        release: Release,
    ): CustomResource {
        return new CustomResource(
            `${name}-store`,
            {
                apiVersion: "external-secrets.io/v1",
                kind: "ClusterSecretStore",
                metadata: {
                    name: SECRET_STORE,
                    labels: { "app.kubernetes.io/managed-by": "mindcloud" },
                    annotations: { "pulumi.com/waitFor": "condition=Ready" },
                },
                spec: {
                    provider: { aws: { service: "SecretsManager", region: site.scope.region } },
                    // Namespaces of ours only: whoever may make a namespace by hand cannot read secrets with it.
                    conditions: [
                        { namespaceSelector: { matchLabels: { "app.kubernetes.io/managed-by": "mindcloud" } } },
                    ],
                },
            },
            { parent: this, dependsOn: [...home.ready, release] },
        );
    }
}

const podsOf = ({ scope }: Site): ChartPods & { readonly replicas: number } => ({
    ...{ name: NAME, replicas: controllerReplicas(scope), resources: RESOURCES },
});

/** What else the chart makes is turned off; SecretStore it makes whatever `crds.createSecretStore` says, and nobody uses it. It keeps its kinds in templates, so that Helm upgrades them with this release. */
const KINDS_ONLY = {
    installCRDs: true,
    crds: {
        createClusterExternalSecret: false,
        createPushSecret: false,
        createClusterPushSecret: false,
        createClusterGenerator: false,
    },
    createOperator: false,
    webhook: { create: false },
    certController: { create: false },
    serviceAccount: { create: false },
    rbac: { create: false },
};

/**
 * No webhook and no certificate controller: SyncedSecret is the only author of these objects, the API server checks them against their
 * schema, and a webhook that is down would block every change and every delete. Kinds that nobody uses are neither watched nor allowed.
 */
function valuesOf({ prometheus }: Site, { replicas, resources }: ReturnType<typeof podsOf>) {
    const unused = {
        processSecretStore: false,
        processClusterExternalSecret: false,
        processPushSecret: false,
        processClusterPushSecret: false,
        processClusterGenerator: false,
    };
    const budget = chartBudget(replicas);
    return {
        ...unused,
        fullnameOverride: NAME,
        installCRDs: false,
        replicaCount: replicas,
        leaderElect: replicas > 1,
        resources: resourceRequirements(resources),
        priorityClassName: CRITICAL,
        nodeSelector: SYSTEM_NODES,
        topologySpreadConstraints: chartSpread({ "app.kubernetes.io/name": NAME }, replicas),
        podDisruptionBudget: budget === undefined ? { enabled: false } : { enabled: true, minAvailable: 1 },
        // Only tokens of service accounts that a store names; ours names none.
        rbac: { serviceAccountTokenCreate: false },
        webhook: { create: false },
        certController: { create: false },
        livenessProbe: { enabled: true },
        readinessProbe: { enabled: true },
        serviceMonitor: { enabled: prometheus !== undefined, renderMode: "alwaysRender" },
    };
}
