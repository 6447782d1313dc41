import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { Graph } from "../../../plan/graph";
import { ask } from "../../../rehearsal/ask/questions";
import { startPlugin } from "../../../rehearsal/ask/plugin";
import { settingsFor } from "../../../rehearsal/ask/settings";
import { recordingOf } from "../../support/recordings";

const ROOT = path.join(__dirname, "../../..");
const FILE = "test/environments/simple-cli.yaml";
const LIAR = [path.join(ROOT, "scripts/fast.js"), path.join(__dirname, "liar.ts")] as const;

describe("ask-provider", function () {
    this.timeout(600_000);

    it("tells which answers of a plugin that lies are not ours, and no others", async () => {
        const { graph } = await recordingOf(FILE, "update");
        const plugin = await startPlugin(process.execPath, ["-r", ...LIAR]);
        try {
            await plugin.configure("aws", settingsFor("aws", graph));
            const { checks, differences, others } = await ask(plugin, "aws", graph, new Set());
            assert.ok(checks > 50 && differences > 100);
            assert.deepEqual(
                others.filter((line) => !/Topic .* makes something else of name|Vpc tags: replaces by tags/.test(line)),
                [],
            );
            assert.ok(
                others.some((line) => line.includes("Topic")) && others.some((line) => line.includes("Vpc tags")),
            );
            assert.equal(plugin.called(), 0);
        } finally {
            plugin.stop();
        }
    });

    it("says where a plugin ended, and refuses what is none", async () => {
        await assert.rejects(startPlugin("/bin/true"), /ended with status 0/);
        await assert.rejects(startPlugin("/bin/echo", ["hello"]), /said "hello"/);
        const { graph } = await recordingOf(FILE, "update");
        const plugin = await startPlugin(process.execPath, ["-r", ...LIAR]);
        plugin.stop();
        await assert.rejects(ask(plugin, "aws", new Graph(graph.resources), new Set()), /the plugin ended/);
    });

    it("asks the official Kubernetes provider about every object, where it is built", function () {
        const program = path.join(ROOT, ".cache/bin/pulumi-kubernetes");
        if (!fs.existsSync(program)) this.skip();
        const { status, stdout, stderr } = spawnSync(
            process.execPath,
            ["-r", "./scripts/fast.js", "rehearsal/ask/cli.ts", "--plugin", program, "--stack-file", FILE],
            { cwd: ROOT, encoding: "utf8" },
        );
        assert.equal(status, 0, stdout + stderr);
        assert.match(
            stdout,
            /^kubernetes: \d{2,} resources checked, \d{2,} changes of arguments, 0 answers are not ours/m,
        );
    });
});
