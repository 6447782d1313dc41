/** Definitions of custom kinds as a control plane gets them that has little memory and nobody who reads them. */
import { definitions, type Definition } from "./definitions";
import { isOperatedKind, OPERATED_GROUP } from "./operated";

export function leanDefinitions(): readonly Definition[] {
    return definitions()
        .filter(isNeeded)
        .map((one) => (isOperated(one) ? open(one) : leanest(one)));
}

const isNeeded = (definition: Definition): boolean => isForOthers(definition) || isOperated(definition);

/** Of which the stand-in of Prometheus Operator makes StatefulSets: the chart alone writes them, so nobody's fields are to be checked. */
const isOperated = ({ spec: { group, names } }: Definition): boolean =>
    group === OPERATED_GROUP && isOperatedKind(names.kind);

/** Any fields. */
function open(definition: Definition): Definition {
    const lean = leanest(definition);
    const openAPIV3Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
    const versions = lean.spec.versions.map((version) => ({ ...version, schema: { openAPIV3Schema } }));
    return { ...lean, spec: { ...lean.spec, versions } };
}

/** Objects of the others are the charts' own and their controllers': nothing here reads them, and a schema costs the API server megabytes. */
const INTERNAL =
    /^(Alertmanager|Prometheus|PrometheusAgent|ThanosRuler|PushSecret|Cluster(PushSecret|ExternalSecret)|CloudEventSource|ClusterCloudEventSource)$/;

export const isForOthers = ({ spec: { group, names } }: Definition): boolean =>
    group !== "generators.external-secrets.io" && !INTERNAL.test(names.kind);

/** Without what only people read, without versions that nobody is served, and without converting: no webhook is there to do it. */
export function leanest(definition: Definition): Definition {
    const { conversion: _, ...spec } = definition.spec as Definition["spec"] & { readonly conversion?: unknown };
    const versions = spec.versions.filter(({ served, storage }) => served || storage);
    return { ...definition, spec: { ...spec, versions: withoutDescriptions(versions) as typeof versions } };
}

/** A property may be called so as well: its value is a schema, no text. */
function withoutDescriptions(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(withoutDescriptions);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value).flatMap(([key, inner]) =>
            key === "description" && typeof inner === "string" ? [] : [[key, withoutDescriptions(inner)]],
        ),
    );
}
