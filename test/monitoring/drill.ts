/** Alerts that fire whatever happens: on a good day there would be no ALERTS to ask for. */
import { SYSTEMS } from "../../components/systems";
import type { Graph } from "../../plan/graph";
import type { Map } from "../../policy/inputs";
import { one } from "../../policy/kubernetes";
import { kebab } from "./catalogued";
import type { RuleFiles } from "./configuration";

const always = (alert: string, labels: Readonly<Record<string, string>>): Map => ({ alert, labels, expr: "vector(1)" });

/** One for each whose alerts there may be, and the chart's own that says that all is well, where the chart brings it. */
export function drillFor(graph: Graph): RuleFiles {
    const rules = [...Object.keys(SYSTEMS).map(kebab), "platform"].flatMap((system) =>
        ["critical", "warning", "info"].map((severity) => always("Drill", { severity, system, team: system })),
    );
    return { "drill.yaml": { groups: [{ name: "drill", rules: [...rules, ...watchdog(graph)] }] } };
}

/** templates/prometheus/rules-1.14/general.rules.yaml */
function watchdog(graph: Graph): readonly Map[] {
    const brought = graph
        .ofType("kubernetes:helm.sh/v3:Release")
        .filter(({ inputs }) => inputs.chart === "kube-prometheus-stack")
        .some(({ inputs }) => {
            const values = inputs.values;
            const off = ["defaultRules.create", "defaultRules.rules.general", "defaultRules.disabled.Watchdog"];
            return off.every((path, index) => one(values, path) !== (index === 2));
        });
    return brought ? [always("Watchdog", { severity: "none" })] : [];
}
