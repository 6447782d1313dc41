/** Controllers that charts make, out of what they say that they run (components/footprint.ts). */
import type { Graph } from "../../plan/graph";
import { isMap, list } from "../../policy/inputs";
import type { Labels } from "./world-source";

interface Controller {
    readonly kind: "Deployment" | "StatefulSet" | "DaemonSet";
    readonly namespace: string;
    readonly name: string;
    /** Of its first pod. */
    readonly claim?: Labels;
}

export function chartsOf(graph: Graph): readonly Controller[] {
    return graph.resources
        .filter(({ custom }) => !custom)
        .flatMap(({ inputs }) => list(inputs.footprint))
        .filter(isMap)
        .map((footprint) => {
            const [namespace, name] = [String(footprint.namespace), String(footprint.name)];
            if (footprint.replicas === "perNode") return { kind: "DaemonSet", namespace, name };
            if (footprint.volumeGibibytes === undefined) return { kind: "Deployment", namespace, name };
            return {
                kind: "StatefulSet",
                namespace,
                name,
                claim: { namespace, persistentvolumeclaim: `data-${name}-0` },
            };
        });
}
