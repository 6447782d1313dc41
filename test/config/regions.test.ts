import assert from "node:assert/strict";
import { hasBudgets, REGIONS } from "../../config/regions";
import { partitionOf, ZONES } from "../../config/zones";
import offers from "../../config/offered.json";
import { planOf } from "../../plan/plan";
import { textOf } from "../../plan/text";
import { deploy } from "../../program";
import { printed } from "./bad-inputs";
import { environmentOf, fileIn } from "./regions-fixture";

describe("config: regions", function () {
    this.timeout(120_000);

    it("knows every region that AWS's lists of offers know, and the zones of some", () => {
        assert.deepEqual([...REGIONS].sort(), [...offers.regions].sort());
        for (const region of Object.keys(ZONES)) assert.ok(REGIONS.includes(region), region);
    });

    for (const region of REGIONS) {
        const names = ["a", "b", "c"].map((letter) => `${region}${letter}`);
        it(`takes ${region}, or says what it lacks`, () => {
            const bare = printed({ file: fileIn(region) });
            const known = Object.hasOwn(ZONES, region);
            // Where a default class of machine is not offered, that is said, as below.
            const places = bare.problems.map(({ path }) => path).filter((path) => !/^(nodeGroups|stores)\./.test(path));
            assert.deepEqual(places, known ? [] : ["aws:region"]);
            if (!known) assert.match(bare.text, new RegExp(`zoneNames: \\[${region}a, ${region}b\\]`));
            const named = printed({
                file: fileIn(region, { "mindcloud:network": { zones: 3, zoneNames: names } }),
            });
            for (const { path, rule } of named.problems) {
                assert.match(path, /^(nodeGroups|stores)\./, `${path} ${rule}`);
                assert.match(`${rule} `, new RegExp(`${region}[^a-z0-9-]`));
            }
        });
    }

    it("advises a class of the same kind and size where a region lacks one, and takes it", () => {
        const file = (instance: string) => fileIn("us-gov-west-1", { "mindcloud:stores": { postgres: { instance } } });
        for (const [instance, advised] of [
            ["db.m7g.large", "db.m6g.large"],
            ["db.m8g.2xlarge", "db.m6g.2xlarge"],
        ] as const) {
            assert.match(printed({ file: file(instance) }).text, new RegExp(`write for example ${advised}\\b`));
            assert.doesNotMatch(printed({ file: file(advised) }).text, /stores\.postgres\.instance/);
        }
    });

    it("refuses a third zone where a region has two, and takes two", () => {
        const { problems } = printed({ file: fileIn("us-west-1", { "mindcloud:network": { zones: 3 } }) });
        assert.deepEqual(
            problems.map(({ path, rule }) => `${path} ${rule}`),
            ["network.zones is more than us-west-1 has: us-west-1a and us-west-1c"],
        );
        const two = { "mindcloud:profile": "highlyAvailable", "mindcloud:network": { zones: 2 } };
        assert.deepEqual(printed({ file: fileIn("us-west-1", two) }).problems, []);
    });

    it("plans everything in GovCloud with its ARNs and without a budget, which is not there, and says so", async () => {
        const plan = await planOf(deploy, ...environmentOf("us-gov-west-1"), "2026-11-29");
        assert.deepEqual(plan.policy.findings.map(String), []);
        const resources = [...plan.graph.resources];
        assert.deepEqual(
            resources.filter(({ type }) => type.startsWith("aws:budgets")).map(({ name }) => name),
            [],
        );
        assert.doesNotMatch(JSON.stringify(resources.map(({ inputs }) => inputs)), /arn:aws:/);
        assert.match(textOf(plan), /budget 20,000, no alerts: aws-us-gov has no AWS Budgets/);
        assert.ok(!hasBudgets(partitionOf("us-gov-east-1")) && hasBudgets(partitionOf("cn-north-1")));
    });

    it("names every host in China as it is called there: registries, endpoints, and services in conditions", async () => {
        const plan = await planOf(deploy, ...environmentOf("cn-northwest-1"), "2026-11-29");
        assert.deepEqual(plan.policy.findings.map(String), []);
        const text = JSON.stringify([...plan.graph.resources].map(({ inputs }) => inputs));
        assert.doesNotMatch(text, /arn:aws:/);
        assert.deepEqual(text.match(/[\w.*-]*(?:cn-northwest-1|\.\*)\.(?:elb\.|rds\.)?amazonaws\.com(?!\.cn)/g), null);
        for (const host of ["dkr.ecr.cn-northwest-1", "s3.*", "logs.cn-northwest-1"])
            assert.ok(text.includes(`${host}.amazonaws.com.cn`), host);
    });

    it("keeps the budget where AWS Budgets is", async () => {
        const plan = await planOf(deploy, ...environmentOf("eu-west-1"), "2026-11-29");
        assert.equal([...plan.graph.resources].filter(({ type }) => type === "aws:budgets/budget:Budget").length, 1);
        assert.match(textOf(plan), /budget 20,000, alerts at 50, 80, 100 %/);
    });
});
