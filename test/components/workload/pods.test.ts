/** docs/design.md, rule 9, on the emitted manifests: every pod of every controller, without being asked. */
import assert from "node:assert/strict";
import type { core } from "@pulumi/kubernetes/types/output";
import type { Graph, RecordedResource } from "../../../plan/graph";
import { at, graphOf, object, siteOf, testImage, resources } from "./fixture";
import { systems, theGraph } from "./systems";
import * as w from "../../../components/workload";

const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
    "kubernetes:apps/v1:Deployment": ["spec", "template"],
    "kubernetes:apps/v1:StatefulSet": ["spec", "template"],
    "kubernetes:batch/v1:Job": ["spec", "template"],
    "kubernetes:batch/v1:CronJob": ["spec", "jobTemplate", "spec", "template"],
};

interface LooseVolume {
    readonly name: string;
    readonly emptyDir?: { readonly sizeLimit?: string };
    readonly hostPath?: unknown;
}

/** The API's types say that everything is there. */
type Spec = Omit<core.v1.PodSpec, "initContainers" | "affinity"> & {
    readonly initContainers?: readonly core.v1.Container[];
    readonly affinity?: { readonly nodeAffinity?: core.v1.NodeAffinity };
};

const specOf = (resource: RecordedResource): Spec => at(resource, ...(TEMPLATES[resource.type] ?? []), "spec") as Spec;
const containersOf = (spec: Spec): core.v1.Container[] => [...(spec.initContainers ?? []), ...spec.containers];
const controllersOf = (graph: Graph): readonly RecordedResource[] => graph.ofType(...Object.keys(TEMPLATES));
const annotation = (graph: Graph, name: string, key: string): unknown =>
    at(object(graph, "Deployment", name), "spec", "template", "metadata", "annotations", key);

