/** The Helm releases of an environment, as the recorded program registers them. */
import type { Graph } from "../plan/graph";

export interface Release {
    /** Of the stack file. */
    readonly environment: string;
    readonly chart: string;
    readonly version: string;
    readonly name: string;
    readonly namespace: string;
    readonly values: Readonly<Record<string, unknown>>;
}

const RELEASE = "kubernetes:helm.sh/v3:Release";

export function releasesOf(graph: Graph, environment: string): readonly Release[] {
    return graph.ofType(RELEASE).map(({ inputs }) => ({
        environment,
        chart: String(inputs.chart),
        version: String(inputs.version),
        name: String(inputs.name),
        namespace: String(inputs.namespace),
        // As Helm gets them: without what is undefined, secrets unread.
        values: JSON.parse(JSON.stringify(inputs.values ?? {})) as Record<string, unknown>,
    }));
}
