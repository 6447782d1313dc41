/** Dashboards as Grafana's sidecar finds them. */
import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import { standardLabels } from "../../workload/labels";
import type { NamespaceHandle } from "../../workload/site";
import type { MonitoringUrls } from "../urls";
import { jsonOf, TAG } from "./render";
import type { DashboardSpec } from "./spec";

export interface DashboardsArgs {
    /** Where the object lives; the sidecar reads every namespace. */
    readonly namespace: NamespaceHandle;
    /** metadata.name. */
    readonly metadataName: string;
    readonly pages: readonly DashboardSpec[];
    readonly urls: Pick<MonitoringUrls, "runbooks">;
}

/** What the sidecar looks for, and where it puts what it finds (components/monitoring/grafana.ts). */
export const DASHBOARD_LABEL = "grafana_dashboard";
const FOLDER_ANNOTATION = "grafana_folder";

/** Kubernetes API, ConfigMap.data: 1 MiB in all. */
export const MOST_BYTES = 2 ** 20;

/** One object for all of an owner's: each is a request at every deployment, and a file that the sidecar watches. */
export function dashboardsConfigMap(
    name: string,
    args: DashboardsArgs,
    opts?: pulumi.CustomResourceOptions,
): ConfigMap {
    const { namespace, metadataName, urls } = args;
    const data = dataOf(args.pages, urls);
    const size = Object.entries(data).reduce((sum, [key, text]) => sum + key.length + Buffer.byteLength(text), 0);
    if (size >= MOST_BYTES)
        throw new Error(
            `dashboards of ${metadataName} are ${size} bytes, and a ConfigMap takes ${MOST_BYTES}: split them`,
        );
    return new ConfigMap(
        name,
        {
            metadata: {
                ...{ name: metadataName, namespace: namespace.namespaceName },
                labels: { ...standardLabels({ name: metadataName, partOf: namespace.system }), [DASHBOARD_LABEL]: "1" },
                annotations: { [FOLDER_ANNOTATION]: TAG },
            },
            data,
        },
        { ...opts, dependsOn: [...namespace.ready] },
    );
}

/** Files by name. Throws where two pages have one uid: Grafana would show either. */
export function dataOf(
    pages: readonly DashboardSpec[],
    urls: DashboardsArgs["urls"],
): Readonly<Record<string, string>> {
    const twice = pages.map(({ uid }) => uid).filter((uid, index, all) => all.indexOf(uid) !== index);
    if (twice.length > 0) throw new Error(`two dashboards are called ${twice.join(", ")}`);
    return Object.fromEntries(pages.map((page) => [`${page.uid}.json`, jsonOf(page, urls)]));
}
