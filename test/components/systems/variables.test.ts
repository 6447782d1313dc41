/** Variables that a stack adds: there for every workload of every system, and never one that the program sets itself. */
import assert from "node:assert/strict";
import { SYSTEMS, type SystemKey } from "../../../components/systems";
import type { Graph, RecordedResource } from "../../../plan/graph";
import { changed, COMPLETE, recordingOf, recordStack, refused } from "../../support/recordings";
import { at } from "../workload/fixture";

interface Container {
    readonly image: string;
    readonly env?: readonly { readonly name: string; readonly value?: unknown }[];
    readonly envFrom?: readonly Readonly<Record<string, { readonly name: string } | undefined>>[];
}

const KEYS = Object.keys(SYSTEMS) as SystemKey[];
const NAMESPACES: Readonly<Record<string, SystemKey>> = {
    ...{ akosha: "akosha", memstack: "memstack", myriad: "myriad", "myriad-python": "myriadPython", acme: "simpleCli" },
};
/** Every workload with a variable that names it. */
const NAMED = Object.fromEntries(
    KEYS.map((key) => [
        key,
        {
            enabled: true,
            workloads: Object.fromEntries(
                Object.keys(SYSTEMS[key].workloads).map((workload) => [
                    workload,
                    { variables: { MINDCLOUD_TEST: `${key}.${workload}` } },
                ]),
            ),
        },
    ]),
);

/** Containers that run an image of the systems' own, by the system. */
function* ownContainers(graph: Graph): Generator<readonly [SystemKey, Container, RecordedResource]> {
    for (const resource of graph.resources.filter(({ type }) => /:(Deployment|StatefulSet|CronJob|Job)$/.test(type))) {
        const namespace = String(at(resource, "metadata", "namespace"));
        const key = NAMESPACES[namespace] ?? KEYS.find((each) => each === namespace);
        if (key === undefined) continue;
        const template = resource.type.endsWith("CronJob") ? ["jobTemplate", "spec", "template"] : ["template"];
        const { initContainers = [], containers = [] } = at(resource, "spec", ...template, "spec") as Record<
            string,
            Container[]
        >;
        for (const container of [...initContainers, ...containers])
            if (container.image.includes(".dkr.ecr.")) yield [key, container, resource];
    }
}

function refusal(key: SystemKey, name: string): string | undefined {
    const [workload = ""] = Object.keys(SYSTEMS[key].workloads);
    const problems = refused(COMPLETE, {
        systems: { [key]: { workloads: { [workload]: { variables: { [name]: "x" } } } } },
    });
    return problems.length === 0 ? undefined : problems.map(({ rule, fix }) => `${rule} | ${fix}`).join();
}

describe("variables that a stack adds", () => {
    it("reach the containers of every workload of every system", async () => {
        const { graph } = await recordStack(changed(COMPLETE, { systems: NAMED }), "update");
        const found = new Set<string>();
        for (const [, { env = [] }] of ownContainers(graph))
            for (const { name, value } of env) if (name === "MINDCLOUD_TEST") found.add(String(value));
        const wanted = KEYS.flatMap((key) =>
            Object.keys(SYSTEMS[key].workloads).map((workload) => `${key}.${workload}`),
        );
        assert.deepEqual([...found].sort(), wanted.sort());
    });

    it("are refused, each with its reason, where the program sets the variable itself", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const keysOf = (kind: "ConfigMap" | "ExternalSecret", name: string, namespace: unknown): string[] =>
            graph.resources
                .filter(
                    ({ type, inputs }) =>
                        type.endsWith(`:${kind}`) && at({ inputs } as RecordedResource, "metadata", "name") === name,
                )
                .filter((resource) => at(resource, "metadata", "namespace") === namespace)
                .flatMap((resource) =>
                    kind === "ConfigMap"
                        ? Object.keys(resource.inputs.data as object)
                        : (at(resource, "spec", "data") as { secretKey: string }[]).map(({ secretKey }) => secretKey),
                );
        const names = new Map<string, Set<string>>();
        for (const [key, { env = [], envFrom = [] }, resource] of ownContainers(graph)) {
            const namespace = at(resource, "metadata", "namespace");
            const sources = envFrom.flatMap(({ configMapRef, secretRef }) => [
                ...(configMapRef ? keysOf("ConfigMap", configMapRef.name, namespace) : []),
                ...(secretRef ? keysOf("ExternalSecret", secretRef.name, namespace) : []),
            ]);
            const known = names.get(key) ?? new Set();
            names.set(key, known);
            for (const name of [...env.map((one) => one.name), ...sources]) known.add(name);
        }
        const accepted = [...names].flatMap(([key, all]) =>
            [...all].filter((name) => refusal(key as SystemKey, name) === undefined).map((name) => `${key} ${name}`),
        );
        assert.deepEqual(accepted, []);
        assert.ok([...names.values()].every((all) => all.size >= 5));
        for (const [key, all] of names)
            for (const name of all)
                assert.match(String(refusal(key as SystemKey, name)), / \| ./, `${name} has no fix`);
    });

    it("are otherwise free, and never a secret", () => {
        for (const key of KEYS) {
            assert.equal(refusal(key, "QWEN_MODEL"), undefined, key);
            for (const name of ["LINEAR_API_KEY", "DB_PASSWORD", "STAND_IN", "AWS_SECRET_ACCESS_KEY", "a b"])
                assert.ok(refusal(key, name) !== undefined, `${key} takes ${name}`);
        }
    });
});
