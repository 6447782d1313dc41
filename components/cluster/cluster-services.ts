import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import type {
    Bucket,
    NodeSecurity,
    KeyRing,
    KubernetesCluster,
    Network,
    PeopleSecretHandles,
    SystemStores,
} from "../handles";
import type { Scope } from "../scope";
import { PriorityClasses, type Site } from "../workload";
import { AccessRoles, needsRoles } from "./access-roles";
import { ClusterAutoscaler } from "./cluster-autoscaler";
import { ExternalSecrets } from "./external-secrets";
import { Headroom } from "./headroom";
import type { Scheme } from "./ingress-class";
import { Keda } from "./keda";
import { AdmissionLaws } from "./laws";
import { LoadBalancerController } from "./load-balancer-controller";
import { MonitorKinds } from "./monitor-kinds";
import { isInstalled, presentIngress, presentPrometheus, presentSecretStore, presentStorageClasses } from "./present";
import { needsSecrets, secretStatements } from "./secret-permissions";
import { IMAGE_RULE, siteOf } from "./site";
import { StorageClasses } from "./storage-classes";

export interface ClusterServicesArgs {
    readonly environment: Environment;
    readonly scope: Scope;
    readonly network: Network;
    readonly security: NodeSecurity;
    readonly cluster: KubernetesCluster;
    readonly keys: KeyRing;
    readonly stores: SystemStores;
    readonly peopleSecret: PeopleSecretHandles;
    /** Both where the environment has a domain and a system that is reached by it. */
    readonly certificate?: { readonly certificateArn: pulumi.Output<string> } | undefined;
    readonly loadBalancerLogs?: Bucket | undefined;
}

type Storage = Pick<StorageClasses, "names" | "ready">;
type Balanced = Pick<Site, "ingress" | "internalIngress"> & Partial<Pick<Site, "ready">>;

/**
 * What every cluster runs so that systems can run on it; what no enabled system needs is left out (docs/design.md, rule 11). Made once
 * for a cluster.
 */
export class ClusterServices extends pulumi.ComponentResource {
    readonly site: Site;

    constructor(name: string, args: ClusterServicesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:cluster:ClusterServices", name, whatIsPresent(args.environment), opts);

        const storage = this.createStorage(name, args);
        const first = this.createBase(name, args, storage);
        const { secretStore } = this.syncSecrets(name, args, first);
        const base = { ...first, ...(secretStore && { secretStore }) };
        const { eventScaling } = this.scaleByQueues(name, args, base);
        const balancer = this.balanceLoad(name, args, base);
        this.site = {
            ...base,
            // Volumes are let go before their driver goes; what runs here itself has none. Readiness gates are put on a pod when it is created, or never.
            ready: [...base.ready, ...storage.ready, ...(balancer.ready ?? [])],
            ...(eventScaling && { eventScaling }),
            ...(balancer.ingress && { ingress: balancer.ingress }),
            ...(balancer.internalIngress && { internalIngress: balancer.internalIngress }),
        };
        this.scaleNodes(name, args, base);

        this.registerOutputs({});
    }

    private createStorage(name: string, { environment, scope, cluster, keys }: ClusterServicesArgs): Storage {
        const { needs } = environment;
        if (!isInstalled(environment, "storageClasses"))
            return { names: presentStorageClasses(environment), ready: [] };
        const snapshots = cluster.foreign !== true;
        const args = { scope, key: keys.of("volumes"), needs, drivers: cluster.storage, snapshots };
        return new StorageClasses(`${name}-storage`, args, { parent: this });
    }

    /** What has no pods. */
    private createBase(name: string, args: ClusterServicesArgs, storage: Storage): Site {
        const { environment } = args;
        const priorities = isInstalled(environment, "priorityClasses")
            ? new PriorityClasses(`${name}-priorities`, { parent: this }).ready
            : [];
        const prometheus = this.knowMonitoring(name, environment);
        const laws = this.enactLaws(name, environment);
        return siteOf(environment, args, {
            ready: [...priorities, ...laws],
            storageClasses: storage.names,
            ...(prometheus && { prometheus }),
        });
    }

