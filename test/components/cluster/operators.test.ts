/** What holds operators to their work, judged by a CEL evaluator: each law lets through what it is for, and nothing that leads to a Secret. */
import assert from "node:assert/strict";
import { OF_A_CHART } from "../../../components/cluster/laws/exceptions";
import { OPERATOR_LAWS } from "../../../components/cluster/laws/operators";
import { judge, type Request } from "./law-evaluator";

const OPERATORS = ["system:authenticated", "mindcloud:view", "mindcloud:operate"];
const OURS = {
    "app.kubernetes.io/managed-by": "mindcloud",
    "pod-security.kubernetes.io/enforce": "restricted",
};
const image = `registry.example/app:1.2.3@sha256:${"ab".repeat(32)}`;
const { restart, annotate, grow, bounds, cordon } = OPERATOR_LAWS;

type Part = Record<string, unknown>;

const init = (name: string) => ({ name: "first", image: `registry.example/${name}` });

const pod = () => ({
    metadata: { labels: { "app.kubernetes.io/name": "app" } },
    spec: { securityContext: { runAsUser: 10_001 }, containers: [{ name: "app", image }] },
});

describe("admission laws for operators", () => {
    const deployment = (change: (template: Record<string, Part>, spec: Part) => void = () => undefined) => {
        const { metadata, spec } = JSON.parse(JSON.stringify(pod())) as Record<string, Part>;
        const template = { metadata: { ...metadata }, spec: { ...spec } };
        const outer: Part = { replicas: 2, selector: { matchLabels: { app: "app" } }, template };
        change(template, outer);
        return { kind: "Deployment", metadata: { name: "app" }, spec: outer };
    };
    const patched = (
        object: Request["object"],
        groups: readonly string[] = OPERATORS,
        namespace: Request["namespace"] = { labels: OURS },
    ) => judge(restart, { object, oldObject: deployment(), groups, namespace });

    const restarted = () =>
        deployment((template) => {
            template.metadata = { ...template.metadata, annotations: { "kubectl.kubernetes.io/restartedAt": "now" } };
        });

    it("let them restart, pause and scale", () => {
        assert.deepEqual(patched(restarted()), []);
        assert.deepEqual(patched(deployment((_, spec) => Object.assign(spec, { replicas: 3, paused: true }))), []);
    });

    it("let them restart, pause and scale in a namespace of controllers, and change nothing of what runs there", () => {
        const elsewhere: readonly Request["namespace"][] = [
            { labels: OURS, annotations: { ...OF_A_CHART } },
            { labels: {} },
            { labels: { ...OURS, "pod-security.kubernetes.io/enforce": "privileged" } },
        ];
        const inContainer = (change: Part) => (template: Record<string, Part>) => {
            const [container] = (template.spec as { containers: Part[] }).containers;
            Object.assign(container ?? {}, change);
        };
        const changes: readonly ((template: Record<string, Part>) => void)[] = [
            inContainer({ image: image.replace("1.2.3", "1.2.2") }),
            inContainer({ command: ["sh"] }),
            inContainer({ args: ["--other"] }),
            inContainer({ resources: {} }),
            inContainer({ readinessProbe: { exec: { command: ["sh"] } } }),
            (template) =>
                Object.assign(template.metadata ?? {}, { annotations: { "configuration.mindcloud.dev/app": "1" } }),
            (template) =>
                Object.assign(template.metadata ?? {}, {
                    labels: { ...(template.metadata?.labels as Part), "app.kubernetes.io/version": "2" },
                }),
        ];
        for (const namespace of elsewhere) {
            assert.deepEqual(patched(restarted(), OPERATORS, namespace), []);
            assert.deepEqual(
                patched(
                    deployment((_, spec) => Object.assign(spec, { replicas: 0, paused: true })),
                    OPERATORS,
                    namespace,
                ),
                [],
            );
            for (const change of changes) {
                assert.match(
                    patched(deployment(change), OPERATORS, namespace).join(),
                    /namespace of controllers/,
                    change.toString(),
                );
                assert.deepEqual(patched(deployment(change), ["system:masters"], namespace), []);
                assert.deepEqual(patched(deployment(change)), [], "where a shell is allowed, it is an undo");
            }
        }
    });

    it("let the API server and its controllers count revisions, and an undo bring back what may have changed in a container", () => {
        for (const annotation of [
            ...["kubernetes.io/change-cause", "deployment.kubernetes.io/revision"],
            "deprecated.daemonset.template.generation",
        ]) {
            const whole = deployment();
            const annotations = { [annotation]: "7" };
            assert.deepEqual(patched({ ...whole, metadata: { ...whole.metadata, annotations } }), [], annotation);
        }
        const probe = { httpGet: { path: "/old", port: 80 } };
        for (const change of [
            ...[{ image: image.replace("1.2.3", "1.2.2") }, { imagePullPolicy: "Always" }, { command: ["old"] }],
            ...[{ args: ["--old"] }, { resources: { limits: { cpu: "2" } } }],
            ...[{ startupProbe: probe }, { livenessProbe: probe }, { readinessProbe: probe }],
        ])
            assert.deepEqual(
                patched(
                    deployment((pods) => {
                        const [container] = (pods.spec as { containers: Part[] }).containers;
                        Object.assign(container ?? {}, change);
                    }),
                ),
                [],
                JSON.stringify(change),
            );
    });

    it("keep labels, owners and finalizers of a workload", () => {
        for (const metadata of [
            { ownerReferences: [{ kind: "Pod", name: "gone", uid: "1" }] },
            { finalizers: ["stay"] },
            { labels: { app: "other" } },
            { annotations: { "sidecar.example/inject": "true" } },
        ]) {
            const whole = deployment();
            assert.match(patched({ ...whole, metadata: { ...whole.metadata, ...metadata } }).join(), /labels, owners/);
        }
    });

    it("let them go back to an earlier revision: image, command, hashes of what pods read", () => {
        const undone = deployment((template) => {
            const [container] = (template.spec as { containers: Part[] }).containers;
            Object.assign(container ?? {}, { image: image.replace("1.2.3", "1.2.2"), args: ["--old"] });
            Object.assign(template.metadata ?? {}, {
                annotations: { "configuration.mindcloud.dev/app": "0123", "secret.mindcloud.dev/app": "4567" },
                labels: { ...((pod().metadata as Part).labels as Part), "app.kubernetes.io/version": "1.2.2" },
            });
        });
        assert.deepEqual(patched(undone), []);
    });

    it("refuse them whatever would read a Secret, and leave admins alone", () => {
        const inContainer = (change: Part) => (template: Record<string, Part>) => {
            const [container] = (template.spec as { containers: Part[] }).containers;
            Object.assign(container ?? {}, change);
        };
        const changes: readonly ((template: Record<string, Part>, spec: Part) => void)[] = [
            (template) => Object.assign(template, { spec: { ...template.spec, serviceAccountName: "admin" } }),
            (template) => Object.assign(template.spec ?? {}, { volumes: [{ name: "s", secret: { secretName: "s" } }] }),
            (template) => Object.assign(template.metadata ?? {}, { annotations: { "sidecar.example/inject": "true" } }),
            inContainer({ env: [{ name: "S", valueFrom: { secretKeyRef: { name: "s", key: "s" } } }] }),
            inContainer({ volumeMounts: [{ name: "s", mountPath: "/s" }] }),
            inContainer({ securityContext: { privileged: true } }),
            inContainer({ name: "other" }),
            (template) => Object.assign(template.metadata ?? {}, { finalizers: ["stay"] }),
            (template) => Object.assign(template.spec ?? {}, { initContainers: [init("app:1")] }),
            (template) => Object.assign(template.metadata ?? {}, { labels: {} }),
            (_, spec) => Object.assign(spec, { strategy: { type: "Recreate" } }),
            (_, spec) => Reflect.deleteProperty(spec, "selector"),
        ];
        for (const change of changes) {
            assert.match(patched(deployment(change)).join(), /more than an operator may/, change.toString());
            assert.deepEqual(patched(deployment(change), ["system:masters"]), []);
        }
    });

    it("give them a shell where systems run, and nowhere that credentials are kept", () => {
        const shell = (namespace: Request["namespace"], groups: readonly string[] = OPERATORS) =>
            judge(OPERATOR_LAWS.shell, { object: { kind: "PodExecOptions" }, namespace: namespace ?? {}, groups })
                .length;
        assert.equal(shell({ labels: OURS }), 0);
        assert.equal(shell({ labels: OURS, annotations: { ...OF_A_CHART } }), 1, "external-secrets");
        assert.equal(shell({ labels: {} }), 1, "kube-system");
        assert.equal(shell({ labels: { ...OURS, "pod-security.kubernetes.io/enforce": "privileged" } }), 1);
        assert.equal(shell({ labels: {} }, ["system:masters"]), 0);
    });
});

