/** The admission laws on a real API server: they compile there, refuse what they are for in words that help, and let restarts through. */
import assert from "node:assert/strict";
import { Provider } from "@pulumi/kubernetes/provider";
import { AccessRoles } from "../../../components/cluster/access-roles";
import { AdmissionLaws } from "../../../components/cluster/laws";
import { OF_A_CHART } from "../../../components/cluster/laws/exceptions";
import type { Graph, RecordedResource } from "../../../plan/graph";
import { SHAPE } from "../../rehearsal/cluster/fixture";
import { skipWithoutGo, TestPlane } from "../../rehearsal/cluster/support";
import { graphOf } from "../workload/fixture";

const OPERATOR = ["--as=olga", "--as-group=mindcloud:view", "--as-group=mindcloud:operate"];
const image = `registry.example/app:1.2.3@sha256:${"ab".repeat(32)}`;
const LABELS = {
    "app.kubernetes.io/name": "app",
    "app.kubernetes.io/instance": "app",
    "app.kubernetes.io/part-of": "app",
};

const lawsAndRoles = (): Promise<Graph> =>
    graphOf(() => {
        const providers = [new Provider("cluster", { kubeconfig: "{}" })];
        const laws = new AdmissionLaws("laws", { images: "digest", operators: true }, { providers }).ready;
        new AccessRoles(
            "access",
            { access: { "arn:aws:iam::111122223333:role/olga": "operate" }, laws },
            { providers },
        );
    });

