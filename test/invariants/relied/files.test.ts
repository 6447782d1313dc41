/** What a container is told to run, read or write is there: volumes, their files by name, variables out of other objects, paths. */
import assert from "node:assert/strict";
import { Secret } from "../../../plan/graph";
import { isMap, list, type Map as Json } from "../../../policy/inputs";
import { manifestsOf, one, type Manifests, type PodTemplate } from "../../../policy/kubernetes";
import { COMPLETE, MOVING, recordingOf, STACK_FILES } from "../../support/recordings";

/** Places of images, by what puts them there. */
const OF_IMAGES: readonly (readonly [place: RegExp, reason: string])[] = [
    [/^\/app(\/|$)/, "WORKDIR of every Dockerfile under images/"],
    [/^\/var\/lib\/neo4j\/conf\/\.$/, "https://github.com/neo4j/docker-neo4j: NEO4J_HOME"],
    [/^\/proc\/1\/status$/, "https://man7.org/linux/man-pages/man5/proc_pid_status.5.html"],
    [/^\/pause$/, "https://github.com/kubernetes/kubernetes/tree/master/build/pause: its only file"],
    [/^\/dev\/(null|stdout|stderr)$/, "every container has them"],
];

const maps = (value: unknown): readonly Json[] => list(value).filter(isMap);
const textAt = (holder: unknown, path: string): string => {
    const value = one(holder, path);
    return typeof value === "string" ? value : "";
};

/** Names of the files that an object gives, by `Kind/name` of its namespace. */
function filesOf(manifests: Manifests, namespace: string): ReadonlyMap<string, readonly string[]> {
    const keys = (value: unknown): readonly string[] => {
        const data = value instanceof Secret ? value.reveal() : value;
        return isMap(data) ? Object.keys(data) : [];
    };
    const inside = (...kinds: readonly string[]) =>
        manifests.of(...kinds).filter((each) => each.namespace === namespace);
    return new Map([
        ...inside("ConfigMap", "Secret").map(
            ({ kind, name, inputs }) =>
                [`${kind}/${name}`, [...keys(inputs.data), ...keys(inputs.stringData)]] as const,
        ),
        // https://external-secrets.io/latest/api/externalsecret/: with a template, what it has beside or in place of the data.
        ...inside("ExternalSecret").map(({ name, inputs }) => {
            const template = keys(one(inputs, "spec.target.template.data"));
            const merged = template.length === 0 || textAt(inputs, "spec.target.template.mergePolicy") === "Merge";
            const data = maps(one(inputs, "spec.data")).map(({ secretKey }) => String(secretKey));
            return [
                `Secret/${textAt(inputs, "spec.target.name") || name}`,
                [...(merged ? data : []), ...template],
            ] as const;
        }),
    ]);
}

/** Words that are a path, or end with one: `--config.file=/etc/x`, `python /scripts/x.py`. */
const pathsIn = (words: readonly string[]): readonly string[] =>
    words
        .filter((word) => !word.includes("\n"))
        .flatMap((word) => word.match(/(?<=^|[\s=])\/[a-z0-9][\w./-]*/gi) ?? []);

