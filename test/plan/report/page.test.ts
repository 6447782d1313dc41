import assert from "node:assert/strict";
import { differenceOf } from "../../../plan/diff/difference";
import { read } from "../../../plan/diff/reading";
import { Graph, Secret, type RecordedResource } from "../../../plan/graph";
import { planFrom } from "../../../plan/plan";
import { pageMade, recordedIn } from "../../../plan/report/made";
import { differencePage, pageOf } from "../../../plan/report/page";
import { likely } from "../../../plan/report/sections/resources";
import { UNKNOWN } from "../../../plan/values";
import { evaluate } from "../../../policy/evaluate";
import { COMPLETE, recordingOf, STACK_FILES, stackFrom, TODAY } from "../../support/recordings";
import { assertPage, everythingIn, pageFrom } from "./checks";

const CANARY = "canary-8f1d2c";
const TAG = `"'><script>alert(1)</script><img src=x onerror=alert(2)>&`;

describe("the page of an environment", () => {
    for (const file of [...STACK_FILES, COMPLETE])
        it(`of ${file} is well-formed, needs nothing from elsewhere and can be read with ears and keyboard`, async () => {
            const [{ graph }, { graph: preview }] = [
                await recordingOf(file, "update"),
                await recordingOf(file, "preview"),
            ];
            const page = pageFrom(graph, preview, stackFrom(file));
            const all = assertPage(page);
            for (const id of ["cost", "capacity", "time", "traffic", "alerts", "policy", "missing", "exists"])
                assert.ok(
                    all.some(({ name, attributes }) => name === "section" && attributes.id === id),
                    id,
                );
            assert.equal(pageFrom(graph, preview, stackFrom(file)), page, "two pages of one environment are the same");
        });

    it("is made of what is recorded already: the program runs once more, as a preview", async () => {
        const { graph } = await recordingOf(STACK_FILES[0] ?? COMPLETE, "update");
        const { environment, secrets } = stackFrom(STACK_FILES[0] ?? COMPLETE);
        let runs = 0;
        const program = (): undefined => {
            runs += 1;
        };
        const reading = read(
            differenceOf(
                environment.stack,
                undefined,
                { graph, environment, secrets, encrypted: new Map() },
                { source: "nothing" },
            ),
            TODAY,
        );
        const { html, plan } = await pageMade(program, recordedIn(reading) ?? assert.fail(), TODAY, reading);
        assert.equal(runs, 1);
        assert.equal(plan.graph, graph);
        assert.match(html, /id="difference"/);
    });

    describe("with names and values that somebody else chose", () => {
        /** Every name, namespace, value and tag says something that would be a tag. */
        const hostile = (resource: RecordedResource): RecordedResource => ({
            ...resource,
            name: `${resource.name}${TAG}`,
            inputs: poisoned(resource.inputs) as Record<string, unknown>,
        });
        const poisoned = (value: unknown): unknown => {
            if (typeof value === "string") return /^[\w./:-]{3,}$|^[[{]/.test(value) ? value : `${value}${TAG}`;
            if (Array.isArray(value)) return value.map(poisoned);
            if (typeof value !== "object" || value === null || value instanceof Secret || value === UNKNOWN)
                return value;
            return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, poisoned(inner)]));
        };

        it("shows them as text", async () => {
            const { graph } = await recordingOf(COMPLETE, "update");
            const { environment, secrets } = stackFrom(COMPLETE);
            const bad = new Graph(graph.resources.map(hostile));
            const policy = evaluate(graph, environment, { today: TODAY });
            const findings = graph.resources.slice(0, 3).map(({ urn }) => ({ rule: `rule${TAG}`, urn, message: TAG }));
            const plan = planFrom(bad, { ...environment, stack: `s${TAG}`, region: TAG }, secrets, {
                policy: { ...policy, findings },
                today: TODAY,
            });
            const page = pageOf({ plan: { ...plan, notes: [TAG] }, preview: bad, today: TODAY });
            assertPage(page);
            assert.ok(page.includes("&lt;script&gt;alert(1)"));
            assert.ok(!page.includes("<script>alert") && !page.includes("<img"));
        });

        it("shows them as text in a difference, too", async () => {
            const { graph } = await recordingOf(COMPLETE, "update");
            const side = (resources: readonly RecordedResource[]) => ({
                graph: new Graph(resources),
                secrets: {},
                encrypted: new Map(),
            });
            const some = graph
                .ofType("kubernetes:core/v1:ConfigMap")
                .slice(0, 3)
                .map((each) => ({ ...each, parent: undefined }));
            const difference = differenceOf("complete", side(some), side(some.map(hostile)), { source: TAG });
            const page = differencePage(read(difference, TODAY), TODAY);
            assertPage(page);
            assert.ok(page.includes("&lt;script&gt;alert(1)") && !page.includes("<script>alert"));
        });
    });

    it("never shows a secret, neither in the open nor packed", async () => {
        const stack = stackFrom(COMPLETE);
        const hidden = ({ graph }: { readonly graph: Graph }): Graph =>
            new Graph(graph.resources.map((each) => ({ ...each, inputs: withSecret(each.inputs) })));
        const withSecret = (inputs: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
            ...inputs,
            extra: new Secret(CANARY),
            nested: { list: [new Secret({ deep: CANARY })], unknown: new Secret(UNKNOWN) },
        });
        const graph = hidden(await recordingOf(COMPLETE, "update"));
        const preview = hidden(await recordingOf(COMPLETE, "preview"));
        const needed = stack.environment.needs.peopleSecrets;
        const secrets = Object.fromEntries(needed.map((path) => [path, CANARY])) as unknown as typeof stack.secrets;
        const all = everythingIn(pageFrom(graph, preview, { ...stack, secrets }));
        assert.ok(all.includes("[secret]"));
        assert.ok(!all.includes(CANARY));
    });

    it("shows a text that AWS's ids go into as it would look, and marks it; a single value stays unknown", () => {
        assert.equal(likely(UNKNOWN, "vpc-0123"), "[unknown]");
        assert.equal(likely(UNKNOWN, '{"a":1}'), '[like] {"a":1}');
        assert.equal(likely(UNKNOWN, new Secret("x")), "[secret]");
        assert.deepEqual(likely({ a: [UNKNOWN, 1], b: "c" }, { a: ["id", 1], b: "d" }), {
            a: ["[unknown]", 1],
            b: "c",
        });
    });
});
