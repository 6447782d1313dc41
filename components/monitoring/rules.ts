/** From alerts as data to the PrometheusRule that Prometheus' operator reads. */
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type * as pulumi from "@pulumi/pulumi";
import type { NamespaceHandle } from "../workload/site";
import { durationText } from "../workload/quantities";
import type { AlertGroup, Rule } from "./alerts";
import { dashboardUrl, runbookUrl, type MonitoringUrls } from "./urls";

/** As in monitoring.coreos.com/v1, PrometheusRule.spec. */
export interface RuleSpec {
    readonly groups: readonly {
        readonly name: string;
        readonly interval?: string;
        readonly rules: readonly RenderedRule[];
    }[];
}

export type RenderedRule =
    | { readonly record: string; readonly expr: string }
    | {
          readonly alert: string;
          readonly expr: string;
          readonly for: string;
          readonly keep_firing_for?: string;
          readonly labels: Readonly<Record<string, string>>;
          readonly annotations: Readonly<Record<"summary" | "description" | "runbook_url" | "dashboard_url", string>>;
      };

export const ruleSpec = (groups: readonly AlertGroup[], urls: MonitoringUrls): RuleSpec => ({
    groups: groups
        .filter(({ rules }) => rules.length > 0)
        .map(({ every, rules }, index) => ({
            // Prometheus wants them to differ, and shows them to people.
            name: [index + 1, rules[0]?.name].join("-"),
            ...(every && { interval: durationText(every) }),
            rules: rules.map((rule) => rendered(rule, urls)),
        })),
});

function rendered(rule: Rule, urls: MonitoringUrls): RenderedRule {
    if (rule.kind === "recording") return { record: rule.name, expr: rule.expr.expr };
    const { name, expr, for: pending, keepFiringFor, severity, owner, labels, summary, description } = rule;
    return {
        alert: name,
        expr: expr.expr,
        for: durationText(pending),
        ...(keepFiringFor && { keep_firing_for: durationText(keepFiringFor) }),
        labels: { ...labels, severity, system: owner.system, team: owner.team },
        annotations: {
            ...{ summary, description },
            runbook_url: runbookUrl(urls, rule.runbook, name),
            dashboard_url: dashboardUrl(urls, rule.dashboard),
        },
    };
}

export interface AlertRulesArgs {
    /** Where the object lives; Prometheus reads rules of every namespace. */
    readonly namespace: NamespaceHandle;
    /** metadata.name. */
    readonly metadataName: string;
    readonly groups: readonly AlertGroup[];
    readonly urls: MonitoringUrls;
    /** What brings the kind PrometheusRule. */
    readonly kinds: readonly pulumi.Resource[];
    /** Labels by which Prometheus chooses rules. Default it takes all. */
    readonly chosenBy?: Readonly<Record<string, string>> | undefined;
}

/** One object for all of an owner's rules: each costs an update of Prometheus' configuration. */
export function alertRules(name: string, args: AlertRulesArgs, opts?: pulumi.CustomResourceOptions): CustomResource {
    const { namespace, metadataName, groups, urls, kinds, chosenBy } = args;
    return new CustomResource(
        name,
        {
            apiVersion: "monitoring.coreos.com/v1",
            kind: "PrometheusRule",
            metadata: {
                ...{ name: metadataName, namespace: namespace.namespaceName },
                labels: {
                    ...chosenBy,
                    "app.kubernetes.io/part-of": namespace.system,
                    "app.kubernetes.io/managed-by": "mindcloud",
                },
            },
            spec: ruleSpec(groups, urls),
        },
        { ...opts, dependsOn: [...namespace.ready, ...kinds] },
    );
}
