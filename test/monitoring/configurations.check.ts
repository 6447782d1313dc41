/** Configurations of exporters and of Alloy, read by the code of these programs, which would end over a mistake when it is too late. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { CHARTS, IMAGES } from "../../config/versions";
import { mapIn } from "../../plan/capacity/requests";
import type { Graph } from "../../plan/graph";
import { goProgramNow } from "../../rehearsal/programs/go-programs";
import { COMPLETE, recordingOf, STACK_FILES } from "../support/recordings";

const MINUTE = 60_000;
type Kind = "alloy" | "blackbox" | "cloudwatch";

/** Where each stands in what the program registers. */
const CONFIGURATIONS: Readonly<Record<Kind, (graph: Graph) => readonly unknown[]>> = {
    alloy: (graph) => releases(graph, CHARTS.alloy.chart).map((values) => mapIn(mapIn(values.alloy).configMap).content),
    blackbox: (graph) =>
        graph
            .ofType("kubernetes:core/v1:ConfigMap")
            .map(({ inputs }) => mapIn(inputs.data)["blackbox.yaml"])
            .filter((text) => text !== undefined),
    cloudwatch: (graph) => releases(graph, CHARTS.cloudWatchExporter.chart).map(({ config }) => config),
};

const releases = (graph: Graph, chart: string) =>
    graph
        .ofType("kubernetes:helm.sh/v3:Release")
        .filter(({ inputs }) => inputs.chart === chart)
        .map(({ inputs }) => mapIn(inputs.values));

/** What a mistake looks like, and what the program says of it. */
const MISTAKES: readonly (readonly [kind: Kind, from: RegExp, to: string, says: RegExp])[] = [
    ["alloy", /\}\s*$/, "", /missing|expected/],
    ["alloy", /role = "pod"/, "role == ", /expected/],
    ["alloy", /discovery\.kubernetes "pods"/, "discovery.kubernetes pods", /expected/],
    ["blackbox", /"prober":/, '"probe":', /field probe not found/],
    ["blackbox", /"timeout":"8s"/, '"timeout":"soon"', /soon/],
    ["cloudwatch", /"type":"AWS\/[^"]+"/, '"type":"AWS/Nothing"', /[Ss]ervice/],
    ["cloudwatch", /"statistics":\["[^"]+"\]/, '"statistics":[]', /[Ss]tatistics/],
    ["cloudwatch", /"searchTags"/, '"searchTag"', /searchTag not found/],
];

describe("Configurations, read by the programs that they are for", function () {
    this.timeout(10 * MINUTE);
    let directory: string;

    before(() => {
        goProgramNow("config-check");
        directory = mkdtempSync(path.join(tmpdir(), "configurations-"));
    });
    after(() => {
        rmSync(directory, { recursive: true });
    });

    function read(kind: Kind, text: string): { readonly status: number | null; readonly said: string } {
        const file = path.join(directory, kind);
        writeFileSync(file, text);
        const { status, stdout, stderr } = spawnSync(goProgramNow("config-check"), [kind, file], { encoding: "utf8" });
        return { status, said: stdout + stderr };
    }

    for (const stack of [COMPLETE, ...STACK_FILES])
        it(`are accepted, of ${stack}`, async () => {
            const { graph } = await recordingOf(stack, "update");
            for (const [kind, of] of Object.entries(CONFIGURATIONS) as [Kind, (typeof CONFIGURATIONS)[Kind]][]) {
                const texts = of(graph);
                if (stack === COMPLETE) assert.ok(texts.length > 0, `no configuration of ${kind} was found`);
                for (const text of texts) assert.deepEqual(read(kind, String(text)), { status: 0, said: "" }, kind);
            }
        });

    for (const [kind, from, to, says] of MISTAKES)
        it(`are refused where they are wrong, so that acceptance means something: ${kind}, ${String(from)}`, async () => {
            const { graph } = await recordingOf(COMPLETE, "update");
            const [text] = CONFIGURATIONS[kind](graph).map(String);
            const wrong = text?.replace(from, to);
            assert.notEqual(wrong, text, "the mistake was not made");
            const { status, said } = read(kind, wrong ?? "");
            assert.equal(status, 1, said);
            assert.match(said, says);
        });

    it("are read by the versions that run", () => {
        const module = readFileSync(path.join(__dirname, "../../rehearsal/tools/config-check/go.mod"), "utf8");
        const pinned = (name: string): string | undefined => new RegExp(`\\S*${name} (v\\S+)`).exec(module)?.[1];
        assert.equal(pinned("yet-another-cloudwatch-exporter"), CHARTS.cloudWatchExporter.appVersion);
        assert.equal(pinned("blackbox_exporter"), /:(v[^@]+)@/.exec(IMAGES.blackboxExporter)?.[1]);
    });
});