/** `kubernetes:apps/v1:Deployment` as kubectl applies it. */
function manifestOf({ type, inputs }: RecordedResource): unknown {
    const [, group = "", kind = ""] = type.split(":");
    return { ...(JSON.parse(JSON.stringify(inputs)) as object), apiVersion: group.replace(/^core\//, ""), kind };
}

const home = (name: string, changes: { labels?: object; annotations?: object } = {}) => ({
    ...{ apiVersion: "v1", kind: "Namespace" },
    metadata: {
        name,
        labels: {
            "app.kubernetes.io/managed-by": "mindcloud",
            "app.kubernetes.io/part-of": name,
            "pod-security.kubernetes.io/enforce": "restricted",
            ...changes.labels,
        },
        annotations: { ...changes.annotations },
    },
});

function podSpec(container: object = {}) {
    const securityContext = {
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
        capabilities: { drop: ["ALL"] },
    };
    return {
        securityContext: { runAsUser: 10_001, runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
        containers: [{ name: "app", image, securityContext, ...container }],
    };
}

const pod = (namespace: string, name: string, container: object = {}, labels: object = LABELS) => ({
    ...{ apiVersion: "v1", kind: "Pod", metadata: { name, namespace, labels }, spec: podSpec(container) },
});

const deployment = (container: object = {}) => ({
    ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "app", namespace: "app" } },
    spec: {
        ...{ replicas: 1, selector: { matchLabels: LABELS } },
        template: { metadata: { labels: LABELS }, spec: podSpec(container) },
    },
});

describe("admission laws on a real API server", () => {
    const bench = new TestPlane();
    before(async function () {
        skipWithoutGo(this);
        await bench.start({ ...SHAPE, standIns: [] });
        const { resources } = await lawsAndRoles();
        const manifests = resources
            .filter(({ custom, type }) => custom && type.startsWith("kubernetes:"))
            .map(manifestOf);
        const said = await bench.apply(...manifests);
        assert.equal(said.split("serverside-applied").length - 1, manifests.length, said);
        // Stands for AmazonEKSViewPolicy, which EKS knows and this API server does not.
        await bench.kubectl("create", "clusterrolebinding", "eks", "--clusterrole=view", "--group=mindcloud:view");
        await bench.apply(home("app"), home("chart", { annotations: OF_A_CHART }));
        // A policy counts a moment after it is written: until the first refusal.
        await untilEnforced();
    });
    after(() => bench.remove());

    async function untilEnforced(): Promise<void> {
        for (const deadline = Date.now() + 300_000; Date.now() < deadline;) {
            const said = await bench.apply(pod("app", "probe", { image: "app:latest" }));
            if (said.includes("denied request")) return;
            await bench.kubectl("-n=app", "delete", "pod", "probe", "--ignore-not-found", "--now");
        }
        assert.fail("the laws are never enforced");
    }

    it("are known without a warning of the type checker", async () => {
        const warnings = await bench.kubectl(
            "get",
            "validatingadmissionpolicies",
            "-o=jsonpath={range .items[*]}{.metadata.name} {.status.typeChecking.expressionWarnings}{end}",
        );
        for (const name of ["pods", "namespaces", "operators-restart", "operators-shell"])
            assert.ok(warnings.includes(`mindcloud-${name}`), warnings);
        assert.ok(!warnings.includes("fieldRef"), warnings);
    });

    it("let a pod pass that keeps them, and a chart's", async () => {
        assert.match(await bench.apply(pod("app", "whole")), /serverside-applied/);
        assert.match(await bench.apply(deployment()), /serverside-applied/);
        const foreign = pod("chart", "whole", { image: "ghcr.io/other/app:v1" }, { app: "other" });
        assert.match(await bench.apply(foreign), /serverside-applied/);
    });

    it("refuse a bad pod, in words that say where and what", async () => {
        const rows: readonly (readonly [object, RegExp])[] = [
            [
                pod("app", "bad", { image: "registry.example/app:latest" }),
                /without a fixed version in app: name a version/,
            ],
            [pod("app", "bad", { image: "registry.example/app:1.2.3" }), /names no digest for the image of app/],
            [pod("app", "bad", {}, { app: "x" }), /no label app\.kubernetes\.io\/name, .*instance, .*part-of/],
            [deployment({ image: "registry.example/app:latest" }), /Deployment|deployments.*without a fixed version/s],
            [pod("chart", "bad", { image: "ghcr.io/other/app:latest" }), /without a fixed version in app/],
        ];
        for (const [object, says] of rows) {
            const said = await bench.apply(object);
            assert.match(said, /ValidatingAdmissionPolicy 'mindcloud-pods'/);
            assert.match(said, says);
        }
        // Pod Security would refuse an escalation itself: where it is switched off for a reason, the law alone does.
        assert.match(
            await bench.apply(home("loose", { labels: { "pod-security.kubernetes.io/enforce": "privileged" } })),
            /less than restricted/,
        );
    });

    it("keep a namespace restricted, and its label on it", async () => {
        const said = await bench.apply(home("app", { labels: { "pod-security.kubernetes.io/enforce": "baseline" } }));
        assert.match(said, /mindcloud-namespaces.*less than restricted Pod Security without a reason/s);
        const bare = await bench.until(/./, "label", "namespace", "app", "app.kubernetes.io/managed-by-");
        assert.match(bare, /belongs to no system/);
    });

    it("give an operator logs, restart and scale, and neither Secrets nor another image", async () => {
        const may = (...words: readonly string[]) => bench.until(/^(yes|no)/m, "auth", "can-i", ...words, ...OPERATOR);
        for (const [verb, what, answer] of [
            ["get", "pods/log", "yes"],
            ["create", "pods/exec", "yes"],
            ["patch", "deployments.apps", "yes"],
            ["patch", "statefulsets.apps/scale", "yes"],
            ["get", "secrets", "no"],
            ["list", "secrets", "no"],
            ["create", "pods", "no"],
            ["create", "jobs.batch", "no"],
            ["patch", "pods", "no"],
            ["update", "clusterroles", "no"],
        ] as const) {
            const [resource = "", subresource] = what.split("/");
            const said = await may(
                verb,
                resource,
                "-n=app",
                ...(subresource === undefined ? [] : [`--subresource=${subresource}`]),
            );
            assert.match(said, new RegExp(`^${answer}`, "m"), `${verb} ${what}: ${said}`);
        }
        const template = (value: object) => JSON.stringify({ spec: { template: value } });
        const restart = template({
            metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": "2026-11-21T12:00:00Z" } },
        });
        await bench.kubectl("-n=app", "patch", "deployment", "app", "-p", restart, ...OPERATOR);
        const next = deployment({ image: image.replace("1.2.3", "1.2.4") });
        assert.match(await bench.apply(next), /serverside-applied/);
        await bench.kubectl("-n=app", "rollout", "undo", "deployment/app", ...OPERATOR);
        const mounting = { spec: { volumes: [{ name: "s", secret: { secretName: "s" } }] } };
        const swap = template(mounting);
        const refused = await bench.until(/./, "-n=app", "patch", "deployment", "app", "-p", swap, ...OPERATOR);
        assert.match(refused, /changes more than an operator may/);
    });

    it("give an operator a shell in a system's namespace alone", async () => {
        const shell = (namespace: string) =>
            bench.until(/./, `-n=${namespace}`, "exec", "whole", ...OPERATOR, "--", "true");
        assert.match(await shell("chart"), /is not the namespace of a system/);
        assert.doesNotMatch(await shell("app"), /ValidatingAdmissionPolicy|forbidden/);
    });
});
