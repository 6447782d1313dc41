/** Volumes that move to another class of storage: what is declared in each step, and the script that copies. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Graph } from "../../../../plan/graph";
import { evaluate } from "../../../../policy/evaluate";
import { COPIES } from "../../../../rehearsal/rehearse/transitions/marks";
import { changed, recordStack, TODAY } from "../../../support/recordings";
import { at, object } from "../../workload/fixture";
import { containersOf } from "../pods";
import { AGENCY, agency, agencyWith, statefulSet } from "./stack";

const claimsOf = (graph: Graph, company: string): readonly string[] =>
    graph
        .ofType("kubernetes:core/v1:PersistentVolumeClaim")
        .filter((claim) => at(claim, "metadata", "namespace") === company)
        .map((claim) => String(at(claim, "metadata", "name")))
        .sort();
const jobsOf = (graph: Graph) =>
    graph
        .ofType("kubernetes:batch/v1:Job")
        .filter(({ name }) => name.startsWith("simple-cli-"))
        .map((job) => String((at(job, "metadata", "annotations") as Record<string, string> | undefined)?.[COPIES]));
const mountedBy = (graph: Graph, part: "agent" | "brain"): readonly string[] =>
    JSON.stringify(statefulSet(graph, "acme", part).inputs).match(/(?<="claimName":")[^"]+/g) ?? [];

const BOTH = ["acme-agent-data", "acme-agent-files", "acme-brain-data", "acme-brain-files"];
const bound = { agents: { min: 1, max: 1 }, companies: { globex: { agents: { min: 1, max: 1 } } } };

describe("Simple-CLI's volumes on their way to another class of storage", () => {
    it("stand beside each other while Jobs copy each, after everybody who writes has been stopped", async () => {
        for (const [size, jobs] of [
            ["production", ["acme-agent-data=acme-agent-files", "acme-brain-data=acme-brain-files"]],
            ["dev", ["acme-agent-files=acme-agent-data", "acme-brain-files=acme-brain-data"]],
        ] as const) {
            const graph = await agencyWith({ ...bound, size, storage: { replaced: "copy" } });
            assert.deepEqual(claimsOf(graph, "acme"), BOTH, size);
            // A suspended company's volumes move too.
            const all = jobsOf(graph);
            assert.deepEqual([all.length, all.filter((each) => each.startsWith("acme-"))], [6, jobs], size);
            for (const part of ["agent", "brain"] as const) {
                const workload = statefulSet(graph, "acme", part);
                assert.equal(at(workload, "spec", "replicas"), 0);
                const job = object(graph, "Job", `simple-cli-acme-${part}-copy`, "acme");
                assert.ok(graph.pathsTo(job, "kubernetes:apps/v1:StatefulSet").length > 0, "copies while pods write");
                assert.deepEqual(
                    containersOf(job).map(({ command }) => command),
                    [["node", "/volume-copy/volume-copy.mjs"]],
                );
            }
            assert.deepEqual(
                graph
                    .ofType("kubernetes:keda.sh/v1alpha1:ScaledObject")
                    .map(({ name }) => name)
                    .filter((name) => name.startsWith("simple-cli")),
                [],
            );
        }
    });

    it("are kept when pods run on the copies, and gone when the file says so", async () => {
        for (const [size, used] of [
            ["production", "files"],
            ["dev", "data"],
        ] as const) {
            const kept = await agencyWith({ ...bound, size, storage: { replaced: "keep" } });
            assert.deepEqual(claimsOf(kept, "acme"), BOTH);
            assert.deepEqual(jobsOf(kept), []);
            assert.equal(at(statefulSet(kept, "acme", "brain"), "spec", "replicas"), 1);
            const brain = mountedBy(kept, "brain");
            assert.deepEqual(brain, [`acme-brain-${used}`]);
            const alone = await agencyWith({ ...bound, size });
            assert.deepEqual(claimsOf(alone, "acme"), [`acme-agent-${used}`, `acme-brain-${used}`]);
            assert.deepEqual(mountedBy(alone, "agent"), mountedBy(kept, "agent"));
        }
    });

    it("break no rule on the way, and have room in the namespace's quota for both", async () => {
        for (const replaced of ["copy", "keep"]) {
            const stack = changed(AGENCY, {
                systems: { simpleCli: { ...bound, size: "production", storage: { replaced } } },
            });
            const { graph } = await recordStack(stack, "update");
            assert.deepEqual(evaluate(graph, stack.environment, { today: TODAY }).findings, []);
            const quota = object(graph, "ResourceQuota", "limits", "acme");
            assert.ok(Number(at(quota, "spec", "hard", "persistentvolumeclaims")) >= 4);
        }
        assert.deepEqual(jobsOf(await agency()), []);
    });
});

describe("the script that copies a volume", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "copy-"));
    after(() => {
        fs.rmSync(folder, { recursive: true });
    });
    const SCRIPT = path.join(__dirname, "../../../../components/blocks/volume-copy.mjs");
    const volume = (name: string, contents: Readonly<Record<string, string>>): string => {
        const directory = path.join(folder, name);
        fs.mkdirSync(directory);
        for (const [file, text] of Object.entries(contents)) {
            fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
            fs.writeFileSync(path.join(directory, file), text);
        }
        return directory;
    };
    const copy = (FROM: string, TO: string) =>
        spawnSync(process.execPath, [SCRIPT], { cwd: folder, env: { FROM, TO }, encoding: "utf8" });
    const read = (directory: string, file: string): string => fs.readFileSync(path.join(directory, file), "utf8");

    it("copies everything, links and times too, and says how much", () => {
        const from = volume("from", { "scheduler_state.json": "{}", "brain/graph/a": "abc" });
        fs.mkdirSync(path.join(from, "lost+found"));
        fs.symlinkSync("scheduler_state.json", path.join(from, "state"));
        fs.utimesSync(path.join(from, "brain/graph/a"), 1000, 1000);
        const to = volume("to", {});
        const { status, stdout, stderr } = copy(from, to);
        assert.equal(status, 0, stderr);
        assert.equal(stdout, "copied 3 files, 5 bytes\n");
        assert.equal(read(to, "brain/graph/a"), "abc");
        assert.equal(fs.readlinkSync(path.join(to, "state")), "scheduler_state.json");
        assert.equal(fs.statSync(path.join(to, "brain/graph/a")).mtimeMs, 1_000_000);
        assert.ok(!fs.existsSync(path.join(to, "lost+found")));
    });

    it("does not take back what was written since, when it is run again", () => {
        const [from, to] = [path.join(folder, "from"), path.join(folder, "to")];
        fs.writeFileSync(path.join(to, "scheduler_state.json"), '{"newer":1}');
        assert.equal(copy(from, to).stdout, "copied before: nothing to do\n");
        assert.equal(read(to, "scheduler_state.json"), '{"newer":1}');
    });

    it("copies back what was written since, and puts aside what was there before", () => {
        const [from, to] = [path.join(folder, "from"), path.join(folder, "to")];
        const { status, stdout, stderr } = copy(to, from);
        assert.equal(status, 0, stderr);
        assert.match(stdout, /^put aside in .*\.before-[-\w]+: 3 entries\ncopied 3 files, 14 bytes\n$/);
        assert.equal(read(from, "scheduler_state.json"), '{"newer":1}');
        const before = fs.readdirSync(from).find((name) => name.startsWith(".before-")) ?? "";
        assert.equal(read(from, `${before}/scheduler_state.json`), "{}");
    });

    it("begins again where a copy was cut off, and takes no other volume of the same name for the one before", () => {
        const from = volume("again", { a: "1", b: "2" });
        const to = volume("half", { a: "half" });
        assert.equal(copy(from, to).status, 0);
        assert.deepEqual([read(to, "a"), read(to, "b")], ["1", "2"]);
        const another = volume("another", { a: "3" });
        assert.match(copy(another, to).stdout, /copied 1 files/);
        assert.equal(read(to, "a"), "3");
        assert.ok(!fs.existsSync(path.join(to, "b")), "two lives of a volume are mixed");
    });

    it("fails, and so stops the deployment, where it cannot read or write", () => {
        assert.notEqual(copy(path.join(folder, "nowhere"), path.join(folder, "to")).status, 0);
    });
});
