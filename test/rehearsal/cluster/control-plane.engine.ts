import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { drainNode, findControlPlane, resizeNodes } from "../../../rehearsal/cluster";
import { killProcessesIn, processesIn } from "../../../rehearsal/cluster/processes";
import { SHAPE } from "./fixture";
import { container, deployment, job, namespace, pod, RESTRICTED } from "./objects";
import { skipWithoutGo, TestPlane } from "./support";

const MEGABYTE = 1024 * 1024;

describe("a real control plane", () => {
    const bench = new TestPlane();
    before(async function () {
        skipWithoutGo(this);
        await bench.start();
    });
    after(() => bench.remove());

    it("has the nodes of the environment, ready, with what EKS leaves of them, and pods of charts and add-ons on them", async () => {
        await bench.kubectl("wait", "--for=condition=Ready", "nodes", "--all", "--timeout=300s");
        const columns =
            "-o=custom-columns=:.metadata.name,:.status.allocatable.cpu,:.metadata.labels.topology\\.kubernetes\\.io/zone";
        const nodes = await bench.kubectl("get", "nodes", "--no-headers", columns);
        assert.deepEqual(
            nodes.split("\n").map((line) => line.trim().split(/\s+/)),
            [
                ["general-0", "1930m", "eu-central-1a"],
                ["general-1", "1930m", "eu-central-1b"],
                ["untrusted-0", "1930m", "eu-central-1a"],
            ],
        );
        const volumes = await bench.kubectl(
            "get",
            "csinode",
            "general-0",
            "-o=jsonpath={.spec.drivers[0].allocatable.count}",
        );
        assert.equal(volumes, "2");
        await bench.kubectl("-n=kube-system", "rollout", "status", "daemonset/toy-agent", "--timeout=300s");
        await bench.kubectl("-n=kube-system", "rollout", "status", "deployment/toy-controller", "--timeout=300s");
        assert.equal(
            await bench.kubectl("-n=kube-system", "get", "daemonset/toy-agent", "-o=jsonpath={.status.numberReady}"),
            "3",
        );
    });

    it("runs what is deployed: replicas, init containers and native sidecars, Jobs, CronJobs", async () => {
        const once = container("once");
        const sidecar = { ...container("sidecar"), restartPolicy: "Always" };
        const batch = { apiVersion: "batch/v1", metadata: { namespace: "run" } };
        const said = await bench.apply(
            namespace("run", RESTRICTED),
            deployment("run", "web", 3, { initContainers: [once, sidecar] }),
            {
                ...batch,
                kind: "Job",
                metadata: { name: "once", namespace: "run" },
                spec: job({ initContainers: [sidecar] }),
            },
            {
                ...{ ...batch, kind: "CronJob", metadata: { name: "nightly", namespace: "run" } },
                spec: { schedule: "0 2 * * *", jobTemplate: { spec: job() } },
            },
        );
        assert.equal(said.split("serverside-applied").length - 1, 4, said);
        await bench.kubectl("-n=run", "create", "job", "--from=cronjob/nightly", "tonight");
        await bench.kubectl("-n=run", "rollout", "status", "deployment/web", "--timeout=300s");
        await bench.kubectl("-n=run", "wait", "--for=condition=Complete", "job", "--all", "--timeout=300s");
    });

    it("refuses what EKS refuses: Pod Security, quota, limits, a law of the cluster, a custom resource against its schema", async () => {
        await bench.apply(
            namespace("closed", RESTRICTED),
            {
                ...{ apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "pods", namespace: "closed" } },
                spec: { hard: { pods: "1" } },
            },
            {
                ...{ apiVersion: "v1", kind: "LimitRange", metadata: { name: "limits", namespace: "closed" } },
                spec: { limits: [{ type: "Container", default: { cpu: "123m" } }] },
            },
        );
        const privileged = {
            ...pod("closed", "root"),
            spec: { containers: [{ name: "main", image: "example.com/any:1" }] },
        };
        assert.match(await bench.apply(privileged), /violates PodSecurity "restricted:/);
        assert.match(
            await bench.apply(pod("closed", "large", { cpu: "2" })),
            /must be less than or equal to cpu limit of 123m/,
        );
        assert.match(await bench.apply(pod("closed", "first")), /serverside-applied/);
        const limit = "-o=jsonpath={.spec.containers[0].resources.limits.cpu}";
        assert.equal(await bench.kubectl("-n=closed", "get", "pod/first", limit), "123m");
        assert.match(await bench.apply(pod("closed", "second")), /exceeded quota: pods/);
        assert.match(
            await bench.apply(pod("closed", "third", { priorityClassName: "no-such" })),
            /no PriorityClass with name no-such/,
        );

        await bench.apply(...LAW);
        await bench.until(
            /no-latest: refused by a law/,
            "create",
            "deployment",
            "late",
            "--image=example.com/any:latest",
            "--dry-run=server",
        );

        const scaled = {
            ...{ apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject" },
            metadata: { name: "web", namespace: "run" },
        };
        assert.match(await bench.apply({ ...scaled, spec: { triggers: [] } }), /spec.scaleTargetRef: Required value/);
        const target = { scaleTargetRef: { name: "web" }, triggers: [{ type: "cpu", metadata: { value: "70" } }] };
        assert.match(await bench.apply({ ...scaled, spec: target }), /serverside-applied/);
    });

    it("schedules as Kubernetes does: what fits nowhere waits and says why, taints hold, more nodes help", async () => {
        await bench.apply(namespace("wide"), deployment("wide", "wide", 5, { cpu: "900m" }));
        const waiting = await bench.until(/Insufficient cpu/, "-n=wide", "get", "events");
        assert.match(waiting, /untolerated taint/);
        const { added } = await resizeNodes(bench.plane, SHAPE, { general: 4 });
        assert.deepEqual(added, ["general-2", "general-3"]);
        await bench.kubectl("-n=wide", "rollout", "status", "deployment/wide", "--timeout=300s");
        const on = await bench.kubectl("-n=wide", "get", "pods", "-o=jsonpath={.items[*].spec.nodeName}");
        assert.doesNotMatch(on, /untrusted/);

        await bench.kubectl("-n=wide", "scale", "deployment/wide", "--replicas=2");
        const { removed } = await resizeNodes(bench.plane, SHAPE, { general: 2 });
        assert.deepEqual(removed, ["general-2", "general-3"]);
        await bench.kubectl("-n=wide", "rollout", "status", "deployment/wide", "--timeout=300s");
        assert.equal((await bench.kubectl("get", "nodes", "-o=name")).split("\n").length, 3);
    });

    it("respects disruption budgets when a node is drained", async () => {
        await bench.apply(namespace("budget"), deployment("budget", "alone", 1), {
            ...{
                apiVersion: "policy/v1",
                kind: "PodDisruptionBudget",
                metadata: { name: "alone", namespace: "budget" },
            },
            spec: { maxUnavailable: 0, selector: { matchLabels: { app: "alone" } } },
        });
        await bench.kubectl("-n=budget", "rollout", "status", "deployment/alone", "--timeout=300s");
        const node = await bench.kubectl("-n=budget", "get", "pods", "-o=jsonpath={.items[0].spec.nodeName}");
        await assert.rejects(drainNode(bench.plane, node, 15), /disruption budget/);
        await bench.kubectl("-n=budget", "patch", "pdb/alone", "--type=merge", '--patch={"spec":{"maxUnavailable":1}}');
        await drainNode(bench.plane, node);
        await bench.kubectl("uncordon", node);
    });

    it("makes the successor of a pod that ends only where the quota has room for both, but a StatefulSet's when it has ended", async () => {
        const quota = (pods: string) => ({ spec: { hard: { pods } } });
        const podsOf = (app: string) => ["-n=succession", "get", "pods", `-l=app=${app}`, "-o=name"];
        await bench.apply(
            namespace("succession"),
            {
                ...{ apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "pods", namespace: "succession" } },
                ...quota("2"),
            },
            deployment("succession", "alone", 1),
            { ...deployment("succession", "named", 1), kind: "StatefulSet" },
        );
        const settled = async () => {
            await bench.kubectl("-n=succession", "rollout", "status", "deployment/alone", "--timeout=300s");
            await bench.kubectl("-n=succession", "rollout", "status", "statefulset/named", "--timeout=300s");
        };
        await settled();
        const first = await bench.kubectl(...podsOf("alone"));

        // While nobody plays the kubelets, what is deleted goes on ending.
        const kubelets = processesIn(bench.directory).filter(({ program }) => program.endsWith("kwok-controller"));
        assert.equal(kubelets.length, 1);
        for (const { pid } of kubelets) process.kill(pid, "SIGSTOP");
        try {
            await bench.kubectl("-n=succession", "delete", "pods", "--all", "--wait=false");
            const refused = /alone-.*exceeded quota: pods, requested: pods=1, used: pods=2/;
            await bench.until(refused, "-n=succession", "get", "events");
            assert.equal(await bench.kubectl(...podsOf("alone")), first);

            const room = JSON.stringify(quota("3"));
            await bench.kubectl("-n=succession", "patch", "quota/pods", "--type=merge", `--patch=${room}`);
            // Its controller asks again at doubling intervals, and at once when something of its own changes.
            await bench.kubectl("-n=succession", "annotate", "replicaset", "-l=app=alone", "example.com/look=again");
            await bench.until(/alone-.*\n.*alone-/, ...podsOf("alone"));
            assert.equal(await bench.kubectl(...podsOf("named")), "pod/named-0");
        } finally {
            for (const { pid } of kubelets) process.kill(pid, "SIGCONT");
        }
        await settled();
    });

    it("is found again, and has everything still when its processes were killed", async () => {
        const { server } = bench.plane;
        assert.equal((await findControlPlane(bench.directory))?.server, server);
        assert.deepEqual(await bench.start(), [], "one that runs is not started again");
        const processes = processesIn(bench.directory).map(({ program }) => path.basename(program));
        assert.deepEqual(processes.sort(), [
            "etcd",
            "kube-apiserver",
            "kube-controller-manager",
            "kube-scheduler",
            "kwok-controller",
        ]);
        await killProcessesIn(bench.directory);
        assert.equal(await findControlPlane(bench.directory), undefined);
        assert.deepEqual(await bench.start(), ["waking the control plane of Kubernetes 1.36"]);
        assert.match(await bench.kubectl("-n=run", "get", "deployment/web", "-o=name"), /deployment.apps\/web/);
        await bench.kubectl("-n=run", "rollout", "restart", "deployment/web");
        await bench.kubectl("-n=run", "rollout", "status", "deployment/web", "--timeout=300s");
    });

    it("follows an environment that has changed: more nodes, other charts; what runs goes on", async () => {
        const [, controller] = SHAPE.standIns;
        assert.ok(controller);
        const changed = { ...SHAPE, counts: { general: 3, untrusted: 1 }, standIns: [{ ...controller, replicas: 1 }] };
        assert.deepEqual(await bench.start(changed), ["node general-2 added", "pods of toy-agent removed"]);
        assert.deepEqual(await bench.start(changed), []);
        assert.equal(await bench.kubectl("-n=kube-system", "get", "daemonsets", "-o=name"), "");
        const replicas = ["-n=kube-system", "get", "deployment/toy-controller", "-o=jsonpath={.spec.replicas}"];
        assert.equal(await bench.kubectl(...replicas), "1");
    });

    it("needs less than a gigabyte", function () {
        if (process.platform !== "linux") this.skip(); // read from /proc
        const resident = processesIn(bench.directory).map(({ pid }) =>
            Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(pid)}/status`, "utf8"))?.[1]),
        );
        const total = resident.reduce((sum, kilobytes) => sum + kilobytes * 1024, 0);
        assert.ok(total > 0 && total < 1000 * MEGABYTE, `${String(Math.round(total / MEGABYTE))} MiB`);
    });

    it("runs beside another one, and ends alone, with everything that it has", async () => {
        const other = new TestPlane();
        await other.start();
        try {
            assert.notEqual(other.plane.server, bench.plane.server);
            assert.equal(await other.kubectl("get", "namespaces", "run", "--ignore-not-found"), "");
        } finally {
            await other.remove();
        }
        assert.deepEqual(processesIn(other.directory), []);
        assert.match(await bench.kubectl("get", "--raw", "/readyz"), /ok/);
    });
});

const LAW = [
    {
        ...{
            apiVersion: "admissionregistration.k8s.io/v1",
            kind: "ValidatingAdmissionPolicy",
            metadata: { name: "no-latest" },
        },
        spec: {
            matchConstraints: {
                resourceRules: [
                    { apiGroups: ["apps"], apiVersions: ["v1"], operations: ["CREATE"], resources: ["deployments"] },
                ],
            },
            validations: [
                {
                    expression: "object.spec.template.spec.containers.all(c, !c.image.endsWith(':latest'))",
                    message: "no-latest: refused by a law",
                },
            ],
        },
    },
    {
        ...{
            apiVersion: "admissionregistration.k8s.io/v1",
            kind: "ValidatingAdmissionPolicyBinding",
            metadata: { name: "no-latest" },
        },
        spec: { policyName: "no-latest", validationActions: ["Deny"] },
    },
] as const;
