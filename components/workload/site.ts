/** Where workloads run: what is the same for every workload of a cluster, as plain data and handles. */
import type * as pulumi from "@pulumi/pulumi";
import type { Minor } from "../../config/versions";
import type { NamedCluster } from "../aws/pod-identity";
import type { ImageSources } from "../../config/images";
import type { Restore } from "../../config/restores";
import type { NodeWays, StoredSecret } from "../handles";
import type { Scope } from "../scope";
import type { ImageRule } from "./image";
import type { Labels } from "./labels";
import type { Registry } from "./registry";

/** A namespace as those see it who run in it. */
export interface NamespaceHandle {
    /** Plain: selectors, policies and identities are written from it. */
    readonly namespaceName: string;
    /** app.kubernetes.io/part-of of everything in it. */
    readonly system: string;
    readonly site: Site;
    /** The namespace and its default-deny: nothing runs before, nothing stays behind. */
    readonly ready: readonly pulumi.Resource[];
}

export interface Site {
    readonly scope: Scope;
    readonly cluster: NamedCluster;
    /** Kubernetes minor, for the version of Pod Security. */
    readonly kubernetes: Minor;
    readonly images: ImageRule;
    /** Registries that images are taken from. Absent: each by its own name. */
    readonly sources?: ImageSources;
    /** Credentials of registries, by host: JSON with `username` and `password`. */
    readonly logins?: Readonly<Record<string, StoredSecret>>;
    readonly network: SiteNetwork;
    /** Opens security groups for rows of the traffic table. Absent: the groups are others'. */
    readonly ways?: NodeWays;
    /** Everything that runs here, for the traffic table, quotas and name clashes. One for a cluster. */
    readonly registry: Registry<NamespaceHandle>;
    /** What must be there before the first pod: the provider's own waits, priority classes, admission policies. */
    readonly ready: readonly pulumi.Resource[];
    /** Names of StorageClasses, by what they are for. */
    readonly storageClasses: StorageClassNames;
    /** Volumes that come back from snapshots, oldest first. Default none. */
    readonly volumeRestores?: readonly VolumeRestore[];
    /** Absent: nothing scrapes, and `metrics` makes no monitors. */
    readonly prometheus?: PrometheusSite;
    /** KEDA. Absent: scaling by a queue is refused. */
    readonly eventScaling?: { readonly ready: readonly pulumi.Resource[] };
    /** A ClusterSecretStore of External Secrets. Absent: SyncedSecret is refused. */
    readonly secretStore?: { readonly name: string; readonly ready: readonly pulumi.Resource[] };
    /** Absent: the environment has no domain, and the systems are internal only. */
    readonly ingress?: IngressSite;
    /** The same with addresses in the private subnets, for what is published inside only. Where a system asks for it. */
    readonly internalIngress?: IngressSite;
}

/**
 * The one load balancer of an environment. What holds for all of it - scheme, group, TLS policy, address targets, access logs, protection
 * against deletion - is said once, in the IngressClassParams of the class, and cannot be said otherwise on an Ingress. An Ingress says its
 * class, hosts and paths, health checks, and the annotations `listen-ports` and `certificate-arn`: only listeners wait for a certificate.
 */
export interface IngressSite {
    /** `ingressClassName`. */
    readonly className: string;
    /** IngressGroup of a class of our own: every Ingress of it is rules of the same load balancer. For finding it; no annotation. */
    readonly groupName?: string;
    /** Domain below which host names live, and the public hosted zone of this account that holds it: absent, somebody else makes the records. */
    readonly domainName: string;
    readonly zoneId?: string | undefined;
    /** Certificate of the domain and of one level below it. */
    readonly certificateArn: pulumi.Output<string>;
    /** ServiceAccount of the controller, for what it must be allowed to read. */
    readonly controller: { readonly name: string; readonly namespace: string };
    /** Blocks where an internal load balancer has its addresses. Absent: it faces the internet. */
    readonly privateCidrs?: readonly string[];
    /** Where the access logs of a load balancer of our own go, below `load-balancer/`. */
    readonly logsBucket?: pulumi.Output<string>;
    /** Controller, class and webhook: an Ingress depends on them, so that the controller is there to take its load balancer down. */
    readonly ready: readonly pulumi.Resource[];
}

/** `stores.volumes.restoreFrom`. */
export interface VolumeRestore extends Restore {
    /** `<namespace>/<claim>`. */
    readonly claim: string;
    /** Of EBS: `snap-...`. */
    readonly snapshot: string;
}

export interface StorageClassNames {
    /** EBS gp3 with ext4: encrypted, expandable, bound where the first pod runs. The cluster's default. */
    readonly general: string;
    /** The same with xfs, for databases of large files. Made only where an enabled system has volumes. */
    readonly database: string;
    /** The same again, deleted with its claim whatever `data` says: for what goes with a pod (generic ephemeral volumes, copies of claims). */
    readonly disposable: string;
}

/** Blocks, all plain: policies are computed from them. */
export interface SiteNetwork {
    /** Of the VPC. */
    readonly cidr: string;
    /** Where the VPC has more than that one. */
    readonly cidrs?: readonly string[] | undefined;
    /** Where load balancers have their addresses. */
    readonly loadBalancerCidrs: readonly string[];
    /** Where the control plane and interface endpoints have theirs. */
    readonly privateCidrs: readonly string[];
    /** Where RDS and ElastiCache have theirs. */
    readonly dataCidrs: readonly string[];
    /** ClusterIPs; the first address is the Kubernetes API. */
    readonly serviceCidr: string;
    /** AWS services with an interface endpoint: they are reached inside the VPC, and nothing outside is opened for them. */
    readonly interfaceEndpoints: readonly string[];
    /** Where those are. Default the private subnets. */
    readonly endpointCidrs?: readonly string[] | undefined;
}

export interface PrometheusSite {
    readonly namespace: string;
    /** Labels of Prometheus' pods. */
    readonly podLabels: Labels;
    readonly port: number;
    /** Address inside the cluster: `http://prometheus-operated.monitoring.svc:9090`. */
    readonly url: string;
    /** The blackbox exporter, which asks workloads whether they answer. Absent: nobody asks. */
    readonly prober?: { readonly namespace: string; readonly workload: string };
    /** Others run it: none of it is installed here. */
    readonly present?: true;
    /** By which it chooses monitors and rules. Default it takes all. */
    readonly monitorLabels?: Labels | undefined;
    /** What brings the custom resources ServiceMonitor and PrometheusRule. */
    readonly ready: readonly pulumi.Resource[];
}
