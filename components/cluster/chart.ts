/** Helm releases as this program makes them: pinned, all or nothing, in a closed namespace of their own. */
import { Release } from "@pulumi/kubernetes/helm/v3/release";
import type * as pulumi from "@pulumi/pulumi";
import type { ChartVersion } from "../../config/versions";
import type { NamespaceHandle } from "../workload/site";
import { withImageSources } from "./chart-images";
import { SYSTEM_NODES } from "./chart-pods";

/** Pods of the slowest chart pull their images and become ready within this, on nodes that are there. */
const TIMEOUT_SECONDS = 600;
/** The provider's own limit, above Helm's: Helm must be the one to give up, because only then does it roll back. */
const TIMEOUT = "20m";

export interface ChartReleaseArgs {
    readonly parent: pulumi.Resource;
    readonly chart: ChartVersion;
    /** Name of the release. Default the chart's. */
    readonly releaseName?: string;
    readonly namespace: Pick<NamespaceHandle, "namespaceName" | "ready"> & Partial<Pick<NamespaceHandle, "site">>;
    /** Plain objects; what only another resource knows is an Input in them. */
    readonly values: object;
    /** Beside the namespace. */
    readonly after?: readonly pulumi.Resource[];
}

/** The same values without our nodes: those of others have no label of ours, and a pod that asks for one would wait forever. */
function onAnyNode(values: object): object {
    const entries = Object.entries(values).filter(([, value]) => value !== SYSTEM_NODES);
    return Object.fromEntries(
        entries.map(([key, value]: [string, unknown]) => [key, isPlain(value) ? onAnyNode(value) : value]),
    );
}

/** Neither a list nor what only another resource knows. */
const isPlain = (value: unknown): value is object =>
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/**
 * `atomic`: a failed install leaves nothing and a failed upgrade goes back, so that the next `up` may
 * simply try again; without it Helm refuses because "another operation is in progress".
 */
export function chartRelease(
    name: string,
    { parent, chart, releaseName = chart.chart, namespace, values, after = [] }: ChartReleaseArgs,
): Release {
    const placed = namespace.site?.cluster.foreign === true ? onAnyNode(values) : values;
    return new Release(
        `${name}-release`,
        {
            name: releaseName,
            chart: chart.chart,
            version: chart.version,
            repositoryOpts: { repo: chart.repository },
            namespace: namespace.namespaceName,
            createNamespace: false,
            values: { ...withImageSources(chart.chart, placed, namespace.site) },
            atomic: true,
            cleanupOnFail: true,
            maxHistory: 5,
            timeout: TIMEOUT_SECONDS,
        },
        {
            parent,
            dependsOn: [...namespace.ready, ...after],
            customTimeouts: { create: TIMEOUT, update: TIMEOUT, delete: TIMEOUT },
        },
    );
}
