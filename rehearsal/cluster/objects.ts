/** What a release puts on the control plane: the objects that its chart was seen to make (config/charts), in the amounts of this environment. */
import { mebibytes, millicores } from "../../plan/capacity/amounts";
import { PURPOSE } from "../../plan/capacity/footprints";
import { requestsOf } from "../../plan/capacity/requests";
import { chartObjects, podSpecOf } from "../../plan/charts/objects";
import type { ContainerFacts, PodFacts, Quantities } from "../../plan/charts/record";
import { variantOf, type ReleaseInputs } from "../../plan/charts/variant";
import { standInManifest } from "./manifests";
import { operatedObject } from "./operated";
import type { Manifest, StandInPods } from "./shaped";

/** `pods` are those that the plan reckons with; a chart that nobody rendered has them alone. */
export function objectsOf(release: ReleaseInputs, pods: readonly StandInPods[]): readonly Manifest[] {
    const found = variantOf(release);
    if (found === undefined) return pods.map(standInManifest);
    const onOurNodes = JSON.stringify(release.values ?? {}).includes(PURPOSE);
    const made = found.variant.pods.map((facts) => {
        const reckoned = pods.find(({ namespace, name }) => namespace === facts.namespace && name === facts.name);
        return placed(reckoned === undefined ? facts : inAmounts(facts, reckoned), onOurNodes);
    });
    return [
        ...chartObjects({ ...found.variant, pods: made.filter((one) => !isOperated(one)) }),
        ...made.filter(isOperated).map(operatedObject),
    ];
}

const isOperated = (facts: PodFacts): facts is PodFacts & { readonly madeOf: string } => facts.madeOf !== undefined;

/** Values that nobody rendered yet find the nearest variant; what the program reckons with is of this very environment. */
function inAmounts(facts: PodFacts, { replicas, cpuMillicores, memoryMebibytes, volumeGibibytes }: StandInPods) {
    const recorded = requestsOf(podSpecOf(facts));
    const more = { cpu: cpuMillicores - recorded.cpu, memory: memoryMebibytes - recorded.memory };
    const [first, ...others] = facts.containers;
    const [claim, ...claims] = facts.claims ?? [];
    return {
        ...facts,
        ...(replicas !== "perNode" && { replicas }),
        ...(first !== undefined && { containers: [withMore(first, more), ...others] }),
        ...(claim !== undefined &&
            volumeGibibytes !== undefined && {
                claims: [{ ...claim, storage: `${String(volumeGibibytes)}Gi` }, ...claims],
            }),
    };
}

interface More {
    readonly cpu: number;
    readonly memory: number;
}

function withMore(container: ContainerFacts, more: More): ContainerFacts {
    if (more.cpu === 0 && more.memory === 0) return container;
    return {
        ...container,
        requests: raised(container.requests, more),
        // Kept above what is asked for.
        limits: raised(container.limits, { cpu: Math.max(0, more.cpu), memory: Math.max(0, more.memory) }),
    };
}

const raised = (amounts: Quantities, { cpu, memory }: More): Quantities => ({
    ...amounts,
    ...(amounts.cpu !== undefined && { cpu: `${String(millicores(amounts.cpu) + cpu)}m` }),
    ...(amounts.memory !== undefined && { memory: `${String(mebibytes(amounts.memory) + memory)}Mi` }),
});

/** Nodes of a cluster that others made have no label of ours, and its releases do not ask for one. */
function placed(facts: PodFacts, onOurNodes: boolean): PodFacts {
    if (onOurNodes || facts.nodeSelector === undefined) return facts;
    const nodeSelector = Object.fromEntries(Object.entries(facts.nodeSelector).filter(([key]) => key !== PURPOSE));
    return { ...facts, nodeSelector };
}
