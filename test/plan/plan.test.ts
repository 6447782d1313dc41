import assert from "node:assert/strict";
import * as path from "node:path";
import { loadStackFile } from "../../config/stack-file";
import { jsonOf } from "../../plan/json";
import { missingFrom } from "../../plan/missing";
import { pictureOf } from "../../plan/picture";
import { framesOf } from "../../plan/picture/frames";
import { type Plan, planFrom, planOf, previewOf } from "../../plan/plan";
import type { Recording } from "../../plan/record";
import { textOf } from "../../plan/text";
import { evaluate } from "../../policy/evaluate";
import { COMPLETE, MODES, recordingOf, STACK_FILES, stackFrom, TODAY } from "../support/recordings";
import { program } from "./fixture";

/** The small program of the recordings, planned as an environment of the tests' own. */
async function fixturePlan(): Promise<{ readonly plan: Plan; readonly preview: Recording }> {
    const loaded = loadStackFile(path.join(__dirname, "small.yaml"));
    assert.ok(loaded.ok, loaded.ok ? "" : JSON.stringify(loaded.problems));
    const { environment, secrets } = loaded;
    return {
        plan: await planOf(program, environment, secrets, TODAY),
        preview: await previewOf(program, environment, secrets),
    };
}

describe("a plan", () => {
    let plan: Plan;
    let preview: Recording;
    before(async () => {
        ({ plan, preview } = await fixturePlan());
    });

    for (const file of [COMPLETE, ...STACK_FILES])
        it(`says the same of ${file} as it would from a preview: nothing that only AWS can give is in it`, async () => {
            const { environment, secrets } = stackFrom(file);
            const [preview, update] = await Promise.all(MODES.map((mode) => recordingOf(file, mode)));
            assert.ok(preview !== undefined && update !== undefined);
            const policy = evaluate(update.graph, environment, { today: TODAY });
            const texts = [preview, update].map(({ graph }) =>
                textOf(planFrom(graph, environment, secrets, { policy, today: TODAY })),
            );
            assert.equal(texts[0], texts[1]);
            assert.ok((texts[0] ?? "").length > 2000);
        });

    it("counts what is created: neither components nor providers", () => {
        assert.equal(plan.graph.resources.length, 16);
        assert.equal(plan.created.length, 10);
        assert.deepEqual(
            plan.groups.map(({ name, created }) => [name, created.length]),
            [
                ["store", 5],
                ["network", 3],
                ["apps", 1],
                ["cluster", 1],
            ],
        );
    });

    it("lists the secrets that only people have with the command that sets each, and what is a placeholder", () => {
        assert.deepEqual(plan.missing.secrets, [
            {
                path: "llm.dashscope",
                neededBy: ["memstack"],
                what: "API key of Alibaba Cloud Model Studio (DashScope)",
                command: "pulumi config set --secret --path 'mindcloud:secrets.llm.dashscope' --stack small",
            },
            {
                path: "monitoring.deadMansSwitch",
                neededBy: ["monitoring"],
                what: "URL that is called every minute while alerts can be sent",
                command:
                    "pulumi config set --secret --path 'mindcloud:secrets.monitoring.deadMansSwitch' --stack small",
            },
        ]);
        assert.deepEqual(
            plan.missing.placeholders.map((placeholder) => placeholder.path),
            ["cluster.endpoint.publicCidrs"],
        );
    });

    it("says of each secret which system asks for it and what it is, before the command", () => {
        const lines = textOf(plan).split("\n");
        const at = lines.findIndex((line) => line.includes("llm.dashscope, for memstack: API key of Alibaba Cloud"));
        assert.match(lines[at + 1] ?? "", /pulumi config set --secret --path 'mindcloud:secrets\.llm\.dashscope'/);
        assert.match(textOf(plan), /monitoring\.deadMansSwitch, for monitoring: URL that is called every minute/);
    });

    it("does not ask for a secret that is given", () => {
        assert.deepEqual(
            missingFrom(plan.environment, { "llm.dashscope": { kind: "given", value: undefined } }).secrets.map(
                ({ path }) => path,
            ),
            ["monitoring.deadMansSwitch"],
        );
    });

    it("finds placeholders in keys and in lists, and nothing else", () => {
        const paths = missingFrom(
            {
                ...plan.environment,
                account: "000000000000",
                cluster: {
                    ...plan.environment.cluster,
                    access: { "arn:aws:iam::000000000000:role/a": "admin" },
                    endpoint: { publicCidrs: ["8.8.8.0/24"] },
                },
                alerts: { emails: ["a@example.com", "b@mindcloud.dev"] },
            },
            {},
        ).placeholders.map(({ path: key, value }) => `${key} ${value}`);
        assert.deepEqual(paths.sort(), [
            "account 000000000000",
            "alerts.emails a@example.com",
            "cluster.access arn:aws:iam::000000000000:role/a",
        ]);
    });

    describe("as text", () => {
        it("says at once what it is and how much of it", () => {
            assert.match(textOf(plan), /^mindcloud {2}small {2}eu-central-1 {2}highlyAvailable +10 resources\n/);
        });

        it("fits into 120 columns and one screen", () => {
            const lines = textOf(plan).split("\n");
            for (const line of lines.filter((each) => !each.includes("pulumi config set")))
                assert.ok(line.length <= 120, line);
            assert.ok(lines.length < 60, String(lines.length));
        });

        it("answers who, what is kept, how long, how much, and what is missing", () => {
            const text = textOf(plan);
            assert.match(text, /API +public for 0\.0\.0\.0\/0/);
            assert.match(text, /data +kept: destroy refuses 1 resource: 1 S3 bucket/);
            assert.match(text, /time +first up 9\.\d min: network - cluster 9\.5/);
            assert.match(text, /cost +\d+ - \d+ USD a month +budget 9,000, alerts at 50, 80, 100 % +floor \d+ % of it/);
            assert.match(text, /policy +\d+ rules, \d+ findings/);
            assert.match(
                text,
                /missing +2 secrets before `CLOUD=aws`:\n +llm\.dashscope, for memstack: .*\n +pulumi config set --secret/,
            );
        });
    });

    describe("with systems that share PostgreSQL", () => {
        const need = { database: "memstack", pods: 35, connectionsPerPod: 60, fewestConnectionsPerPod: 15 };
        const pools = (instance: string, pods: number): string | undefined => {
            const { environment } = plan;
            const stores = { ...environment.stores, postgres: { ...environment.stores.postgres, instance } };
            const needs = { ...environment.needs, postgres: [{ ...need, pods }] };
            const text = textOf({ ...plan, environment: { ...environment, existing: {}, stores, needs } });
            return text.split("\n").find((line) => line.trimStart().startsWith("pools"));
        };

        it("says how many connections a pod gets, and that the document wanted more", () => {
            assert.match(pools("db.m7g.large", 35) ?? "", /18 connections a pod instead of the documented 60; 35 pods/);
            assert.match(pools("db.m7g.large", 5) ?? "", /60 connections a pod, as documented; 5 pods/);
        });

        it("says nothing where nobody needs a database", () => {
            assert.ok(
                !/^ *pools/m.test(
                    textOf({
                        ...plan,
                        environment: { ...plan.environment, needs: { ...plan.environment.needs, postgres: [] } },
                    }),
                ),
            );
        });
    });

    describe("as JSON", () => {
        it("keeps the contract for scripts", () => {
            const document = JSON.parse(jsonOf(plan, preview)) as Record<string, unknown>;
            for (const key of [
                "project",
                "stack",
                "resources",
                "outputs",
                "time",
                "policy",
                "missing",
                "access",
                "budget",
            ])
                assert.ok(key in document, key);
            const [first] = document.resources as Record<string, unknown>[];
            for (const key of ["urn", "type", "name", "custom", "inputs", "dependencies", "protect"])
                assert.ok(first !== undefined && key in first, key);
        });

        it("shows unknowns and never a secret", () => {
            const json = jsonOf(plan, preview);
            assert.match(json, /"vpcId": "\[unknown\]"/);
            assert.equal(json.includes("from-a-person"), false);
            assert.equal(json.includes("1b47061264138c4ac30d75fd1eb44270"), false);
        });

        it("is the same, byte by byte, for the same environment", async () => {
            const again = await fixturePlan();
            assert.equal(jsonOf(again.plan, again.preview), jsonOf(plan, preview));
        });
    });

    describe("as a picture", () => {
        it("has one frame per component at the top, and bundles what is in it", () => {
            const frames = framesOf(plan);
            assert.deepEqual(
                frames.map(({ name, resources }) => [name, resources]),
                [
                    ["cluster", 1],
                    ["network", 3],
                    ["store", 5],
                    ["apps", 1],
                ],
            );
            assert.deepEqual(
                frames.find(({ name }) => name === "network")?.boxes.map(({ title }) => title),
                ["VPC", "2 subnets"],
            );
        });

        it("is an SVG with account, network, cluster and stores, and the same bytes each time", async () => {
            const svg = pictureOf(plan);
            assert.match(svg, /^<\?xml/);
            assert.match(svg, /<\/svg>\n$/);
            for (const word of ["10 resources", "AWS account", "EKS cluster", "10.0.0.0/16", "S3 buckets"])
                assert.ok(svg.includes(word), word);
            assert.equal(pictureOf((await fixturePlan()).plan), svg);
        });
    });
});
