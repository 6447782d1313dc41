/** Neo4j in place, from a dump: the pod's own scripts are run as its manifest says, on an S3 that is a directory and a Neo4j that only loads. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { mapIn, mapsIn } from "../../../plan/capacity/requests";
import { factsOf } from "../../cloud/store";
import { at, isNamed } from "../../kubernetes/inputs";
import type { Lab } from "../lab";
import type { Findings } from "../rehearsal";
import type { Drill } from "./drill";

const NAMESPACE = "memstack";
const BACKUP = "memstack_backup_20261128_020000.tar.gz";
const [CANARY, SINCE] = ["canary", "written since"];

const AWS = `#!/bin/sh
# aws s3 cp --only-show-errors s3://<bucket>/<key> <file, or ->
[ "$1 $2 $3" = "s3 cp --only-show-errors" ] || exit 252
[ "$5" = - ] && exec cat "$S3/\${4#s3://}"
exec cat "$S3/\${4#s3://}" >"$5"
`;
const ADMIN = `#!/bin/sh
for one in "$@"; do case $one in --from-path=*) dump=\${one#*=}/neo4j.dump ;; esac; done
case "$1 $2" in
"database check") [ -s "$dump" ] ;;
"database load") cat "$dump" >"$DATA/graph" ;;
*) exit 2 ;;
esac
`;

interface Pod {
    readonly init: readonly Readonly<Record<string, unknown>>[];
    readonly scripts: Readonly<Record<string, unknown>>;
}

function podOf(lab: Lab): Pod {
    const objects = lab
        .cloud()
        .live()
        .filter(({ type }) => type.startsWith("kubernetes:"))
        .map((each) => ({ type: each.type, facts: factsOf(each) }));
    const named = (kind: string, name: unknown) =>
        objects.find(({ type, facts }) => type.endsWith(`:${kind}`) && isNamed(facts, { name, namespace: NAMESPACE }))
            ?.facts;
    const spec = mapIn(at(named("StatefulSet", "neo4j"), "spec.template.spec"));
    const volume = mapsIn(spec.volumes).find(({ name }) => name === "scripts");
    const [source] = mapsIn(mapIn(volume?.projected).sources);
    return {
        init: mapsIn(spec.initContainers),
        scripts: mapIn(named("ConfigMap", mapIn(source?.configMap).name)?.data),
    };
}

const rootOf = (lab: Lab): string => path.join(lab.paths.root, "neo4j");
const graphIn = (root: string): string => path.join(root, "data/graph");

/** Containers that restore, in the order in which the kubelet runs them; what the first one that fails said. */
function start(root: string, { init, scripts }: Pod): Findings {
    for (const [name, text] of Object.entries(scripts))
        fs.writeFileSync(path.join(root, "scripts", name), String(text));
    const steps = init.filter(({ name }) => name === "fetch" || name === "load");
    if (steps.length !== 2)
        return [`its pod has no steps that restore: ${init.map(({ name }) => String(name)).join(", ")}`];
    for (const { name, command, env } of steps) {
        const here = (text: unknown): string =>
            String(text).replace(/^\/(data|restore|scripts)\b/, (place) => path.join(root, place));
        const variables = Object.fromEntries(mapsIn(env).map((each) => [String(each.name), here(each.value)]));
        const { BUCKET, KEY_PREFIX } = variables;
        if (BUCKET !== undefined) keep(path.join(root, "s3", BUCKET, KEY_PREFIX ?? ""));
        const [program = "", ...rest] = (Array.isArray(command) ? command : []).map(here);
        const { status, stdout, stderr } = spawnSync(program, rest, {
            ...{ cwd: root, encoding: "utf8" },
            env: { ...variables, PATH: `${path.join(root, "bin")}:/usr/bin:/bin`, S3: path.join(root, "s3") },
        });
        if (status !== 0) return [`${String(name)} ended with ${String(status)}: ${stdout}${stderr}`];
    }
    return [];
}

/** The night's dump, where the pod looks for it. */
function keep(folder: string): void {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "neo4j.dump"), CANARY);
    const pack = `tar -czf ${BACKUP} neo4j.dump && sha256sum ${BACKUP} | cut -d ' ' -f 1 >${BACKUP}.sha256`;
    spawnSync("sh", ["-ec", pack], { cwd: folder });
}

export const neo4j: Drill = {
    store: "Neo4j",
    restored: () => ({ "mindcloud:systems": { memstack: { neo4j: { restoreFrom: BACKUP } } } }),
    write: (_store, lab) => {
        const root = rootOf(lab);
        for (const folder of ["bin", "data", "restore", "scripts", "s3"])
            fs.mkdirSync(path.join(root, folder), { recursive: true });
        fs.writeFileSync(graphIn(root), "before");
        fs.writeFileSync(path.join(root, "bin/aws"), AWS, { mode: 0o755 });
        fs.writeFileSync(path.join(root, "bin/neo4j-admin"), ADMIN, { mode: 0o755 });
        return Promise.resolve();
    },
    found: (lab) => {
        const root = rootOf(lab);
        const pod = podOf(lab);
        const failed = start(root, pod);
        if (failed.length > 0) return failed;
        const graph = (): string => fs.readFileSync(graphIn(root), "utf8");
        if (![CANARY, SINCE].includes(graph())) return ["the database does not hold what was written"];
        fs.writeFileSync(graphIn(root), SINCE);
        const again = start(root, pod);
        return graph() === SINCE ? again : ["a pod that starts again restores again, over what was written since"];
    },
};
