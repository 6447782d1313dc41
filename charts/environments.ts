/** The environments for whose values charts are rendered: this project's stack files, and the documents' own. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Minor } from "../config/versions";
import { loadStackFile } from "../config/stack-file";
import { record } from "../plan/record";
import { deploy } from "../program";
import { releasesOf, type Release } from "./releases";

const ROOT = path.join(__dirname, "..");
/** Beside a build a recording takes many times as long. */
const PATIENCE = 300;
const DOCUMENTS = "test/environments";

export function stackFiles(): readonly string[] {
    const own = fs.readdirSync(ROOT).filter((file) => /^Pulumi\..+\.yaml$/.test(file));
    const documents = fs.readdirSync(path.join(ROOT, DOCUMENTS)).map((file) => `${DOCUMENTS}/${file}`);
    return [...own.sort(), ...documents.sort()];
}

/** As after a first deployment: names and ARNs have the shape that AWS gives them. */
export async function releasesIn(file: string): Promise<readonly (Release & { readonly minor: Minor })[]> {
    const loaded = loadStackFile(path.join(ROOT, file));
    if (!loaded.ok)
        throw new Error(`${file}: ${loaded.problems.map(({ path: key, rule }) => `${key} ${rule}`).join("; ")}`);
    const { environment, secrets } = loaded;
    const { project, stack } = environment;
    const { graph } = await record(() => deploy(environment, secrets), {
        project,
        stack,
        mode: "update",
        timeoutSeconds: PATIENCE,
    });
    return releasesOf(graph, file).map((release) => ({ ...release, minor: environment.cluster.kubernetes }));
}
