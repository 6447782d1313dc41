import { factsOf } from "../../cloud/store";
import { record, text, type Creation, type Refusal, type Rule, type Update } from "./refusal";

const CLUSTER = "aws:eks/cluster:Cluster";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const MAX_SKEW = 3; // kubernetes.io/releases/version-skew-policy: a kubelet may be three minors older

const scalingBounds: Rule<Creation> = ({ type, inputs }) => {
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
};

const oneMinorAtATime: Rule<Update> = ({ type, inputs, object }) => {
    if (type !== CLUSTER) return undefined;
    const [from, to] = [minorOf(factsOf(object).version), minorOf(inputs.version)];
    if (from === undefined || to === undefined || to === from || to === from + 1) return undefined;
    return to < from
        ? invalid(
              `version ${text(inputs.version)} is older than the cluster's 1.${String(from)}: a control plane never goes back`,
              `set version to 1.${String(from)} or newer`,
          )
        : invalid(
              `version ${text(inputs.version)} skips a minor: the cluster runs 1.${String(from)}`,
              `set version to 1.${String(from + 1)}, run up, and go on from there`,
          );
};

const nodesFitControlPlane: Rule<Creation> = ({ type, inputs, store }) => {
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
};

export const onKubernetesCreate: readonly Rule<Creation>[] = [scalingBounds, nodesFitControlPlane];
export const onKubernetesUpdate: readonly Rule<Update>[] = [scalingBounds, oneMinorAtATime, nodesFitControlPlane];

function invalid(problem: string, fix: string): Refusal {
    return { code: "InvalidParameterException", problem, fix };
}

function minorOf(version: unknown): number | undefined {
    const minor = /^1\.(\d+)/.exec(text(version))?.[1];
    return minor === undefined ? undefined : Number(minor);
}
