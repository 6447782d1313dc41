import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import type { Definition } from "../../../rehearsal/cluster/definitions";
import { goneStandIns, grown, renamed, retainted } from "../../../rehearsal/cluster/follow";
import { settings } from "../../../rehearsal/cluster/kwokctl";
import { isForOthers, leanest } from "../../../rehearsal/cluster/lean";
import { nodeManifests, standInManifest } from "../../../rehearsal/cluster/manifests";
import { nodesOf } from "../../../rehearsal/cluster/nodes";
import { freePorts } from "../../../rehearsal/cluster/ports";
import { killProcessesIn, processesIn } from "../../../rehearsal/cluster/processes";
import { changes } from "../../../rehearsal/cluster/resize";
import { othersOf } from "../../../rehearsal/cluster/others";
import { ownKey } from "../../../rehearsal/cluster/shape";
import { COMPLETE, FOREIGN, stackFrom } from "../../support/recordings";
import { SHAPE } from "./fixture";

describe("nodes of a control plane", () => {
    it("spreads a group over its zones", () => {
        assert.deepEqual(
            nodesOf(SHAPE, { general: 3 }).map(({ name, zone }) => `${name} ${zone}`),
            ["general-0 eu-central-1a", "general-1 eu-central-1b", "general-2 eu-central-1a"],
        );
    });

    it("tells apart the groups of AWS that one group of the stack file is, one for each zone", () => {
        const all = [
            { key: "zonal", zones: ["us-east-1a"] },
            { key: "zonal", zones: ["us-east-1b"] },
            { key: "general", zones: ["us-east-1a", "us-east-1b"] },
        ];
        const keys = all.map((group) => ownKey(group, all));
        assert.deepEqual(keys, ["zonal-us-east-1a", "zonal-us-east-1b", "general"]);
    });

    it("says of a node what the kubelet and the EBS driver would", () => {
        const [untrusted] = nodesOf(SHAPE, { untrusted: 1 });
        assert.ok(untrusted);
        const [node, storage] = nodeManifests(untrusted);
        const allocatable = { cpu: "1930m", memory: "6900Mi", "ephemeral-storage": "40000Mi", pods: "110" };
        assert.deepEqual(node?.status, { capacity: allocatable, allocatable });
        assert.deepEqual((node.spec as { taints: unknown }).taints, SHAPE.groups[1]?.taints);
        const { labels } = node.metadata as { labels: Record<string, string> };
        assert.equal(labels["topology.kubernetes.io/zone"], "eu-central-1a");
        assert.equal(labels["node.kubernetes.io/instance-type"], "m7g.large");
        assert.equal(labels["mindcloud.dev/purpose"], "untrusted");
        assert.equal(labels["eks.amazonaws.com/nodegroup"], "toy-dev-untrusted", "EKS's own name, not the logical one");
        assert.equal(labels["eks.amazonaws.com/capacityType"], "ON_DEMAND");
        const spec = storage?.spec as { drivers: { allocatable?: unknown }[] } | undefined;
        assert.deepEqual(spec?.drivers[0]?.allocatable, { count: 2 });
    });

    it("has of a cluster of others what the stack file says of it, and workers for what no release of ours brings", () => {
        const { environment } = stackFrom(FOREIGN);
        const found = othersOf(environment);
        assert.ok(found);
        const names = (found.others ?? []).map(
            ({ kind, metadata }) => `${String(kind)} ${(metadata as { name: string }).name}`,
        );
        assert.deepEqual(names.slice(0, 3), [
            "StorageClass ebs-general",
            "StorageClass ebs-database",
            "ClusterSecretStore aws-secrets",
        ]);
        assert.ok(names.includes("Secret sh.helm.release.v1.external-secrets.v1"), names.join());
        assert.deepEqual(found.counts, { others: environment.zoneNames.length });
        assert.equal(othersOf(stackFrom(COMPLETE).environment), undefined);
    });

    it("puts an agent on every node, and the rest where it belongs", () => {
        const [agent, controller] = SHAPE.standIns.map(standInManifest);
        assert.equal(agent?.kind, "DaemonSet");
        assert.equal(controller?.kind, "Deployment");
        assert.match(JSON.stringify(controller), /"replicas":2.*"nodeSelector":{"mindcloud.dev\/purpose":"general"}/);
        assert.match(JSON.stringify(agent), /"requests":{"cpu":"100m","memory":"64Mi"}/);
    });

    it("lets only an agent onto a node that is being drained", () => {
        const [agent, controller] = SHAPE.standIns.map(standInManifest).map((manifest) => JSON.stringify(manifest));
        assert.match(agent ?? "", /"tolerations":\[{"operator":"Exists"}\]/);
        assert.match(controller ?? "", /"tolerations":\[{"key":"mindcloud.dev\/purpose","operator":"Exists"}\]/);
    });
});

describe("more and fewer nodes", () => {
    const standing = ["general-0", "general-2"].map((name) => ({ name, group: "toy-dev-general" }));

    it("adds under names that nobody has", () => {
        const { add, remove } = changes(SHAPE, { general: 4 }, standing);
        assert.deepEqual([add.map(({ name }) => name), remove], [["general-1", "general-3"], []]);
    });

    it("takes the youngest away, and leaves groups alone that are not named", () => {
        const other = { name: "untrusted-0", group: "toy-dev-untrusted" };
        assert.deepEqual(changes(SHAPE, { general: 1 }, [...standing, other]), { add: [], remove: ["general-2"] });
    });

    it("changes nothing when the number is right", () => {
        assert.deepEqual(changes(SHAPE, { general: 2 }, standing), { add: [], remove: [] });
    });
});

