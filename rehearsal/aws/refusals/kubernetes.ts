import { factsOf } from "../../cloud/store";
import { HOURS_OF_A_WEEK, memoryOf } from "../memory";
import { record, text, type Creation, type Refusal, type Rule, type Update } from "./refusal";

const CLUSTER = "aws:eks/cluster:Cluster";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const MAX_SKEW = 3; // kubernetes.io/releases/version-skew-policy: a kubelet may be three minors older
const ROLLBACK = "https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html";

const scalingBounds: Rule<Creation> = {
    id: "eks.scalingBounds",
    source: "eks CreateNodegroup, UpdateNodegroupConfig: NodegroupScalingConfig",
    codes: ["eks:InvalidParameterException"],
    refuses: ({ type, inputs }) => {
        if (type !== NODE_GROUP) return undefined;
        const scaling = record(inputs.scalingConfig);
        const [min, desired, max] = [Number(scaling.minSize), Number(scaling.desiredSize), Number(scaling.maxSize)];
        if (max < 1)
            return invalid(
                "scalingConfig.maxSize is 0: EKS wants 1 or more",
                "raise maxSize; to stop all nodes set minSize and desiredSize to 0",
            );
        if (min > max)
            return invalid(
                `scalingConfig.minSize ${String(min)} is above maxSize ${String(max)}`,
                "lower minSize or raise maxSize",
            );
        if (desired < min)
            return invalid(
                `scalingConfig.desiredSize ${String(desired)} is below minSize ${String(min)}`,
                "raise desiredSize first: with ignoreChanges on it, EKS still compares minSize with the present size",
            );
        if (desired > max)
            return invalid(
                `scalingConfig.desiredSize ${String(desired)} is above maxSize ${String(max)}`,
                "lower desiredSize or raise maxSize",
            );
        return undefined;
    },
};

/**
 * A rule of this project's, not of AWS: the provider sends all three sizes when one of them differs, and EKS would take a remembered desired
 * size and terminate the difference without asking a budget (hashicorp/terraform-provider-aws internal/service/eks/node_group.go,
 * resourceNodeGroupUpdate; docs/decisions/0003-node-group-sizes.md).
 */
const desiredSizeIsRead: Rule<Update> = {
    id: "eks.desiredSizeIsRead",
    source: "eks UpdateNodegroupConfig: NodegroupScalingConfig",
    codes: ["mindcloud:StaleDesiredSize"],
    refuses: ({ type, inputs, object }) => {
        if (type !== NODE_GROUP) return undefined;
        const [before, after] = [record(factsOf(object).scalingConfig), record(inputs.scalingConfig)];
        const same = ["minSize", "maxSize", "desiredSize"].every((size) => before[size] === after[size]);
        const [runs, asks] = [Number(before.desiredSize), Number(after.desiredSize)];
        if (same || asks >= runs) return undefined;
        return {
            code: "StaleDesiredSize",
            problem: `scalingConfig.desiredSize ${String(asks)} is what was remembered, and the autoscaler made it ${String(runs)}: EKS would terminate ${String(runs - asks)} nodes`,
            fix: "run up with --refresh, as Pulumi.yaml says (options.refresh: always)",
        };
    },
};

const oneMinorUp: Rule<Update> = {
    id: "eks.oneMinorUp",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html",
    codes: ["eks:InvalidParameterException"],
    refuses: ({ type, inputs, object }) => {
        const [from, to] = minorsOf(type, inputs, object);
        if (from === undefined || to === undefined || to <= from + 1) return undefined;
        return invalid(
            `version ${text(inputs.version)} skips a minor: the cluster runs 1.${String(from)}`,
            `set version to 1.${String(from + 1)}, run up, and go on from there`,
        );
    },
};