describe("every pod", () => {
    let graph: Graph;
    before(async () => {
        graph = await theGraph();
    });

    const eachPod = (check: (spec: Spec, name: string) => void) => () => {
        const controllers = controllersOf(graph);
        assert.equal(controllers.length, 7);
        for (const controller of controllers) check(specOf(controller), controller.name);
    };
    const eachContainer = (check: (container: core.v1.Container, name: string) => void) =>
        eachPod((spec, name) => {
            for (const container of containersOf(spec)) check(container, `${name}/${container.name}`);
        });

    it(
        "runs as an ordinary user under the runtime's seccomp profile, with no token and no links to Services",
        eachPod((spec, name) => {
            const context = spec.securityContext;
            assert.deepEqual(
                [
                    context.runAsNonRoot,
                    context.runAsUser,
                    context.runAsGroup,
                    context.fsGroup,
                    context.seccompProfile.type,
                ],
                [true, 10001, 10001, 10001, "RuntimeDefault"],
                name,
            );
            assert.equal(spec.enableServiceLinks, false, name);
            assert.equal(spec.automountServiceAccountToken, name === "acme-worker", name);
            assert.equal([spec.hostNetwork, spec.hostPID, spec.hostIPC].some(Boolean), false, name);
        }),
    );

    it(
        "drops every capability in every container and writes to volumes only",
        eachContainer((container, name) => {
            const context = container.securityContext;
            assert.deepEqual(
                [
                    context.allowPrivilegeEscalation,
                    context.privileged,
                    context.readOnlyRootFilesystem,
                    context.runAsNonRoot,
                ],
                [false, false, true, true],
                name,
            );
            assert.deepEqual(context.capabilities, { drop: ["ALL"] }, name);
            assert.ok(context.runAsUser >= 10_001 && context.runAsGroup >= 10_001, name);
            assert.ok(
                container.volumeMounts.some(({ mountPath }) => mountPath === "/tmp"),
                name,
            );
        }),
    );

    it(
        "names requests and limits of cpu, memory and ephemeral storage, and an image by digest",
        eachContainer((container, name) => {
            for (const side of ["requests", "limits"] as const)
                assert.deepEqual(
                    Object.keys(container.resources[side]).sort(),
                    ["cpu", "ephemeral-storage", "memory"],
                    name,
                );
            assert.match(container.image, /:1\.2\.3@sha256:[0-9a-f]{64}$/, name);
            assert.equal(container.imagePullPolicy, "Always", name);
        }),
    );

    it(
        "limits every scratch volume, and mounts nothing of the node",
        eachPod((spec, name) => {
            const volumes: readonly LooseVolume[] = spec.volumes;
            for (const { name: volume, emptyDir, hostPath } of volumes) {
                assert.equal(hostPath, undefined, name);
                if (emptyDir !== undefined)
                    assert.match(emptyDir.sizeLimit ?? "none", /^\d+[GM]i$/, `${name} ${volume}`);
            }
            const declared = spec.volumes.map((volume) => volume.name);
            for (const mount of containersOf(spec).flatMap(({ volumeMounts }) => volumeMounts))
                assert.ok(declared.includes(mount.name) || mount.name === "brain", `${name} mounts ${mount.name}`);
        }),
    );

    it(
        "has an account of its own, and a priority class that exists",
        eachPod((spec, name) => {
            assert.equal(
                at(object(graph, "ServiceAccount", spec.serviceAccountName), "automountServiceAccountToken"),
                false,
            );
            const classes = graph
                .ofType("kubernetes:scheduling.k8s.io/v1:PriorityClass")
                .map((one) => at(one, "metadata", "name"));
            assert.ok(classes.includes(spec.priorityClassName), name);
            const waits = graph.dependsOn(
                controllersOf(graph).find((one) => one.name === name)?.urn ?? "",
                graph.the("kubernetes:scheduling.k8s.io/v1:PriorityClass", "priorities-serving"),
            );
            assert.ok(waits, name);
        }),
    );

    it("is watched by three probes wherever it runs on, and by none where it ends", () => {
        for (const controller of controllersOf(graph)) {
            const spec = specOf(controller);
            const ends = controller.type.includes("batch");
            const running = [
                ...spec.containers,
                ...(spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always"),
            ];
            for (const container of running) {
                const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
                assert.equal(probes.filter(Boolean).length, ends ? 0 : 3, `${controller.name}/${container.name}`);
                // Restricted Pod Security refuses a host in probes since 1.34.
                assert.ok(!JSON.stringify(probes).includes('"host"'));
            }
        }
    });
});

describe("a pod", () => {
    let graph: Graph;
    before(async () => {
        graph = await theGraph();
    });

    it("may take as long to start as was said, before anything restarts it", () => {
        const [container] = specOf(object(graph, "Deployment", "akosha-ingestion")).containers;
        const { periodSeconds = 0, failureThreshold = 0, httpGet } = container?.startupProbe ?? {};
        assert.equal(periodSeconds * failureThreshold, 90);
        assert.deepEqual(httpGet, { path: "/health", port: "api" });
    });

    it("serves on for as long as the load balancer sends, and then has its time to finish", () => {
        const behind = specOf(object(graph, "Deployment", "akosha-query"));
        assert.deepEqual(behind.containers[0]?.lifecycle.preStop.sleep, { seconds: 20 });
        assert.equal(behind.terminationGracePeriodSeconds, 50);
        const inside = specOf(object(graph, "Deployment", "akosha-ingestion"));
        assert.deepEqual(inside.containers[0]?.lifecycle.preStop.sleep, { seconds: 5 });
        const alone = specOf(object(graph, "Deployment", "worker"));
        assert.equal(alone.containers[0]?.lifecycle, undefined);
        assert.equal(alone.terminationGracePeriodSeconds, 30);
    });

    it("spreads over zones and hosts where there is more than one, and rather waits than leave a zone in highlyAvailable", async () => {
        const constraints = specOf(object(graph, "Deployment", "akosha-query")).topologySpreadConstraints;
        assert.deepEqual(
            constraints.map(({ topologyKey, whenUnsatisfiable, maxSkew }) => [topologyKey, whenUnsatisfiable, maxSkew]),
            [
                ["topology.kubernetes.io/zone", "DoNotSchedule", 1],
                ["kubernetes.io/hostname", "ScheduleAnyway", 1],
            ],
        );
        assert.equal(specOf(object(graph, "StatefulSet", "akosha-hot")).topologySpreadConstraints, undefined);
        const { site } = { site: siteOf() };
        const frugal = await graphOf(() => systems({ site: { scope: { ...site.scope, highlyAvailable: false } } }));
        const [zone] = specOf(object(frugal, "Deployment", "akosha-query")).topologySpreadConstraints;
        assert.equal(zone?.whenUnsatisfiable, "ScheduleAnyway");
    });

    it("that runs other people's code goes to their nodes alone", () => {
        const spec = specOf(object(graph, "StatefulSet", "agent"));
        assert.deepEqual(spec.nodeSelector, { "mindcloud.dev/purpose": "untrusted" });
        assert.equal(spec.tolerations[0]?.key, "mindcloud.dev/untrusted");
        // Of the others, single writers tolerate what the scheduler would rather keep off their own nodes, and no more.
        for (const other of controllersOf(graph).filter(({ name }) => name !== "acme-agent")) {
            const { affinity, tolerations } = specOf(other);
            const zonal = {
                key: "mindcloud.dev/purpose",
                operator: "Equal",
                value: "zonal",
                effect: "PreferNoSchedule",
            };
            assert.deepEqual(tolerations, affinity?.nodeAffinity === undefined ? undefined : [zonal], other.name);
        }
    });

    it("starts native sidecars first, then init steps, then the rest", () => {
        const spec = specOf(object(graph, "StatefulSet", "agent"));
        assert.deepEqual(
            spec.initContainers?.map(({ name, restartPolicy }) => [name, restartPolicy]),
            [
                ["health-monitor", "Always"],
                ["wait", undefined],
            ],
        );
        assert.deepEqual(
            spec.containers.map(({ name }) => name),
            ["agent", "swarm"],
        );
    });

    it("is rolled by a changed setting and by a rotated secret, and by nothing else", async () => {
        const [configuration, secret] = [
            "configuration.mindcloud.dev/akosha-config",
            "secret.mindcloud.dev/akosha-redis-config",
        ];
        const read = (other: Graph) => [configuration, secret].map((key) => annotation(other, "akosha-ingestion", key));
        const [again, changed, rotated] = [
            await graphOf(() => systems()),
            await graphOf(() => systems({ setting: "30" })),
            await graphOf(() => systems({ secretVersion: "v2" })),
        ];
        const [was, wasSecret] = read(graph);
        assert.match(String(was), /^[0-9a-f]{16}$/);
        assert.deepEqual(read(again), [was, wasSecret]);
        assert.deepEqual([read(changed)[0] === was, read(changed)[1] === wasSecret], [false, true]);
        assert.deepEqual([read(rotated)[0] === was, read(rotated)[1] === wasSecret], [true, false]);
        assert.equal(annotation(rotated, "akosha-query", secret), undefined);
        // The operator copies the new version first.
        const copy = object(rotated, "ExternalSecret", "akosha-redis-config");
        assert.ok(rotated.dependsOn(object(rotated, "Deployment", "akosha-ingestion"), copy));
        assert.equal(at(copy, "metadata", "annotations", "mindcloud.dev/versions"), read(rotated)[1]);
    });

    it("keeps its reasons where it may do more: a documented user, a root that is written to", async () => {
        const exceptional = await graphOf(() => {
            const namespace = new w.Namespace("neo4j", { site: siteOf(), system: "myriad-python" });
            new w.Workload("neo4j", {
                ...{
                    namespace,
                    image: testImage,
                    resources,
                    scaling: w.single(),
                    ports: { http: 80 },
                    health: { path: "/", on: "http" },
                },
                user: { uid: 7474, because: "the image belongs to this user" },
                writableRoot: { because: "it writes its configuration at start" },
            });
        });
        const deployment = object(exceptional, "Deployment", "neo4j");
        const spec = specOf(deployment);
        assert.deepEqual([spec.securityContext.runAsUser, spec.securityContext.fsGroup], [7474, 7474]);
        assert.equal(spec.containers[0]?.securityContext.readOnlyRootFilesystem, false);
        assert.deepEqual(at(deployment, "spec", "template", "metadata", "annotations"), {
            "mindcloud.dev/user-exception": "the image belongs to this user",
            "mindcloud.dev/writable-root.neo4j": "it writes its configuration at start",
        });
        // An ordinary user may listen on port 80.
        assert.deepEqual(spec.securityContext.sysctls, [{ name: "net.ipv4.ip_unprivileged_port_start", value: "80" }]);
    });
});
