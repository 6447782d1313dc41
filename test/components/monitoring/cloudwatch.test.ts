/** The CloudWatch exporter: asks for what is catalogued, of what this stack has and owns, and once. */
import assert from "node:assert/strict";
import { CLOUDWATCH_METRICS } from "../../../components/monitoring/catalogues/cloudwatch";
import { askedFor, cloudWatchConfig, type Service } from "../../../components/monitoring/cloudwatch-config";
import type { Graph } from "../../../plan/graph";
import { bareGraph, completeGraph, economyGraph, memstackGraph, release } from "../cluster/fixture";
import { at } from "../workload/fixture";

const CHART = "prometheus-yet-another-cloudwatch-exporter";
const PREFIXES: Readonly<Record<Service, string>> = {
    "AWS/ApplicationELB": "aws_applicationelb",
    "AWS/ElastiCache": "aws_elasticache",
    "AWS/RDS": "aws_rds",
    "AWS/S3": "aws_s3",
};

/** As YACE does it (pkg/promutil/prometheus.go, splitString, and migrate.go): capitals begin words, digits and runs of capitals stay. */
const snake = (text: string): string =>
    text
        .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
        .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
        .toLowerCase();
const letters = (text: string): string => text.replaceAll(/[^a-z0-9]/g, "");

interface Config {
    readonly discovery: {
        readonly jobs: readonly {
            readonly type: string;
            readonly searchTags: readonly { readonly key: string; readonly value: string }[];
            readonly dimensionNameRequirements: readonly string[];
            readonly period: number;
            readonly length: number;
            readonly delay?: number;
        }[];
    };
}

const configOf = (graph: Graph): Config => JSON.parse(String(at(release(graph, CHART), "values", "config"))) as Config;
const servicesIn = (graph: Graph) => [...new Set(configOf(graph).discovery.jobs.map(({ type }) => type))];

describe("CloudWatchExporter", () => {
    let graph: Graph;
    before(async () => {
        graph = await completeGraph();
    });

    it("asks for every catalogued metric, and for none that nobody reads", () => {
        const asked = (Object.keys(PREFIXES) as Service[]).flatMap((service) =>
            askedFor(service).map((metric) => letters(`${PREFIXES[service]}_${snake(metric)}`)),
        );
        const catalogued = Object.values(CLOUDWATCH_METRICS)
            .filter(({ name }) => name.startsWith("aws_"))
            .map(({ name }) => letters(name));
        assert.deepEqual(asked.sort(), catalogued.sort());
    });

    it("asks about what this environment has, and not about what the user brought", async () => {
        assert.deepEqual(servicesIn(graph), Object.keys(PREFIXES));
        assert.deepEqual(servicesIn(await memstackGraph()), ["AWS/ApplicationELB", "AWS/ElastiCache", "AWS/S3"]);
        assert.deepEqual(servicesIn(await economyGraph()), ["AWS/ElastiCache", "AWS/S3"]);
        const off = await bareGraph();
        assert.throws(() => release(off, CHART), /no release/);
    });

    it("sees this stack's resources alone, by their tags, and each metric in one set of dimensions", () => {
        for (const { searchTags, dimensionNameRequirements } of configOf(graph).discovery.jobs) {
            assert.deepEqual(searchTags, [
                { key: "mindcloud:project", value: "^mindcloud$" },
                { key: "mindcloud:stack", value: "^golden$" },
            ]);
            assert.ok(dimensionNameRequirements.length > 0, "a metric for each zone would be paid for, too");
        }
        assert.deepEqual(
            (
                JSON.parse(
                    cloudWatchConfig({ region: "us-east-1", project: "p", stack: "s" } as never, ["AWS/RDS"]),
                ) as Config
            ).discovery.jobs.length,
            1,
        );
    });

    it("asks for what has come by then: five minutes two minutes late, and of S3 the day that it said last", () => {
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html: basic monitoring is of five minutes;
        // docs.aws.amazon.com/AmazonS3/latest/userguide/cloudwatch-monitoring.html: storage metrics come once a day.
        const { extraArgs } = at(release(graph, CHART), "values") as { extraArgs: Record<string, unknown> };
        assert.deepEqual(extraArgs, { "scraping-interval": 300 });
        for (const { type, period, length, delay } of configOf(graph).discovery.jobs)
            assert.deepEqual(
                [period, length, delay],
                type === "AWS/S3" ? [86_400, 2 * 86_400, undefined] : [300, 300, 120],
                type,
            );
    });

    it("may read metrics and tags, and nothing else", () => {
        const policy = graph.the("aws:iam/rolePolicy:RolePolicy", "cloudwatch-identity-policy");
        const { Statement } = JSON.parse(String(policy.inputs.policy)) as { Statement: { Action: string[] }[] };
        assert.deepEqual(
            Statement.flatMap(({ Action }) => Action),
            ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "tag:GetResources"],
        );
        assert.ok(graph.dependsOn(release(graph, CHART), policy));
    });
});
