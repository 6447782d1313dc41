import * as fs from "node:fs";
import * as path from "node:path";
import { shapeIn } from "../../cluster";
import { run } from "../../cluster/run";
import type { ControlPlane } from "../../kubernetes/plane";
import { drain } from "../../drain/drain";
import { leavingOf } from "../../drain/leaving";
import { violated } from "../checks/budgets";
import { ranWell } from "../checks/outcome";
import { leftOn } from "../checks/runs";
import type { Drill, Settled } from "../drill/drill";
import { labelOf, nameOf } from "../drill/sight";
import { withDrill } from "../drill/with-drill";
import type { Lab } from "../lab";
import type { Findings, Rehearsal } from "../rehearsal";
import { withKeys } from "../stack-file";
import { transition } from "../transitions/pair";
import { onRealKubernetes } from "./on-real-kubernetes";

/** Label of a node: its group as the stack file calls it. */
const KEY = "mindcloud.dev/node-group";

/** docs/guides/node-groups.md on a real control plane: a group beside, `make drain`, and the old one out. */
export const otherNodes: Rehearsal = {
    name: "other-nodes",
    shows: "nodes are replaced by a group beside them, make drain and state: absent: no budget is violated at any moment, every pod runs again on the new ones, and it converges",
    form: "full",
    async run(lab) {
        await onRealKubernetes(lab, "no node was replaced", async () => {
            lab.edit({ "mindcloud:data": "keep" });
            const file = path.join(lab.paths.root, `Pulumi.${lab.stack}.yaml`);
            const up = await lab.step("up on a real control plane", () => lab.up({ kubernetes: "real" }), ranWell);
            if (up.status !== 0) return;
            let text = fs.readFileSync(file, "utf8");
            const used = await withNodes(lab);
            for (const group of groupsOf(lab)) text = await replaced(lab, text, group, used.has(group));
        });
    },
};

/** Those that exist: with FULL each, else that of what serves. */
function groupsOf(lab: Lab): readonly string[] {
    const groups = new Set((shapeIn(lab.paths.cluster)?.groups ?? []).map(({ labels }) => labels[KEY] ?? ""));
    const { nodeGroups } = lab.environment();
    return [...groups].filter((group) => lab.full || nodeGroups[group]?.purpose === "general").sort();
}

/** Groups of which a node stands: at the floor, one may have none, and then there is nothing to drain. */
const withNodes = (lab: Lab): Promise<ReadonlySet<string>> =>
    withDrill(lab, async (drill) => new Set((await drill.look()).nodes.map((node) => labelOf(node, KEY))));

/** The stack file afterwards. */
async function replaced(lab: Lab, text: string, group: string, used: boolean): Promise<string> {
    const own = lab.environment().nodeGroups[group];
    const next = `${group}2`;
    const leaving = withKeys(text, { nodeGroups: { [next]: own, [group]: { state: "leaving" } } });
    await transition(lab, { what: `${next} beside ${group}, which is leaving`, from: text, to: leaving }, "real");

    const absent = withKeys(leaving, { nodeGroups: { [group]: { state: "absent" } } });
    await withDrill(lab, async (drill, plane) => {
        const { nodes } = await drill.look();
        const old = nodes.filter((node) => labelOf(node, KEY) === group).map(nameOf);
        await lab.step(
            `make drain GROUP=${group}`,
            () => watched(drill, () => emptied(plane, lab, group)),
            ({ findings, sight, looks }) => ({
                findings: [
                    ...findings,
                    ...leftOn(sight, old),
                    ...(old.length > 0 || !used ? [] : [`no node is of ${group}`]),
                ],
                fact: `${String(old.length)} nodes, ${String(looks)} states of budgets`,
            }),
        );
        await transition(lab, { what: `${group} is absent`, from: leaving, to: absent }, "real");
        return lab.step(
            `without the nodes of ${group}`,
            async () => {
                for (const node of old) await drill.remove(node); // EKS takes them with their group
                return drill.settle();
            },
            ({ findings }) => findings,
        );
    });
    return absent;
}

/** As `make drain` does, with the stack file that is deployed. */
async function emptied({ kubectl, kubeconfig }: ControlPlane, lab: Lab, group: string): Promise<void> {
    const said: string[] = [];
    const leaving = leavingOf(lab.environment(), group);
    if (typeof leaving === "string") throw new Error(leaving);
    const status = await drain({
        ...leaving,
        kubectl: async (...words) => {
            const { code, output } = await run(kubectl, ["--kubeconfig", kubeconfig, ...words]);
            return { code: code ?? 1, output };
        },
        say: (line) => said.push(line),
    });
    if (status !== 0) throw new Error(said.join("\n"));
}

/** Every state of every budget that its controller tells, not only those of a look now and then. */
async function watched(drill: Drill, work: () => Promise<void>): Promise<Settled & { readonly looks: number }> {
    const { kinds, watches } = drill.cluster;
    const kind = await kinds.find("policy/v1", "PodDisruptionBudget");
    if (kind === undefined) throw new Error("the API server knows no budgets");
    const violations = new Set<string>();
    let seen = 0;
    const stop = watches.follow(kind, (budget) => {
        if (budget === undefined) return;
        seen += 1;
        for (const violation of violated([budget])) violations.add(violation);
    });
    try {
        const settled = await drill.settle({ work: work() });
        const findings: Findings = [...new Set([...settled.findings, ...violations])];
        return { ...settled, findings, looks: seen };
    } finally {
        stop();
    }
}
