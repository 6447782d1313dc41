import assert from "node:assert/strict";
import { architectureOf, type Architecture } from "../../plan/picture/architecture";
import { drawingOf, pictureFile } from "../../plan/picture/drawing";
import { planFrom, type Plan } from "../../plan/plan";
import { evaluate } from "../../policy/evaluate";
import { COMPLETE, FOREIGN, recordingOf, stackFrom, TODAY } from "../support/recordings";

async function planAt(file: string): Promise<Plan> {
    const { graph } = await recordingOf(file, "update");
    const { environment, secrets } = stackFrom(file);
    return planFrom(graph, environment, secrets, {
        policy: evaluate(graph, environment, { today: TODAY }),
        today: TODAY,
    });
}

const box = (id: string, title: string, ...lines: readonly string[]) => ({ id, title, lines });
const SMALL: Architecture = {
    ...{ title: "small", account: "account", network: "VPC", cluster: "EKS", services: [], around: [] },
    systems: [
        box("a", "a<b>", "a-workload-with-a-name-that-is-far-too-long-for-any-box-of-a-picture\t2-10"),
        box("b", "b"),
    ],
    stores: [box("s", "S")],
    uses: [["a", "s"]],
};

describe("the picture of an environment", () => {
    it("shows what each system runs and where it keeps its data, and nothing that it does not use", async () => {
        const { systems, stores, uses, cluster, network } = architectureOf(await planAt(COMPLETE));
        const name = (urn: string): string => stores.find(({ id }) => id === urn)?.title ?? urn;
        assert.deepEqual(uses.map(([system, store]) => `${system}: ${name(store)}`).sort(), [
            "akosha: S3 buckets",
            "akosha: Valkey cache",
            "memstack: PostgreSQL",
            "memstack: S3 buckets",
            "memstack: Valkey queue",
            "myriad-python: S3 buckets",
            "myriad-python: Valkey cache",
            "myriad: S3 buckets",
            "myriad: Valkey cache",
            "simple-cli: EFS",
        ]);
        const akosha = systems.find(({ id }) => id === "akosha")?.lines ?? [];
        assert.ok(
            akosha.some((line) => /^ingestion\t\d+-\d+$/.test(line)),
            akosha.join("; "),
        );
        assert.match(`${cluster ?? ""} ${network ?? ""}`, /Kubernetes 1.\d+.*VPC .*zones/);
    });

    it("has no cluster and no network where the environment brings its own", async () => {
        const { cluster, network, systems } = architectureOf(await planAt(FOREIGN));
        assert.deepEqual([cluster, network, systems.map(({ title }) => title)], [undefined, undefined, ["memstack"]]);
    });

    it("can be read at 900 pixels: no text below 12, none wider than its box, nothing beyond the edge", () => {
        const svg = pictureFile(SMALL);
        assert.match(svg, /viewBox="0 0 900 \d+"/);
        for (const [, size] of svg.matchAll(/font(?:-size)?:([\d.]+)px/g)) assert.ok(Number(size) >= 12);
        for (const [, x, text = ""] of svg.matchAll(/<text(?: class="name")? x="([\d.]+)"[^>]*>([^<]*)</g)) {
            assert.ok(text.length * 7.4 < 440, text);
            assert.ok(Number(x) + 12 < 900);
        }
        for (const [, x, width] of svg.matchAll(/<rect[^>]* x="([\d.]+)"[^>]* width="([\d.]+)"/g))
            assert.ok(Number(x) + Number(width) <= 900);
        assert.ok(svg.includes("\u2026") && svg.includes(">2-10<"));
    });

    it("shows names as text, says what its lines mean, and leads to components in a page only", () => {
        const svg = pictureFile(SMALL);
        assert.ok(svg.includes("a&lt;b&gt;") && svg.includes("a&lt;b&gt; uses S"));
        assert.ok(!svg.includes("<a "));
        const linked = { ...SMALL, systems: [{ ...box("a", "a"), component: "a" }] };
        assert.ok(drawingOf(linked, (name) => `component-${name}`).includes('href="#component-a"'));
    });
});
