/** The admission laws, judged by a CEL evaluator: each refuses what it is for, says why, and lets everything of ours pass. */
import assert from "node:assert/strict";
import { CHART_EXCEPTION, OF_A_CHART, POD_SECURITY_EXCEPTION } from "../../../components/cluster/laws/exceptions";
import { namespaceLaw } from "../../../components/cluster/laws/namespaces";
import { OPERATOR_LAWS } from "../../../components/cluster/laws/operators";
import { knownRunLaw, templateRunLaw } from "../../../components/cluster/laws/operators/runs";
import { podLaw } from "../../../components/cluster/laws/pods";
import type { Graph, RecordedResource } from "../../../plan/graph";
import { manifestsOf } from "../../../policy/kubernetes";
import { at, graphOf } from "../workload/fixture";
import { systems } from "../workload/systems";
import { compile, judge, type Request } from "./law-evaluator";

const image = `registry.example/app:1.2.3@sha256:${"ab".repeat(32)}`;

/** As kubectl would send it: what is secret or unknown does not matter to any law. */
const objectOf = ({ type, inputs }: RecordedResource): Request["object"] =>
    JSON.parse(JSON.stringify({ ...inputs, kind: type.slice(type.lastIndexOf(":") + 1) })) as Request["object"];

type Part = Record<string, unknown>;

const init = (name: string) => ({ name: "first", image: `registry.example/${name}` });
const debug = (name: string) => ({ name: "shell", image: name });

/** A pod that keeps every law, with other words in its spec, container or labels. */
function pod({
    spec = {},
    container = {},
    metadata = {},
    security = {},
}: Record<string, Part> = {}): Request["object"] {
    const labels = Object.fromEntries(
        ["name", "instance", "part-of"].map((key) => [`app.kubernetes.io/${key}`, "app"]),
    );
    const securityContext = {
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
        ...security,
    };
    return {
        ...{ apiVersion: "v1", kind: "Pod" },
        metadata: { name: "app", labels, ...metadata },
        spec: {
            securityContext: { runAsUser: 10_001, runAsNonRoot: true },
            containers: [{ name: "app", image, securityContext, ...container }],
            ...spec,
        },
    };
}

const judged = (object: Request["object"], namespace: Request["namespace"] = {}, more: Partial<Request> = {}) =>
    judge(podLaw("digest"), { object, namespace, ...more });

