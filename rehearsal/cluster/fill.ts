/** What a new control plane gets before anybody sees it. */
import * as path from "node:path";
import * as fs from "node:fs";
import type { ControlPlane } from "../kubernetes/plane";
import { definitionsFor } from "./charts";
import type { Definition } from "./definitions";
import { nodeManifests, standInManifest } from "./manifests";
import { nodesOf } from "./nodes";
import { run } from "./run";
import type { Manifest, Shape } from "./shaped";

type Plane = Pick<ControlPlane, "kubectl" | "kubeconfig">;

/** Custom kinds, nodes, and pods that ask for what add-ons ask for. */
export async function fill(plane: Plane, directory: string, shape: Shape): Promise<void> {
    await create(plane, definitionsFor(directory));
    // Until then the API server answers for these kinds with 429.
    await run(plane.kubectl, [
        "--kubeconfig",
        plane.kubeconfig,
        ...["wait", "--for=condition=Established", "crd", "--all", "--timeout=300s"],
    ]);
    const nodes = nodesOf(shape, shape.counts);
    await create(plane, [
        ...nodes.flatMap(nodeManifests),
        ...shape.standIns.map(standInManifest),
        ...(shape.others ?? []),
    ]);
    fs.writeFileSync(shapeFileOf(directory), JSON.stringify(shape));
}

export const shapeFileOf = (directory: string): string => path.join(directory, "shape.json");

/** Undefined where the control plane was not made for an environment, or is not complete. */
export function shapeIn(directory: string): Shape | undefined {
    const file = shapeFileOf(directory);
    return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Shape) : undefined;
}

/** Server-side: definitions are larger than the annotation that a client-side apply writes. */
export async function create(plane: Plane, manifests: readonly (Manifest | Definition)[]): Promise<void> {
    if (manifests.length === 0) return;
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: manifests });
    // The server says what is wrong with an object; to find it first, kubectl would ask for the description of every kind there is.
    const words = ["apply", "--server-side", "--validate=false", "--field-manager=mindcloud-stand-in", "--filename=-"];
    const { code, output } = await run(plane.kubectl, ["--kubeconfig", plane.kubeconfig, ...words], { input: list });
    if (code !== 0) throw new Error(`the control plane refused what it is given at its start:\n${output}`);
}