for (const file of [...STACK_FILES, COMPLETE, MOVING])
    describe(`containers of ${file}`, () => {
        let manifests: Manifests;
        before(async () => {
            manifests = manifestsOf((await recordingOf(file, "update")).graph);
        });
        const eachPod = (
            look: (pod: PodTemplate, files: ReadonlyMap<string, readonly string[]>, where: string) => void,
        ) => {
            assert.ok(file !== COMPLETE || manifests.pods.length > 20, "a user's stack may have few");
            for (const pod of manifests.pods) {
                const { namespace, name } = pod.owner;
                look(pod, filesOf(manifests, namespace), `${namespace}/${name}`);
            }
        };
        /** Files of a projected volume; undefined where what is in it is written at run time. */
        const filesIn = (volume: Json, files: ReadonlyMap<string, readonly string[]>, where: string) =>
            isMap(volume.projected)
                ? maps(volume.projected.sources).flatMap((source) =>
                      (["configMap", "secret"] as const).flatMap((kind) => {
                          const given = source[kind];
                          if (!isMap(given)) return [];
                          const key = `${kind === "secret" ? "Secret" : "ConfigMap"}/${String(given.name)}`;
                          const there = files.get(key);
                          assert.ok(there, `${where} mounts ${key}, which is not there`);
                          const items = maps(given.items);
                          for (const item of items)
                              assert.ok(
                                  there.includes(String(item.key)),
                                  `${where}: ${key} has no ${String(item.key)}`,
                              );
                          return items.length > 0 ? items.map((item) => String(item.path)) : there;
                      }),
                  )
                : undefined;

        it("mount volumes that their pod has, out of objects and keys that there are", () => {
            eachPod(({ volumes, containers }, files, where) => {
                for (const volume of volumes.values()) filesIn(volume, files, where);
                for (const { name, volumeMounts } of containers)
                    for (const mount of maps(volumeMounts)) {
                        const volume = volumes.get(String(mount.name));
                        assert.ok(volume, `${where} ${String(name)} mounts ${String(mount.name)}`);
                        const inside = filesIn(volume, files, where);
                        // https://kubernetes.io/docs/concepts/storage/projected-volumes/: nobody can write there, and it says so.
                        if (inside !== undefined)
                            assert.equal(mount.readOnly, true, `${where} ${String(name)}: ${String(mount.mountPath)}`);
                        if (typeof mount.subPath === "string" && inside !== undefined)
                            assert.ok(inside.includes(mount.subPath), `${where} ${String(name)}: no ${mount.subPath}`);
                    }
            });
        });

        it("take variables out of objects and keys that there are", () => {
            eachPod(({ containers }, files, where) => {
                const has = (kind: string, { name, key }: Json): void => {
                    const there = files.get(`${kind}/${String(name)}`);
                    assert.ok(there, `${where}: no ${kind} ${String(name)}`);
                    if (typeof key === "string")
                        assert.ok(there.includes(key), `${where}: ${String(name)} has no ${key}`);
                };
                for (const { env, envFrom } of containers) {
                    for (const { valueFrom } of maps(env)) {
                        const { secretKeyRef, configMapKeyRef } = isMap(valueFrom) ? valueFrom : {};
                        if (isMap(secretKeyRef)) has("Secret", secretKeyRef);
                        if (isMap(configMapKeyRef)) has("ConfigMap", configMapKeyRef);
                    }
                    for (const { secretRef, configMapRef } of maps(envFrom)) {
                        if (isMap(secretRef)) has("Secret", secretRef);
                        if (isMap(configMapRef)) has("ConfigMap", configMapRef);
                    }
                }
            });
        });

        it("are told paths that a volume or their image has: commands, probes, variables", () => {
            const used = new Set<string>();
            eachPod(({ containers, volumes }, files, where) => {
                for (const container of containers) {
                    const mounts = maps(container.volumeMounts);
                    const execs = ["startupProbe", "livenessProbe", "readinessProbe", "lifecycle.preStop"].flatMap(
                        (at) => list(one(container, `${at}.exec.command`)),
                    );
                    const variables = maps(container.env).flatMap(({ value }) =>
                        typeof value === "string" ? [value] : [],
                    );
                    const words = [...list(container.command), ...list(container.args), ...execs, ...variables].map(
                        String,
                    );
                    for (const path of pathsIn(words)) {
                        const said = `${where} ${String(container.name)}: ${path}`;
                        const mount = mounts.find(({ mountPath }) => `${path}/`.startsWith(`${String(mountPath)}/`));
                        if (mount === undefined) {
                            const place = OF_IMAGES.find(([pattern]) => pattern.test(path));
                            // A variable may be a path of a URL; nothing is run or read by it.
                            assert.ok(place !== undefined || isUrlPath(container, path), `${said} is nowhere`);
                            if (place !== undefined) used.add(place[1]);
                            continue;
                        }
                        const inside = filesIn(volumes.get(String(mount.name)) ?? {}, files, where);
                        const rest = path.slice(String(mount.mountPath).length + 1).replace(/\/$/, "");
                        if (inside === undefined || rest === "") continue;
                        assert.ok(
                            inside.some((name) => name === rest || name.startsWith(`${rest}/`)),
                            `${said} is not among ${inside.join()}`,
                        );
                    }
                }
            });
            if (file === COMPLETE) assert.ok(used.size >= 3, [...used].join());
        });
    });

/** Probes ask the same path by HTTP, or the variable says that it is one. */
function isUrlPath(container: Json, path: string): boolean {
    return maps(container.env).some(({ name, value }) => value === path && /(_PATH|_URL|ROUTE)$/.test(String(name)));
}
