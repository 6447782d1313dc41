import assert from "node:assert/strict";
import type { RecordedResource } from "../../../plan/graph";
import { reportOf } from "../../../plan/diff/report/sections";
import { textOf } from "../../../plan/diff/report/text";
import { CASES } from "./cases";
import { readOf, resource } from "./fixture";
import { differenceFor } from "./recorded";
import { read } from "../../../plan/diff/reading";
import { TODAY } from "./fixture";

const told = (olds: readonly RecordedResource[], news: readonly RecordedResource[]): readonly string[] =>
    readOf(olds, news).changes.flatMap(({ name, refusal }) => (refusal === undefined ? [] : [`${name} ${refusal}`]));

describe("diff: a name that another one still has", () => {
    const budget = (name: string, physical = "limit") =>
        resource("aws:budgets/budget:Budget", name, { inputs: { name: physical, budgetType: "COST" } });
    const alarm = (name: string) =>
        resource("aws:cloudwatch/metricAlarm:MetricAlarm", name, { inputs: { name: "low" } });
    const object = (name: string, type: string, namespace?: string) =>
        resource(type, name, { inputs: { metadata: { name: "app", ...(namespace && { namespace }) } } });
    const POLICY = "kubernetes:policy/v1:PodDisruptionBudget";

    it("is refused by AWS with its own word, because the engine creates first and deletes last", () => {
        assert.match(
            told([budget("one")], [budget("two")])[0] ?? "",
            /^two DuplicateRecordException: its name is taken/,
        );
        assert.deepEqual(told([budget("one")], [budget("two", "other")]), []);
        assert.equal(readOf([budget("one")], [budget("two")]).verdict, "refused");
        const cluster = (name: string, entry: string) =>
            resource("aws:eks/accessEntry:AccessEntry", name, { inputs: { clusterName: "c", principalArn: entry } });
        assert.match(
            told([cluster("one", "arn:a")], [cluster("two", "arn:a")])[0] ?? "",
            /^two ResourceInUseException/,
        );
        assert.deepEqual(told([cluster("one", "arn:a")], [cluster("two", "arn:b")]), []);
    });

    it("is refused by nobody where creating overwrites, and then lost with the old one, which is said", () => {
        for (const [olds, news] of [
            [[alarm("one")], [alarm("two")]],
            [[object("one", POLICY, "a")], [object("two", POLICY, "a")]],
            [[object("one", POLICY.replace("v1", "v1beta1"), "a")], [object("two", POLICY, "a")]],
        ] as const)
            assert.match(told(olds, news)[0] ?? "", /^two nothing refuses it, and it is lost/);
        assert.deepEqual(told([object("one", POLICY, "a")], [object("two", POLICY, "b")]), []);
        const release = (name: string) =>
            resource("kubernetes:helm.sh/v3:Release", name, { inputs: { name: "loki", namespace: "logs" } });
        assert.match(told([release("one")], [release("two")])[0] ?? "", /cannot re-use a name/);
    });

    it("is nobody's where AWS gives the id, where the old one stays, and where the same stands elsewhere", () => {
        const network = (name: string) => resource("aws:ec2/vpc:Vpc", name, { inputs: { cidrBlock: "10.0.0.0/16" } });
        assert.deepEqual(told([network("one")], [network("two")]), []);
        const adopted = (name: string) =>
            resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", name, { inputs: { vpcId: "vpc-1" } });
        assert.deepEqual(told([adopted("one")], [adopted("two")]), []);
        const provider = (name: string, region: string) =>
            resource("pulumi:providers:aws", name, { inputs: { region } });
        const [here, there] = [provider("here", "us-east-1"), provider("there", "eu-west-1")];
        const by = (of: RecordedResource, name: string) => ({ ...alarm(name), provider: of.urn });
        assert.deepEqual(told([here, by(here, "one")], [there, by(there, "two")]), []);
    });

    it("makes a rename without an alias a refused one, in few lines however much is in it", async () => {
        const change = CASES.find(({ name }) => name === "the stores renamed, without an alias");
        assert.ok(change !== undefined);
        const reading = read(await differenceFor(change), TODAY);
        assert.equal(reading.verdict, "refused");
        const [section] = reportOf(reading).sections.filter(({ title }) => title === "will be refused");
        assert.ok(section !== undefined && section.lines.length < 30, textOf(reportOf(reading)));
        assert.match(section.lines.join("\n"), /its name is taken until the end of up.*: shelves-.* and \d+ more/);
    });
});
