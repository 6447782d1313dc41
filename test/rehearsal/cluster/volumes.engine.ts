import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { Store } from "../../../rehearsal/cloud/store";
import { connect, disconnect, type Cluster } from "../../../rehearsal/kubernetes/real/cluster";
import { StandIns } from "../../../rehearsal/kubernetes/real/stand-ins";
import { claim, namespace, pod } from "./objects";
import { skipWithoutGo, TestPlane } from "./support";

const EBS = "ebs.csi.aws.com";

describe("volumes on a real control plane", () => {
    const bench = new TestPlane();
    let cluster: Cluster | undefined;
    before(async function () {
        skipWithoutGo(this);
        await bench.start();
        cluster = connect(bench.plane.kubeconfig);
        const journal = path.join(path.dirname(bench.directory), "cloud");
        fs.mkdirSync(journal);
        new StandIns(cluster, Store.open(journal, "own"));
        await bench.apply(
            namespace("data"),
            storageClass("gone", { reclaimPolicy: "Delete" }),
            storageClass("kept", { reclaimPolicy: "Retain" }),
            storageClass("rigid", { allowVolumeExpansion: false }),
            storageClass("shared", { provisioner: "efs.csi.aws.com", volumeBindingMode: "Immediate" }),
        );
    });
    after(async () => {
        if (cluster !== undefined) disconnect(cluster);
        await bench.remove();
    });

    const volumeOf = (name: string): Promise<string> =>
        bench.kubectl("-n=data", "get", `pvc/${name}`, "-o=jsonpath={.spec.volumeName}");
    const bound = (name: string): Promise<string> =>
        bench.kubectl("-n=data", "wait", "--for=jsonpath={.status.phase}=Bound", `pvc/${name}`, "--timeout=300s");
    const running = (name: string): Promise<string> =>
        bench.kubectl("-n=data", "wait", "--for=condition=Ready", `pod/${name}`, "--timeout=300s");

    it("waits with a disk for its first pod, makes it in that pod's zone, and keeps the next pod there", async () => {
        await bench.apply(claim("data", "disk", "gone", "1Gi"));
        await bench.until(/WaitForFirstConsumer/, "-n=data", "get", "events");
        assert.equal(await volumeOf("disk"), "");
        await bench.apply(pod("data", "writer", { claim: "disk", zone: "eu-central-1b" }));
        await running("writer");
        const volume = await volumeOf("disk");
        assert.match(await bench.kubectl("get", `pv/${volume}`, "-o=jsonpath={.spec.nodeAffinity}"), /eu-central-1b/);

        await bench.kubectl("-n=data", "delete", "pod/writer");
        await bench.apply(pod("data", "elsewhere", { claim: "disk", zone: "eu-central-1a" }));
        await bench.until(/PersistentVolume's node affinity|volume node affinity conflict/, "-n=data", "get", "events");
        await bench.kubectl("-n=data", "delete", "pod/elsewhere");
        await bench.apply(pod("data", "again", { claim: "disk" }));
        await running("again");
        assert.equal(await bench.kubectl("-n=data", "get", "pod/again", "-o=jsonpath={.spec.nodeName}"), "general-1");
        await bench.kubectl("-n=data", "delete", "pod/again");
    });

    it("makes a shared file system at once, for every zone", async () => {
        await bench.apply(claim("data", "files", "shared", "1Gi"));
        await bound("files");
        assert.equal(
            await bench.kubectl("get", `pv/${await volumeOf("files")}`, "-o=jsonpath={.spec.nodeAffinity}"),
            "",
        );
    });

    it("grows a claim where its class lets it, and shrinks none", async () => {
        const grow = (name: string, className: string, size: string) =>
            bench.apply(claim("data", name, className, size));
        await bench.apply(claim("data", "small", "rigid", "1Gi"), pod("data", "rigid", { claim: "small" }));
        await running("rigid");
        await grow("disk", "gone", "3Gi");
        await bench.kubectl(
            "-n=data",
            "wait",
            "--for=jsonpath={.status.capacity.storage}=3Gi",
            "pvc/disk",
            "--timeout=300s",
        );
        assert.match(await grow("disk", "gone", "2Gi"), /can not be less than/);
        assert.match(await grow("small", "rigid", "2Gi"), /only dynamically provisioned pvc can be resized/);
        await bench.kubectl("-n=data", "delete", "pod/rigid");
    });

    it("attaches as many disks to a node as that takes", async () => {
        const names = ["one", "two", "three"];
        const in1b = { zone: "eu-central-1b" };
        await bench.apply(
            ...names.flatMap((name) => [
                claim("data", name, "gone", "1Gi"),
                pod("data", name, { claim: name, ...in1b }),
            ]),
        );
        await bench.until(/exceed max volume count/, "-n=data", "get", "events");
        // The event may come before the others have started.
        const phases = ["-n=data", "get", "pods", ...names, "-o=jsonpath={.items[*].status.phase}"];
        await bench.until(/^(?=.*Pending)(?=.*Running.*Running)/, ...phases);
        await bench.kubectl("-n=data", "delete", "pods", ...names);
    });

    it("gives a volume back or keeps it, as its class says", async () => {
        await bench.apply(claim("data", "precious", "kept", "1Gi"), pod("data", "keeper", { claim: "precious" }));
        await running("keeper");
        const [gone, kept] = [await volumeOf("disk"), await volumeOf("precious")];
        await bench.kubectl("-n=data", "delete", "pod/keeper", "pvc/precious", "pvc/disk");
        await bench.kubectl("wait", "--for=delete", `pv/${gone}`, "--timeout=300s");
        await bench.until(/^Released$/, "get", `pv/${kept}`, "-o=jsonpath={.status.phase}");
    });
});

const storageClass = (name: string, others: Readonly<Record<string, unknown>>) => ({
    ...{ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name }, provisioner: EBS },
    ...{ volumeBindingMode: "WaitForFirstConsumer", allowVolumeExpansion: true },
    ...others,
});