/** One step back, to where the last update in place came from, within seven days of it. */
const oneMinorBack: Rule<Update> = {
    id: "eks.oneMinorBack",
    source: `${ROLLBACK}; eks UpdateClusterVersion, rollbackConfig`,
    codes: ["eks:InvalidRequestException", "eks:InvalidParameterException"],
    refuses: ({ type, inputs, object, store }) => {
        const [from, to] = minorsOf(type, inputs, object);
        if (from === undefined || to === undefined || to >= from) return undefined;
        const { upgradedFrom, upgradedAt = -Infinity } = memoryOf(object);
        if (minorOf(upgradedFrom) !== to)
            return invalid(
                `version ${text(inputs.version)} is older than the cluster's 1.${String(from)}, and not the minor that its last upgrade began at: EKS goes back one upgrade, no further`,
                `set version to 1.${String(from)} or newer${upgradedFrom === undefined ? "" : `, or within seven days of the upgrade to ${upgradedFrom}`}`,
            );
        if (store.hours - upgradedAt <= HOURS_OF_A_WEEK) return undefined;
        return {
            code: "InvalidRequestException",
            problem: `version ${text(inputs.version)} is older than the cluster's 1.${String(from)}, and the upgrade is more than seven days old: EKS no longer goes back`,
            fix: `set version to 1.${String(from)}`,
        };
    },
};

/** Readiness checks of a rollback: a kubelet newer than the API server is not supported, so nodes go back first. */
const nodesBackFirst: Rule<Update> = {
    id: "eks.nodesBackFirst",
    source: ROLLBACK,
    codes: ["eks:InvalidStateException"],
    refuses: ({ type, inputs, object, store }) => {
        const [from, to] = minorsOf(type, inputs, object);
        if (from === undefined || to === undefined || to >= from) return undefined;
        const newer = store.live(NODE_GROUP).filter((group) => {
            const facts = factsOf(group);
            return facts.clusterName === object.id && (minorOf(facts.version) ?? 0) > to;
        });
        if (newer.length === 0) return undefined;
        return {
            code: "InvalidStateException",
            problem: `nodes are newer than version ${text(inputs.version)}: ${newer.map(({ name }) => name).join(", ")}`,
            fix: `take the node groups back first (nodeGroups.<name>.kubernetes: "1.${String(to)}", run up), then the control plane`,
        };
    },
};

const nodesFitControlPlane: Rule<Creation> = {
    id: "eks.nodesFitControlPlane",
    source: "eks CreateNodegroup, UpdateNodegroupVersion; https://kubernetes.io/releases/version-skew-policy/",
    codes: ["eks:InvalidParameterException"],
    refuses: ({ type, inputs, store }) => {
        if (type !== NODE_GROUP) return undefined;
        const cluster = store.find(CLUSTER, text(inputs.clusterName));
        const [nodes, control] = [
            minorOf(inputs.version),
            cluster === undefined ? undefined : minorOf(factsOf(cluster).version),
        ];
        if (nodes === undefined || control === undefined || (nodes <= control && control - nodes <= MAX_SKEW))
            return undefined;
        return invalid(
            `version ${text(inputs.version)} does not fit the control plane's 1.${String(control)}: nodes may be up to ${String(MAX_SKEW)} minors older, never newer`,
            "change version of the node group, or of the cluster first",
        );
    },
};

export const onKubernetesCreate: readonly Rule<Creation>[] = [scalingBounds, nodesFitControlPlane];
export const onKubernetesUpdate: readonly Rule<Update>[] = [
    scalingBounds,
    desiredSizeIsRead,
    oneMinorUp,
    oneMinorBack,
    nodesBackFirst,
    nodesFitControlPlane,
];

function minorsOf(
    type: string,
    inputs: Readonly<Record<string, unknown>>,
    object: Update["object"],
): readonly [number | undefined, number | undefined] {
    return type === CLUSTER ? [minorOf(factsOf(object).version), minorOf(inputs.version)] : [undefined, undefined];
}

function invalid(problem: string, fix: string): Refusal {
    return { code: "InvalidParameterException", problem, fix };
}

function minorOf(version: unknown): number | undefined {
    const minor = /^1\.(\d+)/.exec(text(version))?.[1];
    return minor === undefined ? undefined : Number(minor);
}
