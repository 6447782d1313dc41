/** The digital agency's page, company by company. One queue length is all that it promises to export, and it does not yet. */
import { KUBERNETES } from "../../monitoring/catalogues/kubernetes";
import { logsRow } from "../../monitoring/dashboards/logs";
import { podsRow, podVariable } from "../../monitoring/dashboards/pods";
import type { DashboardSpec, Panel, Shown } from "../../monitoring/dashboards/spec";
import { volumesFull, volumesUsed } from "../../monitoring/dashboards/volumes";
import { maxBy, sumBy, value } from "../../monitoring/promql";
import { metrics } from "./metrics";
import type { SimpleCli } from "./schema";

/** A company is a namespace; the page asks Kubernetes which there are, so that it stays the same when one comes or goes. */
const COMPANY = { namespace: { matches: "$company" } } as const;
const AGENTS = { ...COMPANY, statefulset: { matches: ".+-agent" } } as const;
const BRAINS = { ...COMPANY, statefulset: { matches: ".+-brain" } } as const;

export interface SimpleCliPage {
    readonly config: Pick<SimpleCli, "size">;
    readonly shown: Pick<Shown, "logs">;
}

export const dashboards = ({ config: { size }, shown }: SimpleCliPage): readonly DashboardSpec[] => [
    {
        ...{ uid: "mindcloud-simple-cli", title: "Simple-CLI by company", tag: "simple-cli" },
        description: "For each company: whether its agents and its Brain are there, what waits, and what they use.",
        variables: [
            {
                ...{ name: "company", label: "Company", description: "Companies, by their namespaces." },
                of: KUBERNETES.statefulSetReplicas,
                valuesOf: "namespace",
                where: 'statefulset=~".+-brain"',
            },
            podVariable("$company"),
        ],
        rows: [
            { title: "Companies", panels: [agents, brains, queue, perAgent] },
            podsRow({ ...COMPANY, pod: { matches: "$pod" }, scales: size === "production" }),
            // Shared files of EFS have no size to fill.
            ...(size === "production"
                ? []
                : [{ title: "Volumes", panels: [volumesUsed(COMPANY), volumesFull(COMPANY)] }]),
            ...(shown.logs ? [logsRow({ namespace: "$company", pod: "$pod" })] : []),
        ],
    },
];

const agents: Panel = {
    ...{ title: "Agents", show: "lines", unit: "none", decimals: 0 },
    description: "Agents of a company that are ready. A suspended company has none.",
    series: [{ query: sumBy(["namespace"], value(KUBERNETES.statefulSetReady, AGENTS)), legend: "{{namespace}}" }],
};

const brains: Panel = {
    ...{ title: "Brains", show: "bars", unit: "none", least: 0, most: 1, decimals: 0 },
    description: "Whether the Brain of a company is ready. Without it agents work, and remember nothing.",
    series: [{ query: maxBy(["namespace"], value(KUBERNETES.statefulSetReady, BRAINS)), legend: "{{namespace}}" }],
    limits: { worse: "below", critical: 1 },
};

/** Every replica sees the one queue on the shared volume: the largest number is its length. */
const queue: Panel = {
    ...{ title: "Tasks that wait", show: "lines", unit: "none", decimals: 0 },
    description: "Length of a company's queue, as its agents see it. No published image exports it yet.",
    series: [{ query: maxBy(["namespace"], value(metrics.queueLength, COMPANY)), legend: "{{namespace}}" }],
};

const perAgent: Panel = {
    ...{ title: "Agents against their maximum", show: "table", width: 8 },
    description: "Replicas that the autoscaler of a company asks for now.",
    query: maxBy(["namespace", "horizontalpodautoscaler"], value(KUBERNETES.autoscalerDesired, COMPANY)),
    columns: { namespace: "Company", horizontalpodautoscaler: "Autoscaler" },
    value: { heading: "Agents", unit: "none" },
    whenEmpty: "none scales",
};