    private knowMonitoring(name: string, environment: Environment): Site["prometheus"] {
        if (!isInstalled(environment, "monitoring")) return presentPrometheus(environment);
        if (Object.keys(environment.needs.systems).length === 0) return undefined;
        return new MonitorKinds(`${name}-monitor-kinds`, { parent: this }).prometheus;
    }

    /** Before the first namespace: what was there earlier would never be judged. */
    private enactLaws(name: string, environment: Environment): readonly pulumi.Resource[] {
        const { access } = environment.cluster;
        const operators = Object.values(access).includes("operate");
        const laws = isInstalled(environment, "admissionPolicies")
            ? new AdmissionLaws(`${name}-laws`, { images: IMAGE_RULE, operators }, { parent: this }).ready
            : undefined;
        if (needsRoles(access)) new AccessRoles(`${name}-access`, { access, laws }, { parent: this });
        return laws ?? [];
    }

    private syncSecrets(name: string, args: ClusterServicesArgs, site: Site): Pick<Site, "secretStore"> {
        const { environment } = args;
        const { needs, existing } = environment;
        const logins = Object.values(site.logins ?? {});
        if (!needsSecrets(environment)) return {};
        if (!isInstalled(environment, "externalSecrets")) return { secretStore: presentSecretStore(environment) };
        return new ExternalSecrets(
            `${name}-secrets`,
            {
                site,
                statements: secretStatements({ ...args, needs, logins, broughtKeys: existing.secretKeyArns ?? [] }),
            },
            { parent: this },
        );
    }

    private scaleByQueues(name: string, { environment }: ClusterServicesArgs, site: Site): Pick<Site, "eventScaling"> {
        if (!environment.needs.queueScaling) return {};
        if (!isInstalled(environment, "keda")) return { eventScaling: { ready: [] } };
        return new Keda(`${name}-keda`, { site }, { parent: this });
    }

    private balanceLoad(name: string, args: ClusterServicesArgs, site: Site): Balanced {
        const { environment, network, security, certificate, loadBalancerLogs } = args;
        const { domain, needs, tags } = environment;
        if (domain === undefined || !needs.ingress || certificate === undefined) return {};
        if (!isInstalled(environment, "loadBalancerController"))
            return { ingress: presentIngress(environment, certificate.certificateArn) };
        if (loadBalancerLogs === undefined) return {};
        return new LoadBalancerController(
            `${name}-load-balancer`,
            {
                ...{ site, network, domain, tags, schemes: schemesOf(environment) },
                nodeSecurityGroupId: security.nodeSecurityGroupId,
                certificateArn: certificate.certificateArn,
                logsBucket: loadBalancerLogs.bucketName,
            },
            { parent: this },
        );
    }

    /** Room is kept where the loss of a zone is prepared for, and only if something can grow into it. */
    private scaleNodes(name: string, { environment, scope, network }: ClusterServicesArgs, site: Site): void {
        const { nodeGroups, needs } = environment;
        if (!isInstalled(environment, "clusterAutoscaler")) return;
        if (!Object.values(nodeGroups).some(({ min, max }) => max > min)) return;
        new ClusterAutoscaler(`${name}-autoscaler`, { site }, { parent: this });
        if (scope.highlyAvailable && needs.pods.ceiling > needs.pods.floor)
            new Headroom(`${name}-headroom`, { site, zones: network.zoneNames.length }, { parent: this });
    }
}

/** Grafana's name is on the internet's, where its login gives it one. */
function schemesOf({ needs, monitoring }: Environment): readonly Scheme[] {
    const outside = Object.values(needs.systems).some(
        ({ ingress, internalIngress }) => ingress === true && internalIngress !== true,
    );
    return [
        ...(outside || monitoring.grafana.oidc !== undefined ? (["internet-facing"] as const) : []),
        ...(needs.internalIngress ? (["internal"] as const) : []),
    ];
}

/** Where all of it is there already nothing is made, and only this tells why. */
function whatIsPresent({ clusterServices }: Environment): pulumi.Inputs {
    const present = Object.entries(clusterServices).filter(([, how]) => how === "present");
    return present.length === 0 ? {} : { present: present.map(([service]) => service) };
}
