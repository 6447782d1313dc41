/** The recommended labels of Kubernetes. Name and instance select, and never change; the others inform. */

export type Labels = Record<string, string>;

export const NAME_LABEL = "app.kubernetes.io/name";
export const INSTANCE_LABEL = "app.kubernetes.io/instance";
/** Set by Kubernetes itself on every namespace. */
export const NAMESPACE_LABEL = "kubernetes.io/metadata.name";

export interface Described {
    /** metadata.name of the workload. */
    readonly name: string;
    /** The system that it belongs to. */
    readonly partOf: string;
    readonly version?: string;
    /** What it does in its system: `database`, `worker`. */
    readonly component?: string;
}

/** What Services, budgets, policies and spreading select by. */
export const selectorLabels = (name: string): Labels => ({ [NAME_LABEL]: name, [INSTANCE_LABEL]: name });

export function standardLabels({ name, partOf, version, component }: Described): Labels {
    return {
        ...selectorLabels(name),
        "app.kubernetes.io/part-of": partOf,
        "app.kubernetes.io/managed-by": "mindcloud",
        ...(component !== undefined && { "app.kubernetes.io/component": component }),
        ...(version !== undefined && { "app.kubernetes.io/version": version }),
    };
}
