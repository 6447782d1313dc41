import * as fs from "node:fs";
import * as path from "node:path";
import { leftByHelm } from "../cluster/charts";
import type { Paths } from "../session/paths";
import type { Rehearsed } from "../session/rehearsed";
import { KEPT_BEHIND } from "./inputs";
import type { Plane } from "./plane";
import { connect, type Cluster } from "./real/cluster";
import { standing } from "./real/inventory";

const ROOT = path.join(__dirname, "..", "..");
/** What a control plane has of its own, from its start: everything else must be gone in the end. */
const baselineOf = ({ work }: Paths): string => path.join(work, "baseline.json");

/** Starts the environment's control plane, or finds it running. */
export async function startPlane(
    { controlPlanes, stack }: Rehearsed,
    paths: Paths,
    say: (line: string) => void,
    charts?: string,
): Promise<Plane> {
    if (controlPlanes === undefined) throw new Error(`${stack} has no control plane`);
    const { cluster: directory } = paths;
    const isNew = !fs.existsSync(baselineOf(paths));
    const found = await controlPlanes.start({ root: ROOT, directory, onProgress: say, charts });
    const cluster = connect(found.kubeconfig);
    if (isNew) fs.writeFileSync(baselineOf(paths), JSON.stringify(await standing(cluster)));
    return {
        ...found,
        cluster,
        remove: async () => {
            await controlPlanes.stop(directory);
            fs.rmSync(baselineOf(paths), { force: true });
        },
    };
}

/** Objects that were not there when the control plane started, but for what goes with its cluster. */
export async function leftOn(cluster: Cluster, paths: Paths): Promise<readonly string[]> {
    const before = new Set(JSON.parse(fs.readFileSync(baselineOf(paths), "utf8")) as string[]);
    const helms = new Set(leftByHelm(paths.cluster).map((name) => `CustomResourceDefinition ${name}`));
    const kept = `${KEPT_BEHIND.split(":").at(-1) ?? ""} `;
    return (await standing(cluster)).filter((line) => !before.has(line) && !helms.has(line) && !line.startsWith(kept));
}
