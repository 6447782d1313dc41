/** Nodes of a running control plane by number, as when Auto Scaling or a person changes the size of a group. */
import type { ControlPlane } from "../kubernetes/plane";
import { create } from "./fill";
import { nodeManifests } from "./manifests";
import { nodesOf } from "./nodes";
import { run } from "./run";
import type { Node, Shape } from "./shaped";

type Plane = Pick<ControlPlane, "kubectl" | "kubeconfig">;

export interface Resized {
    readonly added: readonly string[];
    readonly removed: readonly string[];
}

/**
 * `counts`: nodes by the key of their group; groups that are not named stay as they are. Surplus nodes are drained, budgets respected,
 * before they go.
 */
export async function resizeNodes(
    plane: Plane,
    shape: Shape,
    counts: Readonly<Record<string, number>>,
): Promise<Resized> {
    const { add, remove } = changes(shape, counts, await nodesStanding(plane));
    await create(plane, add.flatMap(nodeManifests));
    for (const name of remove) await removeNode(plane, name);
    return { added: add.map(({ name }) => name), removed: remove };
}

/** The last ones go first, whatever they are called; a name that is taken is not given again. */
export function changes(
    shape: Shape,
    counts: Readonly<Record<string, number>>,
    standing: readonly StandingNode[],
): { readonly add: readonly Node[]; readonly remove: readonly string[] } {
    const taken = new Set(standing.map(({ name }) => name));
    const perGroup = shape.groups.flatMap((group) => {
        const wanted = counts[group.key];
        if (wanted === undefined) return [];
        const there = standing.filter((node) => node.group === group.managedName).map(({ name }) => name);
        const missing = Math.max(0, wanted - there.length);
        const names = nodesOf(shape, { [group.key]: wanted + taken.size }).filter(({ name }) => !taken.has(name));
        return [{ add: names.slice(0, missing), remove: there.slice(wanted) }];
    });
    return { add: perGroup.flatMap(({ add }) => add), remove: perGroup.flatMap(({ remove }) => remove) };
}

export interface StandingNode {
    readonly name: string;
    /** What EKS calls its node group. */
    readonly group: string;
}

export async function nodesStanding(plane: Plane): Promise<readonly StandingNode[]> {
    const columns = "custom-columns=NAME:.metadata.name,GROUP:.metadata.labels.eks\\.amazonaws\\.com/nodegroup";
    const output = await kubectl(plane, "get", "nodes", "--sort-by=.metadata.creationTimestamp", "-o", columns);
    return output
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.trim().split(/\s+/))
        .map(([name = "", group = ""]) => ({ name, group }));
}

/**
 * Evicts what runs there as `kubectl drain` does; fails when a budget still forbids it after the time. Pods have the time to stop that they
 * ask for: of one that goes at once and comes again under the same name, a budget believes for two minutes that it is still to go.
 */
export async function drainNode(plane: Plane, name: string, timeoutSeconds = 120): Promise<void> {
    await kubectl(
        plane,
        ...["drain", name, "--force", "--ignore-daemonsets", "--delete-emptydir-data"],
        `--timeout=${String(timeoutSeconds)}s`,
    );
}

async function removeNode(plane: Plane, name: string): Promise<void> {
    await drainNode(plane, name);
    await kubectl(plane, "delete", `node/${name}`, `csinode/${name}`, "--ignore-not-found");
}

async function kubectl({ kubectl: file, kubeconfig }: Plane, ...words: readonly string[]): Promise<string> {
    const { code, output } = await run(file, ["--kubeconfig", kubeconfig, ...words]);
    if (code !== 0) throw new Error(`kubectl ${words.slice(0, 2).join(" ")} ended with ${String(code)}:\n${output}`);
    return output;
}
