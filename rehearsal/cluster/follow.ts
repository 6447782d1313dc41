/** A control plane that runs already, when its environment is no longer the one that it was made for. */
import * as fs from "node:fs";
import type { ControlPlane } from "../kubernetes/plane";
import { definitionsFor } from "./charts";
import { create, shapeFileOf, shapeIn } from "./fill";
import { MANAGED_GROUP, STANDS_IN, standInManifest } from "./manifests";
import { nodesStanding, resizeNodes, type StandingNode } from "./resize";
import { run } from "./run";
import type { NodeTaint, Shape, ShapedGroup } from "./shaped";

type Plane = Pick<ControlPlane, "kubectl" | "kubeconfig">;

/**
 * More nodes where the floor needs them, and the pods of add-ons as they are now; those of charts follow their releases. What is too much stays: it is the program's
 * to move pods first, and `resizeNodes` takes nodes away. Returns what was done, for a person.
 */
export async function followShape(plane: Plane, directory: string, shape: Shape): Promise<readonly string[]> {
    const before = shapeIn(directory);
    for (const command of renamed(before, shape))
        await run(plane.kubectl, ["--kubeconfig", plane.kubeconfig, ...command]);
    const { added } = await resizeNodes(plane, shape, grown(shape, await nodesStanding(plane)));
    const standing = new Set((await nodesStanding(plane)).map(({ group }) => group));
    for (const words of retainted(before, shape).filter(({ group }) => standing.has(group)))
        await run(plane.kubectl, ["--kubeconfig", plane.kubeconfig, ...words.command]);
    // Kinds too: an earlier release of this program knew fewer.
    await create(plane, [
        ...definitionsFor(directory),
        ...shape.standIns.map(standInManifest),
        ...(shape.others ?? []),
    ]);
    const gone = goneStandIns(before, shape);
    for (const name of gone) {
        const words = ["--namespace", "kube-system", "delete", "daemonsets,deployments"];
        await run(plane.kubectl, ["--kubeconfig", plane.kubeconfig, ...words, `--selector=${STANDS_IN}=${name}`]);
    }
    fs.writeFileSync(shapeFileOf(directory), JSON.stringify(shape));
    return [...added.map((name) => `node ${name} added`), ...gone.map((name) => `pods of ${name} removed`)];
}

/** An autoscaler or a rehearsal may have added some. */
export function grown(shape: Shape, standing: readonly StandingNode[]): Readonly<Record<string, number>> {
    return Object.fromEntries(
        shape.groups.map(({ key, managedName }) => {
            const there = standing.filter(({ group }) => group === managedName).length;
            return [key, Math.max(there, shape.counts[key] ?? 0)];
        }),
    );
}

/** Nodes of an earlier release of this program carry the logical name of their group. */
export function renamed(before: Shape | undefined, now: Shape): readonly (readonly string[])[] {
    return now.groups.flatMap(({ name, managedName }) => {
        const old: Partial<ShapedGroup> | undefined = before?.groups.find((group) => group.name === name);
        if (old === undefined || old.managedName === managedName) return [];
        const selector = `--selector=${MANAGED_GROUP}=${old.managedName ?? name}`;
        return [["label", "nodes", selector, "--overwrite", `${MANAGED_GROUP}=${managedName}`]];
    });
}

/** EKS puts a group's new taints on the nodes that it has, and takes the others off (docs/guides/node-groups.md). */
export function retainted(
    before: Shape | undefined,
    now: Shape,
): readonly { readonly group: string; readonly command: readonly string[] }[] {
    const said = ({ key, value, effect }: NodeTaint): string => `${key}=${value}:${effect}`;
    return now.groups.flatMap(({ name, managedName, taints }) => {
        const old = before?.groups.find((group) => group.name === name)?.taints ?? [];
        const wanted = new Set(taints.map(said));
        const had = new Set(old.map(said));
        const changes = [
            ...[...wanted].filter((taint) => !had.has(taint)),
            ...old
                .filter(({ key, effect }) => !taints.some((taint) => taint.key === key && taint.effect === effect))
                .map(({ key, effect }) => `${key}:${effect}-`),
        ];
        const selector = `--selector=${MANAGED_GROUP}=${managedName}`;
        const command = ["taint", "nodes", selector, "--overwrite", ...changes];
        return changes.length === 0 ? [] : [{ group: managedName, command }];
    });
}

export function goneStandIns(before: Shape | undefined, now: Shape): readonly string[] {
    const wanted = new Set(now.standIns.map(({ name }) => name));
    return (before?.standIns ?? []).map(({ name }) => name).filter((name) => !wanted.has(name));
}
