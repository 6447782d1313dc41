/** Puts what watches an environment into its cluster: an object of alert rules for each system, and a few for what all share. */
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import type { AlertGroup } from "../monitoring/alerts";
import { platformGroups, surroundingsOf } from "../monitoring/platform";
import { alertRules } from "../monitoring/rules";
import { ownerOf, systemGroups, systemName } from "../monitoring/watched";
import type { PrometheusSite, Site } from "../workload/site";
import type { SystemKey } from "./index";
import { monitoringOf } from "./monitoring";

export interface AlertsArgs {
    readonly environment: Environment;
    readonly site: Site & { readonly prometheus: PrometheusSite };
}

/** Every alert of an environment. Made when every namespace is declared, because a system's rules live in its own. */
export class Alerts extends pulumi.ComponentResource {
    constructor(name: string, args: AlertsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:systems:Alerts", name, {}, opts);
        const { environment, site } = args;

        // About the cluster and its monitoring: where others run both, so do their alerts.
        const platform = site.prometheus.present === true ? {} : platformGroups(environment);
        for (const [metadataName, groups] of Object.entries(platform))
            this.rules(name, args, { namespace: site.prometheus.namespace, metadataName, groups });
        for (const key of Object.keys(environment.needs.systems) as SystemKey[]) this.watch(name, args, key);

        this.registerOutputs({});
    }

    /** In its first namespace: a system of many tenants has one each, and its rules are about all of them. */
    private watch(name: string, args: AlertsArgs, key: SystemKey): void {
        const { environment } = args;
        const needs = environment.needs.systems[key];
        const [namespace] = needs?.namespaces ?? [];
        if (needs === undefined || namespace === undefined) return;
        const around = surroundingsOf(environment, needs);
        const monitoring = monitoringOf(key, environment.systems[key], around);
        const groups = systemGroups(ownerOf(key, monitoring), needs, monitoring, around);
        this.rules(name, args, { namespace, metadataName: systemName(key), groups });
    }

    private rules(
        name: string,
        { environment, site }: AlertsArgs,
        of: { readonly namespace: string; readonly metadataName: string; readonly groups: readonly AlertGroup[] },
    ): void {
        const { metadataName, groups } = of;
        if (groups.every(({ rules }) => rules.length === 0)) return;
        alertRules(
            `${name}-${metadataName}`,
            {
                namespace: site.registry.homeOf(of.namespace),
                ...{ metadataName, groups, urls: environment.monitoring.urls, kinds: site.prometheus.ready },
                ...{ chosenBy: site.prometheus.monitorLabels },
            },
            { parent: this },
        );
    }
}

/** Only where somebody evaluates rules. */
export function watch(environment: Environment, site: Site, opts: pulumi.ComponentResourceOptions): void {
    const { prometheus } = site;
    if (prometheus !== undefined) new Alerts("alerts", { environment, site: { ...site, prometheus } }, opts);
}
