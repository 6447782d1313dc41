import assert from "node:assert/strict";
import { performanceMonthly } from "../../../../components/monitoring/dashboards/prices";
import { PRICES } from "../../../../config/prices";
import { targetGroupsOf } from "../../../../components/monitoring/dashboards/load-balancer";
import { gauge, histogram } from "../../../../components/monitoring/catalogue";
import { placed } from "../../../../components/monitoring/dashboards/layout";
import { render, type RenderOptions } from "../../../../components/monitoring/dashboards/render";
import type { DashboardSpec, Limits, Panel, SeriesPanel } from "../../../../components/monitoring/dashboards/spec";
import { value } from "../../../../components/monitoring/promql";
import { bySdk } from "./sdk";

const metric = { help: "Things.", source: "here", producedToday: true, exportedBy: ["api"] } as const;
const up = gauge({ ...metric, name: "things" });
const latency = histogram({ ...metric, name: "things_seconds", buckets: [1] });

const described = { title: "Things", description: "How many." } as const;
const series = [
    { query: value(up), legend: "{{pod}}" },
    { query: value(up, { pod: "a" }), legend: "a" },
];
const alerts = [{ name: "TooMany", runbook: "docs/runbooks/workloads.md" }] as const;
const other = { uid: "mindcloud-other", title: "Other" } as const;

const LIMITS: readonly (Limits | undefined)[] = [
    undefined,
    { worse: "above" },
    { worse: "above", warning: 1, critical: 2 },
    { worse: "above", critical: 2 },
    { worse: "below", warning: 3, critical: 1 },
    { worse: "below", critical: 1 },
    { worse: "below", warning: 1 },
];
const KINDS: readonly SeriesPanel["show"][] = ["lines", "stack", "number", "bars", "pie"];

/** Each kind with each form of limits, and everything that may be said or left out. */
const everything: DashboardSpec = {
    ...{ uid: "mindcloud-everything", title: "Everything", description: "All that there is.", tag: "test" },
    variables: [
        { name: "pod", label: "Pod", description: "Which.", of: up, valuesOf: "pod", all: "api-.*" },
        {
            name: "one",
            label: "One",
            description: "Which.",
            of: latency,
            valuesOf: "pod",
            where: 'a="b"',
            single: true,
        },
    ],
    related: [other],
    rows: [
        {
            title: "Series",
            panels: KINDS.flatMap((show) =>
                LIMITS.map((limits) => ({ ...described, show, unit: "s" as const, series, ...(limits && { limits }) })),
            ),
        },
        {
            title: "Folded",
            collapsed: true,
            panels: [
                { ...described, show: "table", query: value(up), columns: { pod: "Pod", namespace: "Namespace" } },
                {
                    ...{ ...described, show: "table", query: value(up), columns: { pod: "Pod" }, whenEmpty: "none" },
                    value: { heading: "Things", unit: "s" },
                },
                { ...described, show: "logs", logs: '{namespace="a"}' },
            ],
        },
        {
            title: "With everything",
            panels: [
                {
                    ...{ ...described, show: "number", unit: "percentunit", series, alerts, dashboards: [other] },
                    ...{ least: 0.5, most: 1, decimals: 2, whenEmpty: "0", width: 5, height: 3 },
                },
                { ...described, show: "lines", unit: "percentunit", series },
            ],
        },
    ],
};

const WITH_ADDRESS: RenderOptions = { runbooks: "https://git.example.com/mindcloud" };

describe("components/monitoring/dashboards", () => {
    it("writes what the builders of Grafana's Foundation SDK write, whatever a panel says", () => {
        for (const options of [WITH_ADDRESS, {}])
            assert.deepEqual(JSON.parse(JSON.stringify(render(everything, options))), bySdk(everything, options));
    });

    it("fills every line of the grid, and lets no panel stand on another", () => {
        const widths = [4, 4, 4, 8, 8, 24, 7, 7];
        const panels = widths.map((width): Panel => ({ ...described, show: "lines", unit: "s", series, width }));
        const rows = [
            { title: "a", panels },
            { title: "b", panels: panels.slice(0, 1) },
        ];
        const places = placed({ rows }).flatMap(({ at, panels: within }) => [at, ...within.map((each) => each.at)]);
        const cells = places.flatMap(({ x, y, w, h }) =>
            Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
        );
        assert.equal(new Set(cells).size, cells.length);
        assert.equal(cells.length, 24 * (1 + 8 + 8 + 8 + 8 + 1 + 8));
    });

    it("lets a folded row take one line, and what follows stand below it", () => {
        const panels: readonly Panel[] = [{ ...described, show: "logs", logs: "{}" }];
        const rows = [
            { title: "a", panels, collapsed: true },
            { title: "b", panels },
        ];
        assert.deepEqual(
            placed({ rows }).map(({ at }) => at.y),
            [0, 1],
        );
    });

    it("refuses a panel that is wider than the page", () => {
        const rows = [{ title: "a", panels: [{ ...described, show: "lines", unit: "s", series, width: 25 }] }] as const;
        assert.throws(() => placed({ rows }), /panel "Things" is 25 columns wide: write 1 to 24/);
    });

    it("names the runbook's file where nobody said at which address people browse it", () => {
        const panel = (options: RenderOptions) =>
            render(everything, options).panels.find((each) => "links" in each && (each.links ?? []).length > 0);
        const said = "How many.\n\nRunbooks: docs/runbooks/workloads.md#toomany";
        assert.equal((panel({}) as { description?: string } | undefined)?.description, said);
        const links = (panel(WITH_ADDRESS) as { links?: { url?: string }[] } | undefined)?.links ?? [];
        assert.deepEqual(
            links.map(({ url }) => url),
            ["https://git.example.com/mindcloud/docs/runbooks/workloads.md#toomany", "/d/mindcloud-other"],
        );
    });

    it("finds target groups as the load balancer controller calls them: letters and digits, eight at most", () => {
        // https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/pkg/ingress/model_build_target_group.go: k8s-%.8s-%.8s-%.10s
        const found = (namespace: string, group: string): boolean => {
            const matcher = targetGroupsOf(namespace);
            assert.ok(typeof matcher === "object" && "matches" in matcher);
            return new RegExp(`^(?:${matcher.matches})$`).test(`targetgroup/k8s-${group}/0123456789abcdef`);
        };
        assert.ok(found("myriad-python", "myriadpy-orchestr-0123456789"));
        assert.ok(found("acme", "acme-agent-0123456789"));
        assert.ok(!found("myriad", "myriadpy-orchestr-0123456789"));
    });

    it("prices what a volume may do beyond what every gp3 volume comes with", () => {
        // https://aws.amazon.com/ebs/pricing/: 3,000 IOPS and 125 MiB/s are free
        const included = { iops: 3000, throughputMebibytes: 125 };
        assert.equal(performanceMonthly(included), 0);
        assert.equal(performanceMonthly({ ...included, iops: 3001 }), PRICES.volumeIops.usd);
        assert.equal(performanceMonthly({ ...included, throughputMebibytes: 126 }), PRICES.volumeThroughput.usd);
    });
});
