/** Puts what people look at into an environment's cluster: an object of dashboards for each system, and one for what all share. */
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import { dashboardsConfigMap } from "../monitoring/dashboards/config-map";
import type { WatchedSystem } from "../monitoring/dashboards/on-call";
import { platformPages } from "../monitoring/dashboards/platform";
import type { DashboardSpec } from "../monitoring/dashboards/spec";
import { surroundingsOf } from "../monitoring/platform";
import { systemName } from "../monitoring/watched";
import type { PrometheusSite, Site } from "../workload/site";
import type { SystemKey } from "./index";
import { monitoringOf } from "./monitoring";

export interface DashboardsArgs {
    readonly environment: Environment;
    readonly site: Site & { readonly prometheus: PrometheusSite };
}

/** Made when every namespace is declared, because a system's pages live in its own. */
export class Dashboards extends pulumi.ComponentResource {
    constructor(name: string, { environment, site }: DashboardsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:systems:Dashboards", name, {}, opts);

        const { prometheus, registry } = site;
        // The pages of what all share belong to who runs it.
        const shown = pagesOf(environment).filter(
            ({ namespace }) => namespace !== undefined || prometheus.present !== true,
        );
        for (const { namespace = prometheus.namespace, metadataName, pages } of shown)
            if (pages.length > 0)
                dashboardsConfigMap(
                    `${name}-${metadataName}`,
                    {
                        namespace: registry.homeOf(namespace),
                        metadataName: `${metadataName}-dashboards`,
                        ...{ pages, urls: environment.monitoring.urls },
                    },
                    { parent: this },
                );

        this.registerOutputs({});
    }
}

export interface Shown {
    /** Default Prometheus' own. */
    readonly namespace?: string;
    readonly metadataName: string;
    readonly pages: readonly DashboardSpec[];
}

/** Every dashboard of an environment, by the object that holds it. */
export function pagesOf(environment: Environment): readonly Shown[] {
    const systems = systemsOf(environment);
    return [
        { metadataName: "platform", pages: platformPages(environment, systems) },
        ...systems.map(({ system, namespaces: [first], pages }) => ({
            // A system of many tenants has a namespace for each, and its pages are about all of them.
            ...(first !== undefined && { namespace: first }),
            ...{ metadataName: system, pages },
        })),
    ];
}

function systemsOf(environment: Environment): readonly (WatchedSystem & Pick<Shown, "pages">)[] {
    const { systems, needs } = environment;
    return (Object.keys(needs.systems) as SystemKey[]).flatMap((key) => {
        const needed = needs.systems[key];
        if (needed === undefined || needed.namespaces.length === 0) return [];
        const around = surroundingsOf(environment, needed);
        const { dashboards } = monitoringOf(key, systems[key], around);
        const { namespaces } = needed;
        return [{ system: systemName(key), namespaces, loadBalanced: around.loadBalanced, pages: dashboards() }];
    });
}

/** Only where somebody looks. */
export function show(environment: Environment, site: Site, opts: pulumi.ComponentResourceOptions): void {
    const { prometheus } = site;
    if (prometheus !== undefined) new Dashboards("dashboards", { environment, site: { ...site, prometheus } }, opts);
}
