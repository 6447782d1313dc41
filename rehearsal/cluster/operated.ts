/** Kinds of which Prometheus Operator makes StatefulSets: as the charts here write them, and as the operator's stand-in reads them. */
import { controllerOf } from "../../plan/charts/objects";
import type { PodFacts } from "../../plan/charts/record";
import { mapIn } from "../../plan/capacity/requests";
import type { Manifest } from "./shaped";

export const OPERATED_GROUP = "monitoring.coreos.com";
export const OPERATED_VERSION = `${OPERATED_GROUP}/v1`;
export const OPERATED_KINDS = ["Prometheus", "Alertmanager"] as const;

export const OPERATED_PATHS: readonly string[] = OPERATED_KINDS.map(
    (kind) => `/apis/${OPERATED_VERSION}/${plural(kind)}`,
);

/** As their definitions say. */
function plural(kind: (typeof OPERATED_KINDS)[number]): string {
    return kind === "Prometheus" ? "prometheuses" : "alertmanagers";
}

export const isOperatedKind = (kind: string): boolean => OPERATED_KINDS.some((one) => one === kind);

/** The object that is the chart's, for the StatefulSet that is the operator's: it says what is to be made of it. */
export function operatedObject(pods: PodFacts & { readonly madeOf: string }): Manifest {
    const { madeOf, name, namespace } = pods;
    return {
        ...{ apiVersion: OPERATED_VERSION, kind: madeOf },
        // Operator: `prometheus-<name>`, `alertmanager-<name>`.
        metadata: { name: name.slice(madeOf.length + 1), namespace },
        spec: { statefulSet: controllerOf(pods) },
    };
}

/** On a StatefulSet that the operator's stand-in has made: the generation of the object that it is made of. */
export const MADE_OF_GENERATION = "mindcloud-stand-in/generation";

/** Undefined where nothing is said. */
export function statefulSetIn(operated: Readonly<Record<string, unknown>>): Manifest | undefined {
    const { statefulSet } = mapIn(operated.spec);
    return statefulSet === undefined ? undefined : mapIn(statefulSet);
}
