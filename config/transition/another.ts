/** Keys that no step changes under what runs: what they say is another environment. */
import { ANEW, ELSE, problem, up, valueAt, type Rule, type Transition } from "./transition";

interface Row {
    readonly key: string;
    readonly because: string;
    readonly source: string;
    /** Only where this holds, whatever the key says. Default always. */
    readonly when?: (transition: Transition) => boolean;
}

const ownNetwork = ({ from, to }: Transition): boolean => (from.existing.vpc ?? to.existing.vpc) === undefined;
const ownCluster = ({ from, to }: Transition): boolean => (from.existing.cluster ?? to.existing.cluster) === undefined;

const ROWS: readonly Row[] = [
    {
        key: "account",
        because: "is another account, in which nothing of this environment exists",
        source: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts.html",
    },
    {
        key: "region",
        because: "is another region, in which nothing of this environment exists",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-regions-availability-zones.html",
    },
    {
        key: "project",
        because: "is part of every physical name, and so names another environment",
        source: "https://www.pulumi.com/docs/iac/concepts/projects/",
    },
    {
        key: "network.cidr",
        because:
            "is the block of a VPC, which never changes, and the cluster and the stores stay in the VPC they were made in",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
        when: ownNetwork,
    },
    {
        key: "existing.vpc.id",
        because: "is another VPC, and the cluster and the stores stay in the one they were made in",
        source: "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
    },
    {
        key: "existing.vpc.cidr",
        because: "is the block of another VPC",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
    },
    {
        key: "existing.cluster.name",
        because: "is another cluster: pods and volumes of the one before do not follow",
        source: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/",
    },
    {
        key: "existing.kmsKeyArn",
        because: "is the key by which databases, volumes and the cluster's secrets are encrypted, for good",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
    },
    {
        key: "cluster.serviceCidr",
        because: "is fixed when a cluster is made",
        source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html",
        when: ownCluster,
    },
];

export const anotherEnvironment: readonly Rule[] = ROWS.map(({ key, because, source, when = () => true }) => ({
    id: `another.${key}`,
    source,
    find: (transition) => {
        const values = [valueAt(transition.from, key), valueAt(transition.to, key)] as const;
        if (JSON.stringify(values[0]) === JSON.stringify(values[1]) || !when(transition)) return [];
        return [problem(key, values, because, ANEW)];
    },
}));

const controlPlaneZones: Rule = {
    id: "stays.cluster.controlPlaneZones",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
    find: (transition) => {
        const key = "cluster.controlPlaneZones";
        const [from, to] = [valueAt(transition.from, key), valueAt(transition.to, key)];
        if (typeof from !== "number" || typeof to !== "number" || !ownCluster(transition) || to === from) return [];
        const because = "is what a control plane is made with, for good";
        return [problem(key, [from, to], because, [up("wanted", { [key]: from }, ELSE)])];
    },
};

/** By number where some of them are left, by name where others take their place: a subnet's block is its zone's place in the list. */
const zones: Rule = {
    id: "stays.network.zones",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    find: (transition) => {
        const { from, to } = transition;
        if (!ownNetwork(transition)) return [];
        const [before, after] = [from.zoneNames, to.zoneNames];
        if (before.every((zone, index) => zone === after[index])) return [];
        const named = [...before, ...after.filter((zone) => !before.includes(zone))].slice(
            0,
            Math.max(before.length, after.length),
        );
        const names = to.network.zoneNames === undefined ? {} : { "network.zoneNames": named };
        if (after.length < before.length) {
            const step = up("wanted", { "network.zones": before.length, ...names }, ELSE);
            return [problem("network.zones", [before.length, after.length], LEAVES, [step])];
        }
        const because = before.every((zone) => after.includes(zone))
            ? "moves a zone to another place in the list, and with it the block of its subnets, in which nodes and stores stand"
            : LEAVES;
        const step = up("wanted", { "network.zoneNames": named }, ELSE);
        return [problem("network.zoneNames", [before, after], because, [step])];
    },
};

const LEAVES = "leaves a zone, in which nodes, standbys and volumes stand";

export const stays: readonly Rule[] = [zones, controlPlaneZones];