describe("admission laws for an operator's repairs", () => {
    type Repair = "annotate" | "grow" | "bounds" | "cordon";
    const LAWS = { annotate, grow, bounds, cordon };
    const whole = {
        annotate: { metadata: { name: "x", annotations: { a: "1" } }, spec: { target: { name: "s" } } },
        grow: { metadata: { name: "x" }, spec: { volumeName: "v", resources: { requests: { storage: "900Mi" } } } },
        bounds: { metadata: { name: "x" }, spec: { minReplicas: 2, maxReplicas: 4, scaleTargetRef: { name: "app" } } },
        cordon: { metadata: { name: "x" }, spec: { providerID: "aws:///a/i-1" } },
    } as const;
    const judged = (law: Repair, change: Part, groups: readonly string[] = OPERATORS) => {
        const object = JSON.parse(JSON.stringify(whole[law])) as { metadata: Part; spec: Part };
        const { metadata = {}, ...spec } = change;
        Object.assign(object.metadata, metadata);
        Object.assign(object.spec, spec);
        return judge(LAWS[law], { object, oldObject: whole[law], groups });
    };
    const storage = (size: string) => ({ resources: { requests: { storage: size } } });

    const MAY: readonly (readonly [Repair, Part])[] = [
        ["annotate", { metadata: { annotations: { a: "1", "force-sync": "17" } } }],
        ["annotate", { metadata: { annotations: { a: "1", "autoscaling.keda.sh/paused-replicas": "0" } } }],
        ["grow", storage("1Gi")],
        ["grow", storage("900Mi")],
        ["bounds", { minReplicas: 3 }],
        ["bounds", { maxReplicas: 9 }],
        ["cordon", { unschedulable: true }],
    ];
    const MAY_NOT: readonly (readonly [Repair, Part])[] = [
        ["annotate", { target: { name: "other" } }],
        ["annotate", { metadata: { annotations: { a: "2" } } }],
        ["annotate", { metadata: { annotations: {} } }],
        ["annotate", { metadata: { labels: { b: "1" } } }],
        ["annotate", { metadata: { ownerReferences: [{ kind: "Pod", name: "gone" }] } }],
        ["grow", storage("899Mi")],
        ["grow", { volumeName: "other" }],
        ["grow", { resources: { requests: { storage: "1Gi" }, limits: { storage: "2Gi" } } }],
        ["grow", { metadata: { finalizers: [] } }],
        ["bounds", { scaleTargetRef: { name: "other" } }],
        ["bounds", { metadata: { annotations: { b: "1" } } }],
        ["cordon", { taints: [{ key: "a", effect: "NoExecute" }] }],
        ["cordon", { metadata: { labels: { "node.kubernetes.io/instance-type": "x" } } }],
    ];
    for (const [law, change] of MAY)
        it(`${law}: let ${JSON.stringify(change)} through`, () => {
            assert.deepEqual(judged(law, change), []);
        });
    for (const [law, change] of MAY_NOT)
        it(`${law}: refuse ${JSON.stringify(change)}, but from an admin`, () => {
            assert.match(judged(law, change).join(), /more than an operator may/);
            assert.deepEqual(judged(law, change, ["system:masters"]), []);
        });
});
