import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import type {
    Bucket,
    ClusterSecurity,
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
import { Keda } from "./keda";
import { AdmissionLaws } from "./laws";
import { LoadBalancerController } from "./load-balancer-controller";
import { MonitorKinds } from "./monitor-kinds";
import { needsSecrets, secretStatements } from "./secret-permissions";
import { IMAGE_RULE, siteOf } from "./site";
import { StorageClasses } from "./storage-classes";

export interface ClusterServicesArgs {
    readonly environment: Environment;
    readonly scope: Scope;
    readonly network: Network;
    readonly security: ClusterSecurity;
    readonly cluster: KubernetesCluster;
    readonly keys: KeyRing;
    readonly stores: SystemStores;
    readonly peopleSecret: PeopleSecretHandles;
    /** Both where the environment has a domain and a system that is reached by it. */
    readonly certificate?: { readonly certificateArn: pulumi.Output<string> } | undefined;
    readonly loadBalancerLogs?: Bucket | undefined;
}

/** What every cluster runs so that systems can run on it; what no enabled system needs is left out (law 11). Made once for a cluster. */
export class ClusterServices extends pulumi.ComponentResource {
    readonly site: Site;

    constructor(name: string, args: ClusterServicesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:cluster:ClusterServices", name, {}, opts);

        const base = this.createBase(name, args);
        const secrets = this.syncSecrets(name, args, base);
        const scaler = this.scaleByQueues(name, args, base);
        const balancer = this.balanceLoad(name, args, base);
        this.site = {
            ...base,
            // Readiness gates are put on a pod when it is created, or never.
            ready: [...base.ready, ...(balancer?.ready ?? [])],
            ...(secrets && { secretStore: secrets.secretStore }),
            ...(scaler && { eventScaling: scaler.eventScaling }),
            ...(balancer && { ingress: balancer.ingress }),
        };
        this.scaleNodes(name, args, base);

        this.registerOutputs({});
    }

    /** What has no pods. */
    private createBase(name: string, { environment, scope, network, cluster, keys }: ClusterServicesArgs): Site {
        const { needs } = environment;
        const priorities = new PriorityClasses(`${name}-priorities`, { parent: this });
        const storage = new StorageClasses(
            `${name}-storage`,
            { scope, key: keys.of("volumes"), needs },
            { parent: this },
        );
        const monitored = Object.keys(needs.systems).length > 0;
        const kinds = monitored ? new MonitorKinds(`${name}-monitor-kinds`, { parent: this }) : undefined;
        const laws = this.enactLaws(name, environment);
        return siteOf(environment, network, cluster, {
            ready: [...priorities.ready, ...storage.ready, ...laws.ready],
            storageClasses: storage.names,
            ...(kinds && { prometheus: kinds.prometheus }),
        });
    }

    /** Before the first namespace: what was there earlier would never be judged. */
    private enactLaws(name: string, { cluster: { access } }: Environment): AdmissionLaws {
        if (needsRoles(access)) new AccessRoles(`${name}-access`, { access }, { parent: this });
        const operators = Object.values(access).includes("operate");
        return new AdmissionLaws(`${name}-laws`, { images: IMAGE_RULE, operators }, { parent: this });
    }

    private syncSecrets(name: string, args: ClusterServicesArgs, site: Site): ExternalSecrets | undefined {
        const { needs } = args.environment;
        if (!needsSecrets(needs)) return undefined;
        return new ExternalSecrets(
            `${name}-secrets`,
            { site, statements: secretStatements({ ...args, needs }) },
            { parent: this },
        );
    }

    private scaleByQueues(name: string, { environment }: ClusterServicesArgs, site: Site): Keda | undefined {
        return environment.needs.queueScaling ? new Keda(`${name}-keda`, { site }, { parent: this }) : undefined;
    }

    private balanceLoad(name: string, args: ClusterServicesArgs, site: Site): LoadBalancerController | undefined {
        const { environment, network, security, certificate, loadBalancerLogs } = args;
        const { domain, needs, tags } = environment;
        if (domain === undefined || !needs.ingress || certificate === undefined || loadBalancerLogs === undefined)
            return undefined;
        return new LoadBalancerController(
            `${name}-load-balancer`,
            {
                ...{ site, network, domain, tags },
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
        if (!Object.values(nodeGroups).some(({ min, max }) => max > min)) return;
        new ClusterAutoscaler(`${name}-autoscaler`, { site }, { parent: this });
        if (scope.highlyAvailable && needs.pods.ceiling > needs.pods.floor)
            new Headroom(`${name}-headroom`, { site, zones: network.zoneNames.length }, { parent: this });
    }
}