describe("an environment that has changed", () => {
    const standing = ["general-0", "general-1", "general-2"].map((name) => ({ name, group: "toy-dev-general" }));

    it("gets the nodes that its floor needs, and keeps those that it has", () => {
        assert.deepEqual(grown(SHAPE, standing), { general: 3, untrusted: 1 });
        assert.deepEqual(grown({ ...SHAPE, counts: { general: 4 } }, standing), { general: 4, untrusted: 0 });
    });

    it("names the groups of nodes as EKS does, which an earlier release of this program did not", () => {
        const [general, ...others] = SHAPE.groups;
        assert.ok(general);
        const { managedName: _, ...earlier } = general;
        const before = { ...SHAPE, groups: [earlier as typeof general, ...others] };
        assert.deepEqual(renamed(undefined, SHAPE), []);
        assert.deepEqual(renamed(SHAPE, SHAPE), []);
        const label = "eks.amazonaws.com/nodegroup";
        assert.deepEqual(
            renamed(before, SHAPE).map((words) => words.join(" ")),
            [`label nodes --selector=${label}=nodes-general --overwrite ${label}=toy-dev-general`],
        );
    });

    it("puts a group's new taints on the nodes that it has, and takes the others off", () => {
        const [general, ...others] = SHAPE.groups;
        assert.ok(general);
        const leaving = { key: "mindcloud.dev/leaving", value: "true", effect: "NoSchedule" } as const;
        const after = { ...SHAPE, groups: [{ ...general, taints: [leaving] }, ...others] };
        const selector = `--selector=eks.amazonaws.com/nodegroup=${general.managedName}`;
        const said = (from: typeof SHAPE, to: typeof SHAPE) =>
            retainted(from, to).map(({ group, command }) => `${group}: ${command.join(" ")}`);
        assert.deepEqual(said(SHAPE, SHAPE), []);
        assert.deepEqual(said(SHAPE, after), [
            `${general.managedName}: taint nodes ${selector} --overwrite mindcloud.dev/leaving=true:NoSchedule`,
        ]);
        assert.deepEqual(said(after, SHAPE), [
            `${general.managedName}: taint nodes ${selector} --overwrite mindcloud.dev/leaving:NoSchedule-`,
        ]);
    });

    it("loses the pods of charts that it no longer has", () => {
        assert.deepEqual(goneStandIns(SHAPE, { ...SHAPE, standIns: SHAPE.standIns.slice(1) }), ["toy-agent"]);
        assert.deepEqual(goneStandIns(undefined, SHAPE), []);
    });
});

describe("custom kinds of a control plane", () => {
    const definition = {
        metadata: { name: "things.example.com" },
        spec: {
            ...{ group: "example.com", names: { kind: "Thing" }, conversion: { strategy: "Webhook" } },
            versions: [
                version("v1", true, true, {
                    description: "read by people",
                    properties: { description: { type: "string" } },
                }),
                version("v1beta1", false, false, {}),
            ],
        },
    } as Definition;

    it("come without texts, versions that nobody is served, and webhooks; a property may be called description", () => {
        const { spec } = leanest(definition);
        assert.deepEqual(Object.keys(spec), ["group", "names", "versions"]);
        assert.deepEqual(
            spec.versions.map(({ name, schema }) => [name, schema.openAPIV3Schema]),
            [["v1", { properties: { description: { type: "string" } } }]],
        );
    });

    it("are those that somebody else than their own chart applies", () => {
        const kind = (group: string, name: string): Definition => ({
            spec: { ...definition.spec, group, names: { kind: name } },
        });
        assert.ok(isForOthers(kind("monitoring.coreos.com", "PrometheusRule")));
        assert.ok(!isForOthers(kind("monitoring.coreos.com", "Prometheus")));
        assert.ok(!isForOthers(kind("generators.external-secrets.io", "Password")));
    });
});

describe("processes of a control plane", () => {
    let directory: string;
    beforeEach(() => {
        directory = fs.mkdtempSync(path.join(os.tmpdir(), "processes "));
    });
    afterEach(() => {
        fs.rmSync(directory, { recursive: true });
    });

    it("are found by what they run, and nothing else is killed", async () => {
        const own = path.join(directory, "sleep");
        fs.symlinkSync("/bin/sleep", own);
        const [mine, others] = [own, "/bin/sleep"].map((file) => spawn(file, ["60"], { stdio: "ignore" }));
        try {
            assert.deepEqual(
                processesIn(directory).map(({ pid }) => pid),
                [mine?.pid],
            );
            assert.deepEqual(processesIn(directory.slice(0, -1)), [], "a directory whose name begins in the same way");
            await killProcessesIn(directory);
            assert.deepEqual(processesIn(directory), []);
            assert.equal(others?.exitCode, null);
        } finally {
            others?.kill("SIGKILL");
        }
    });

    it("listen on this machine only, on ports that nobody has", async () => {
        const ports = await freePorts(6);
        assert.equal(new Set(ports).size, 6);
        const server = net.createServer().listen(ports[0], "127.0.0.1");
        await new Promise((resolve) => server.once("listening", resolve)).finally(() => server.close());
        const names = ["etcd", "apiServer", "controllerManager", "scheduler", "kubectl", "kwok", "kwokctl"];
        const programs = Object.fromEntries(names.map((name) => [name, `/bin/${name}`])) as never;
        const { options } = settings(programs, ports) as { options: Record<string, unknown> };
        assert.equal(options.bindAddress, "127.0.0.1");
        assert.deepEqual(
            [options.etcdPort, options.etcdPeerPort, options.kubeApiserverPort, options.kwokControllerPort],
            [ports[0], ports[1], ports[2], ports[5]],
        );
    });
});

function version(name: string, served: boolean, storage: boolean, openAPIV3Schema: Record<string, unknown>) {
    return { name, served, storage, schema: { openAPIV3Schema } };
}
