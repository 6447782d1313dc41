/** Prometheus' configuration for targets of this machine, with rules as the objects of a graph have them. */
import type { Graph } from "../../plan/graph";
import type { Map } from "../../policy/inputs";
import { manifestsOf, maps } from "../../policy/kubernetes";
import type { Labels } from "./world-source";

/** A quarter of an hour's work in half a minute, on a machine that does other things too. */
const EVERY = "2s";

export interface Scrape {
    /** `host:port` */
    readonly address: string;
    readonly path: string;
    readonly honorLabels: boolean;
    /** With `job`; `instance` is the address unless it is said. */
    readonly labels: Labels;
    readonly relabelings?: readonly object[];
}

export function configurationFor(scrapes: readonly Scrape[], alertmanager: string): object {
    return {
        global: { scrape_interval: EVERY, evaluation_interval: EVERY, external_labels: { cluster: "test" } },
        alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
        scrape_configs: scrapes.map(({ address, path, honorLabels, labels, relabelings = [] }, index) => ({
            ...{ job_name: `${String(labels.job)} ${String(index)}`, honor_labels: honorLabels },
            ...{ ...pathOf(path), relabel_configs: relabelings },
            static_configs: [{ targets: [address], labels }],
        })),
    };
}

/** A path with parameters: a probe's. */
function pathOf(path: string): object {
    const url = new URL(path, "http://target");
    const params = Object.fromEntries([...url.searchParams].map(([name, value]) => [name, [value]]));
    return { metrics_path: url.pathname, ...(Object.keys(params).length > 0 && { params }) };
}

export type RuleFiles = Readonly<Record<string, { readonly groups: readonly Map[] }>>;

/** The `groups` of every PrometheusRule, by a file name for each: what the operator puts into a file for Prometheus. */
export function ruleFilesOf(graph: Graph): RuleFiles {
    return Object.fromEntries(
        manifestsOf(graph)
            .of("PrometheusRule")
            .map(({ inputs, namespace, name }) => [
                `${namespace}-${name}.yaml`,
                { groups: maps(inputs, "spec.groups") },
            ]),
    );
}

/** The same, evaluated as often as everything else is scraped. */
export const inHaste = (files: RuleFiles): RuleFiles =>
    Object.fromEntries(
        Object.entries(files).map(([file, { groups }]) => [
            file,
            { groups: groups.map((group) => ({ ...group, interval: EVERY })) },
        ]),
    );
