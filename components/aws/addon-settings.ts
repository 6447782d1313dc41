/**
 * Configuration of the EKS add-ons: pure, and typed no further than the add-ons' own schemas are public. `aws eks describe-addon-configuration`
 * shows an add-on's schema; EKS refuses a key that it does not list, so keys are few here, and each names where it was seen.
 */
import type { AddonName } from "../../config/versions";
import { PURPOSE_LABEL } from "./node-labels";

export interface AddonSettingsArgs {
    readonly region: string;
    /** Names that CoreDNS answers with another name; absolute names without the last dot. */
    readonly dnsRewrites: Readonly<Record<string, string>>;
    /** Tags for volumes and network interfaces that add-ons make. */
    readonly tags: Readonly<Record<string, string>>;
}

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** Controllers belong to the system nodes, which are never spot and never run other people's code. */
const onSystemNodes = { nodeSelector: { [PURPOSE_LABEL]: "system" } };

/** What each add-on is told; an add-on that needs nothing said gets undefined and keeps AWS's defaults (two replicas of each controller). */
export function addonSettings(args: AddonSettingsArgs): Readonly<Record<AddonName, Json | undefined>> {
    return {
        "vpc-cni": vpcCni(args),
        "kube-proxy": undefined,
        "eks-pod-identity-agent": undefined,
        coredns: coreDns(args),
        // nodeSelector: controller.* of the driver's values.schema.json, of which the add-on's schema is made.
        "aws-ebs-csi-driver": ebsCsi(args),
        "aws-efs-csi-driver": { controller: onSystemNodes },
        // nodeSelector: since v8 (aws/containers-roadmap#2311).
        "snapshot-controller": onSystemNodes,
        // nodeSelector: chart value that the community add-on hands on (EKS user guide, "Community add-ons").
        "metrics-server": onSystemNodes,
        "eks-node-monitoring-agent": undefined,
    };
}

/**
 * `enableNetworkPolicy`, a string: NetworkPolicies are enforced (EKS user guide, "Limit Pod traffic with Kubernetes network policies").
 *
 * Prefix delegation: a node takes addresses in blocks of 16, so that even the smallest node runs 110 pods instead of 29 (m7g.large) - the
 * per-node agents alone are ten. One spare block a node, so up to 31 addresses a node lie idle. EKS reads this when it makes a node group and
 * sets the kubelet's maximum itself; that is one more reason why this add-on comes first (user guide, "Increase the available IP addresses").
 */
function vpcCni({ tags }: AddonSettingsArgs): Json {
    return {
        enableNetworkPolicy: "true",
        // Variables of the CNI (aws/amazon-vpc-cni-k8s README); all values are strings.
        env: { ADDITIONAL_ENI_TAGS: stableJson(tags), ENABLE_PREFIX_DELEGATION: "true", WARM_PREFIX_TARGET: "1" },
    };
}

/** The add-on's autoscaler adds one for every 16 nodes or 256 cores. */
export const COREDNS_REPLICAS = { least: 2, most: 10 } as const;

/** `autoScaling` and `corefile`: EKS user guide, "Scale CoreDNS Pods", and AWS's "Recent changes to the CoreDNS add-on" (budget built in). */
function coreDns({ dnsRewrites }: AddonSettingsArgs): Json {
    return {
        ...onSystemNodes,
        autoScaling: { enabled: true, maxReplicas: COREDNS_REPLICAS.most, minReplicas: COREDNS_REPLICAS.least },
        ...(Object.keys(dnsRewrites).length > 0 && { corefile: corefile(dnsRewrites) }),
    };
}

/**
 * `region`, because a controller behind a hop limit of 1 cannot ask the metadata service. The node pods find no metadata service either and
 * fall back to the Kubernetes API by themselves (kubernetes-sigs/aws-ebs-csi-driver/docs/install.md, "Metadata").
 */
function ebsCsi({ region, tags }: AddonSettingsArgs): Json {
    return { controller: { ...onSystemNodes, extraVolumeTags: tags, region } };
}

/**
 * The add-on takes a whole Corefile or none, so this is its own default with the rewrites added. `answer auto` turns the name in the answer
 * back: resolvers distrust an answer for a name that they did not ask for (CoreDNS, plugin rewrite, "Response Rewrites").
 */
export function corefile(dnsRewrites: Readonly<Record<string, string>>): string {
    const rewrites = Object.entries(dnsRewrites)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([from, to]) => asked(from, to).map((name) => `rewrite stop name exact ${name} ${to} answer auto`));
    const plugins = [
        "errors",
        "health {\n        lameduck 5s\n    }",
        "ready",
        ...rewrites,
        "kubernetes cluster.local in-addr.arpa ip6.arpa {\n        pods insecure\n        fallthrough in-addr.arpa ip6.arpa\n    }",
        "prometheus :9153",
        "forward . /etc/resolv.conf",
        "cache 30",
        "loop",
        "reload",
        "loadbalance",
    ];
    return `.:53 {\n${plugins.map((plugin) => `    ${plugin}\n`).join("")}}\n`;
}

/**
 * Names under which a pod asks for one. A name with fewer dots than `ndots` (5) goes through the search list first, the pod's own namespace
 * at its head, and comes as written only after four answers that there is no such name, one of them from outside the cluster. So for the
 * pods of the target's namespace, who are who asks, the first question is answered; for everybody else the last.
 */
function asked(from: string, to: string): string[] {
    const [, ...namespace] = to.split(".");
    const isLabel = !from.includes(".");
    return isLabel && to.endsWith(SERVICES) ? [`${from}.${namespace.join(".")}`, from] : [from];
}

const SERVICES = ".svc.cluster.local";

/** JSON with keys in alphabetical order: the same text whatever the order in which a stack file names things. */
export function stableJson(value: Json): string {
    return JSON.stringify(value, (_, inner: Json) =>
        typeof inner === "object" && !Array.isArray(inner)
            ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
            : inner,
    );
}