describe("admission laws", () => {
    it("compile", () => {
        const known = knownRunLaw([{ namespace: "app", cronJob: "nightly" }]);
        const operators = [...Object.values(OPERATOR_LAWS), known, templateRunLaw];
        for (const law of [podLaw("digest"), podLaw("tag"), namespaceLaw, ...operators])
            assert.doesNotThrow(() => {
                compile(law);
            }, law.metadataName);
    });

    it("let a pod pass that keeps them, alone and in every controller", () => {
        const whole = pod();
        const template = { metadata: whole.metadata, spec: whole.spec };
        assert.deepEqual(judged(whole), []);
        for (const kind of ["Deployment", "StatefulSet", "DaemonSet", "Job"])
            assert.deepEqual(judged({ kind, spec: { template } }), [], kind);
        assert.deepEqual(judged({ kind: "CronJob", spec: { jobTemplate: { spec: { template } } } }), []);
        const bad = { ...template, spec: { ...(template.spec as Part), hostNetwork: true } };
        assert.equal(judged({ kind: "CronJob", spec: { jobTemplate: { spec: { template: bad } } } }).length, 1);
    });

    const FAULTS: readonly (readonly [what: string, object: Request["object"], says: RegExp])[] = [
        ["latest", pod({ container: { image: "registry.example/app:latest" } }), /without a fixed version in app/],
        [
            "latest by digest",
            pod({ container: { image: image.replace("1.2.3", "latest") } }),
            /without a fixed version/,
        ],
        ["no tag", pod({ container: { image: "registry.example:5000/app" } }), /without a fixed version in app/],
        ["no digest", pod({ container: { image: "registry.example/app:1.2.3" } }), /names no digest .* app/],
        ["an init container's image", pod({ spec: { initContainers: [init("app:main")] } }), /version in first/],
        ["escalation", pod({ security: { allowPrivilegeEscalation: true } }), /gain privileges in app/],
        ["privilege", pod({ security: { privileged: true } }), /gain privileges in app/],
        ["capabilities", pod({ security: { capabilities: { add: ["NET_ADMIN"] } } }), /gain privileges in app/],
        ["no security context", pod({ container: { securityContext: undefined } }), /gain privileges in app/],
        ["the node's network", pod({ spec: { hostNetwork: true } }), /shares the network/],
        ["the node's processes", pod({ spec: { hostPID: true } }), /shares the network or the processes/],
        ["the node's files", pod({ spec: { volumes: [{ name: "n", hostPath: { path: "/" } }] } }), /path of its node/],
        ["a writable root", pod({ security: { readOnlyRootFilesystem: false } }), /root file system in app/],
        ["root", pod({ spec: { securityContext: { runAsUser: 0 } } }), /below 10001/],
        ["a user of the node", pod({ spec: { securityContext: { runAsUser: 1000 } } }), /below 10001/],
        ["any user", pod({ spec: { securityContext: {} } }), /below 10001/],
        ["no labels", pod({ metadata: { labels: undefined } }), /no label .*name, .*instance, .*part-of/],
        ["a shell of its own", pod({ spec: { ephemeralContainers: [debug("busybox:latest")] } }), /version in shell/],
    ];
    for (const [what, object, says] of FAULTS)
        it(`refuse ${what}, and say where`, () => {
            const messages = judged(JSON.parse(JSON.stringify(object)) as Request["object"]);
            assert.ok(
                messages.some((message) => says.test(message)),
                messages.join("\n"),
            );
        });

    it("want no digest where an environment does not, but a version all the same", () => {
        const tagged = pod({ container: { image: "registry.example/app:1.2.3" } });
        assert.deepEqual(judge(podLaw("tag"), { object: tagged }), []);
        assert.equal(judge(podLaw("tag"), { object: pod({ container: { image: "app:latest" } }) }).length, 1);
    });

    it("make exceptions for a reason, and only those that it is for", () => {
        const chart = { annotations: { ...OF_A_CHART } };
        const foreign = pod({
            container: { image: "ghcr.io/other/app:v2.9.0" },
            spec: { securityContext: { runAsUser: 1000 } },
            metadata: { labels: { app: "x" } },
            security: { readOnlyRootFilesystem: false },
        });
        assert.deepEqual(judged(foreign, chart), []);
        assert.equal(judged(foreign, { annotations: { [CHART_EXCEPTION]: "" } }).length, 4, "no reason, no exception");
        assert.match(judged(pod({ security: { privileged: true } }), chart).join(), /privileges/);
        assert.match(judged(pod({ container: { image: "x:latest" } }), chart).join(), /fixed version/);

        const node = { annotations: { [POD_SECURITY_EXCEPTION]: "reads /proc", ...OF_A_CHART } };
        const agent = { hostNetwork: true, hostPID: true, volumes: [{ name: "proc", hostPath: { path: "/proc" } }] };
        assert.deepEqual(judged(pod({ spec: agent }), node), []);
        assert.equal(judged(pod({ spec: agent })).length, 2);

        const reasons = {
            "mindcloud.dev/user-exception": "documented uid 1000",
            "mindcloud.dev/writable-root.app": "writes beside its code",
        };
        const excused = { securityContext: { runAsUser: 1000 } };
        const labels = (pod().metadata as Part).labels;
        const own = pod({
            ...{ spec: excused, security: { readOnlyRootFilesystem: false } },
            metadata: { labels, annotations: reasons },
        });
        assert.deepEqual(judged(own), []);
    });

    it("judge what changes, so that what was there before keeps its controllers' notes", () => {
        const old = pod({ container: { image: "app:latest" } });
        const noted = { ...old, metadata: { ...(old.metadata as Part), finalizers: [] } };
        assert.deepEqual(judged(noted, {}, { oldObject: old }), []);
        const other = pod({ container: { image: "other:latest" } });
        assert.notDeepEqual(judged(other, {}, { oldObject: old }), []);
    });

    it("keep a namespace restricted unless it says why not, and known by its system", () => {
        const home = (labels: Part, annotations: Part = {}) =>
            judge(namespaceLaw, { object: { kind: "Namespace", metadata: { labels, annotations } } });
        const ours = { "app.kubernetes.io/managed-by": "mindcloud", "app.kubernetes.io/part-of": "akosha" };
        const enforced = { ...ours, "pod-security.kubernetes.io/enforce": "restricted" };
        assert.deepEqual(home(enforced), []);
        assert.match(home(ours).join(), /less than restricted/);
        assert.match(
            home({ ...ours, "pod-security.kubernetes.io/enforce": "baseline" }).join(),
            /less than restricted/,
        );
        assert.deepEqual(home(ours, { [POD_SECURITY_EXCEPTION]: "reads /proc" }), []);
        assert.match(home(ours, { [POD_SECURITY_EXCEPTION]: "" }).join(), /less than restricted/);
        const { "app.kubernetes.io/managed-by": _, ...escaping } = enforced;
        assert.match(home(escaping).join(), /belongs to no system/);
    });
});

describe("admission laws over what this program writes", () => {
    let graph: Graph;
    before(async () => {
        graph = await graphOf(systems);
    });

    it("refuse none of it", () => {
        const { pods, all } = manifestsOf(graph);
        assert.ok(pods.length >= 5);
        const homes = new Map(all.filter(({ kind }) => kind === "Namespace").map((home) => [home.name, home.resource]));
        for (const { owner } of pods) {
            const home = homes.get(owner.namespace);
            const annotations = (home && at(home, "metadata", "annotations")) as Record<string, string> | undefined;
            assert.deepEqual(judged(objectOf(owner.resource), { ...(annotations && { annotations }) }), [], owner.name);
        }
        for (const home of homes.values()) assert.deepEqual(judge(namespaceLaw, { object: objectOf(home) }), []);
    });
});
