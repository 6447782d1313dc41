/** The Kubernetes objects of a stack as YAML, for linters and for people: as they would be applied, with secrets and unknown values marked. */
import * as fs from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import type { Environment, PeopleSecrets } from "../config/environment";
import { Secret, type Graph, type RecordedResource } from "./graph";
import type { Program } from "./plan";
import { record } from "./record";
import { isMap } from "./values";

export interface Document {
    /** Below the output directory: `<namespace>/<kind>-<name>.yaml`. */
    readonly file: string;
    readonly text: string;
}

const RELEASE = "kubernetes:helm.sh/v3:Release";

export async function manifestsFor(
    program: Program,
    environment: Environment,
    secrets: PeopleSecrets,
): Promise<readonly Document[]> {
    const { project, stack } = environment;
    // As after a first deployment: names and ARNs have the shape that AWS gives them.
    const { graph } = await record(() => program(environment, secrets), { project, stack, mode: "update" });
    return documentsOf(graph);
}

/** In the order of a deployment within each file name's directory; a chart is written as its values. */
export function documentsOf(graph: Graph): readonly Document[] {
    return graph.inOrder().flatMap((resource) => {
        const { type, custom, inputs } = resource;
        if (!custom || !type.startsWith("kubernetes:")) return [];
        if (type === RELEASE) return [chart(resource)];
        return isMap(inputs.metadata) ? [manifest(resource)] : [];
    });
}

function manifest({ type, inputs }: RecordedResource): Document {
    const { name, namespace } = inputs.metadata as Record<string, unknown>;
    const [, group = "", kind = ""] = /^kubernetes:(.+):(\w+)$/.exec(type) ?? [];
    // Core objects are `v1` in a manifest and `core/v1` in a type.
    const apiVersion = inputs.apiVersion ?? group.replace(/^core\//, "");
    const { apiVersion: _a, kind: _k, metadata, ...said } = inputs;
    const rest = Object.fromEntries(Object.entries(said).map(([key, value]) => [key, keysShown(value)]));
    const home = typeof namespace === "string" ? namespace : "cluster";
    const file = path.join(home, `${kind.replace(/Patch$/, "").toLowerCase()}-${String(name)}.yaml`);
    return { file, text: yaml({ apiVersion, kind: kind.replace(/Patch$/, ""), metadata, ...rest }) };
}

/** Names of a Secret's entries are in every pod that reads them: of a map that is secret as a whole, the values are. */
function keysShown(value: unknown): unknown {
    const content = value instanceof Secret ? value.reveal() : undefined;
    if (!isMap(content)) return value;
    return Object.fromEntries(Object.entries(content).map(([key, each]) => [key, new Secret(each)]));
}

function chart({ name, inputs }: RecordedResource): Document {
    const { chart: chartName, version, namespace, repositoryOpts, values } = inputs;
    const repository = isMap(repositoryOpts) ? repositoryOpts.repo : undefined;
    const header = `# Helm chart ${String(chartName)} ${String(version)} of ${typeof repository === "string" ? repository : "unknown"}, release ${name}: its values\n`;
    return {
        file: path.join("charts", String(namespace), `${name}.values.yaml`),
        text: header + yaml(values ?? {}),
    };
}

/**
 * Without anchors, which repeat what a person would have to look up. What YAML 1.1 takes for something else is quoted: kubectl reads with
 * sigs.k8s.io/yaml, to which `no`, `on`, `1_000` and `2026-01-01` are no text.
 */
export const yaml = (value: unknown): string =>
    stringify(JSON.parse(JSON.stringify(value)), { aliasDuplicateObjects: false, lineWidth: 120, compat: "yaml-1.1" });

/** Names what an earlier run wrote, so that a file whose object is gone goes too, and nothing else does. */
const INDEX = ".mindcloud-manifests";

export function writeManifests(documents: readonly Document[], directory: string): void {
    const index = path.join(directory, INDEX);
    const before = fs.existsSync(index) ? fs.readFileSync(index, "utf8").split("\n").filter(Boolean) : [];
    for (const file of before) fs.rmSync(path.join(directory, path.normalize(`/${file}`)), { force: true });
    for (const { file, text } of documents) {
        const target = path.join(directory, file);
        fs.mkdirSync(path.dirname(target), { recursive: true });
        fs.writeFileSync(target, text);
    }
    fs.mkdirSync(directory, { recursive: true });
    fs.writeFileSync(index, documents.map(({ file }) => `${file}\n`).join(""));
}
