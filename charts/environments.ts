/** What an environment installs: the releases for whose values charts are rendered. */
import * as path from "node:path";
import type { Environment, PeopleSecrets } from "../config/environment";
import type { Minor } from "../config/versions";
import { loadStackFile } from "../config/stack-file";
import { record } from "../plan/record";
import { deploy } from "../program";
import { releasesOf, type Release } from "./releases";

const ROOT = path.join(__dirname, "..");
/** Beside a build a recording takes many times as long. */
const PATIENCE = 300;

/** As after a first deployment: names and ARNs have the shape that AWS gives them. */
export async function releasesIn(file: string): Promise<readonly (Release & { readonly minor: Minor })[]> {
    const loaded = loadStackFile(path.join(ROOT, file));
    if (!loaded.ok)
        throw new Error(`${file}: ${loaded.problems.map(({ path: key, rule }) => `${key} ${rule}`).join("; ")}`);
    return releasesFor(loaded.environment, loaded.secrets, file);
}

/** `name`: by which it is told from others. */
export async function releasesFor(
    environment: Environment,
    secrets: PeopleSecrets,
    name: string,
): Promise<readonly (Release & { readonly minor: Minor })[]> {
    const { project, stack } = environment;
    const { graph } = await record(() => deploy(environment, secrets), {
        project,
        stack,
        mode: "update",
        timeoutSeconds: PATIENCE,
    });
    return releasesOf(graph, name).map((release) => ({ ...release, minor: environment.cluster.kubernetes }));
}
