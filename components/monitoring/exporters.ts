/** Exporters that ask on behalf of Prometheus: whether systems answer, and how their database is. Made after the systems that they ask. */
import * as pulumi from "@pulumi/pulumi";
import type { Needs } from "../../config/needs";
import { EXPORTER_DATABASE } from "../../config/monitoring-needs";
import { Database } from "../blocks/database";
import type { SystemStores } from "../handles";
import { Namespace, NamespaceLimits, type PrometheusSite, type Site } from "../workload";
import { BlackboxExporter } from "./blackbox-exporter";
import { PostgresExporter } from "./postgres-exporter";

export interface ExportersArgs {
    readonly site: Site & { readonly prometheus: PrometheusSite };
    readonly prober: NonNullable<PrometheusSite["prober"]>;
    readonly needs: Pick<Needs, "postgres">;
    readonly stores: Pick<SystemStores, "postgres">;
}

/** A namespace of their own: they may reach what nobody else of monitoring may. */
export class Exporters extends pulumi.ComponentResource {
    constructor(name: string, { site, prober, needs, stores }: ExportersArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:monitoring:Exporters", name, {}, opts);
        const own = { parent: this };
        const { probes } = site.registry;
        const namespace = new Namespace(
            `${name}-home`,
            { site, metadataName: prober.namespace, system: "monitoring" },
            own,
        );
        if (probes.length > 0)
            new BlackboxExporter(
                `${name}-blackbox`,
                { namespace, metadataName: prober.workload, targets: probes, kinds: site.prometheus.ready },
                own,
            );
        if (needs.postgres.length > 0) this.watchDatabase(name, site, stores, namespace);
        new NamespaceLimits(`${name}-limits`, { namespace }, own);
        this.registerOutputs({});
    }

    private watchDatabase(
        name: string,
        site: Site,
        stores: Pick<SystemStores, "postgres">,
        namespace: Namespace,
    ): void {
        const database = new Database(
            `${name}-database`,
            {
                ...{ site, postgres: stores.postgres(), database: EXPORTER_DATABASE.database, system: "monitoring" },
                // Statistics of everybody, and nothing of what they store (PostgreSQL, "Predefined Roles").
                memberOf: ["pg_monitor"],
            },
            { parent: this },
        );
        new PostgresExporter(`${name}-postgres`, { namespace, database }, { parent: this });
    }
}

/** Nothing where nobody reads what they say, or nobody is asked: every company may be suspended. */
export function exportersOf(
    args: Pick<ExportersArgs, "needs" | "stores"> & { readonly site: Site },
    opts: pulumi.ComponentResourceOptions,
): void {
    const { prometheus } = args.site;
    if (prometheus?.prober === undefined) return;
    if (args.site.registry.probes.length === 0 && args.needs.postgres.length === 0) return;
    new Exporters("exporters", { ...args, site: { ...args.site, prometheus }, prober: prometheus.prober }, opts);
}
