/** Whoever waits for a pod reads how long in docs/guides/operations.md: to start, to stop, to be done. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { manifestsOf, one, type PodTemplate } from "../../../policy/kubernetes";
import { MOVING, recordingOf } from "../../support/recordings";

const PAGE = readFileSync(path.join(__dirname, "../../../docs/guides/operations.md"), "utf8");

/** Workload -> what rows of the section say of it: `| 30 s | 35 s | a, b |`, `| 10 min | a, b |`; behind a name, why. */
function documented(): ReadonlyMap<string, readonly string[]> {
    const section = PAGE.split("## How long pods take\n")[1]?.split("\n## ")[0] ?? "";
    const said = new Map<string, string[]>();
    for (const [, times = "", names = ""] of section.matchAll(/^\| ((?:\d+ (?:s|min) \| )+)(.+) \|$/gm))
        for (const name of names.split(", ").filter((word) => !/^(which|whose) /.test(word)))
            said.set(name, [...(said.get(name) ?? []), times.replace(/ \| $/, "").replace(" | ", ", ")]);
    return said;
}

/** The longest of its containers; a minute for a Job. */
function timesOf({ owner, containers, spec, serves }: PodTemplate): string {
    if (!serves) {
        const spec = owner.kind === "CronJob" ? "spec.jobTemplate.spec" : "spec";
        return `${String(Number(one(owner.inputs, `${spec}.activeDeadlineSeconds`)) / 60)} min`;
    }
    const starts = containers.flatMap((container) => {
        const { periodSeconds, failureThreshold } = (one(container, "startupProbe") ?? {}) as Record<string, number>;
        return periodSeconds !== undefined && failureThreshold !== undefined ? [periodSeconds * failureThreshold] : [];
    });
    return `${String(Math.max(...starts))} s, ${String(spec.terminationGracePeriodSeconds)} s`;
}

it("pods take as long as the page says, and no other is on it", async () => {
    const { pods } = manifestsOf((await recordingOf(MOVING, "update")).graph);
    // Of each company the same.
    const nameOf = ({ owner }: PodTemplate) =>
        owner.name.replace(/(?<=^|-)[a-z]+-(agent|brain)(?=$|-copy$)/, "acme-$1");
    const take = new Set(pods.map((pod) => `${nameOf(pod)}: ${timesOf(pod)}`));
    const said = [...documented()].flatMap(([name, all]) => all.map((times) => `${name}: ${times}`));
    assert.deepEqual([...take].sort(), said.sort());
});
