/** What a volume can do is a class that a claim moves to, and numbers that EBS would refuse never get there. */
import assert from "node:assert/strict";
import { Provider } from "@pulumi/kubernetes/provider";
import * as w from "../../../components/workload";
import { at, graphOf, object, scope, siteOf } from "./fixture";
import { refusalOf } from "./refusals";

function claim(
    performance?: w.VolumePerformance,
    size = w.gibibytes(500),
    data: "keep" | "disposable" = "disposable",
): void {
    const opts = { provider: new Provider("kubernetes", { kubeconfig: "{}", clusterIdentifier: "mindcloud-dev" }) };
    const namespace = new w.Namespace("shop", { site: siteOf({ scope: { ...scope, data } }), system: "shop" }, opts);
    new w.VolumeClaim("data", { namespace, size, storageClass: "gp3", performance }, opts);
}

const CLASS = "kubernetes:storage.k8s.io/v1:VolumeAttributesClass";

describe("components/workload volume performance", () => {
    it("makes a class that holds its numbers in its name, before the claim that names it", async () => {
        const graph = await graphOf(() => {
            claim({ iops: 6000, throughputMebibytes: 250 });
        });
        const made = graph.the(CLASS);
        assert.match(String(at(made, "metadata", "name")), /^shop-data-6000-250-[0-9a-f]{6}$/);
        assert.equal(made.inputs.driverName, "ebs.csi.aws.com");
        assert.deepEqual(made.inputs.parameters, { iops: "6000", throughput: "250" });
        const data = object(graph, "PersistentVolumeClaim", "data");
        assert.equal(at(data, "spec", "volumeAttributesClassName"), at(made, "metadata", "name"));
        assert.ok(graph.dependsOn(data, made));
    });

    it("changes nothing of a claim but the class that it names", async () => {
        const spec = async (performance: w.VolumePerformance) =>
            at(
                object(
                    await graphOf(() => {
                        claim(performance);
                    }),
                    "PersistentVolumeClaim",
                    "data",
                ),
                "spec",
            ) as { volumeAttributesClassName: string };
        const slow = await spec({ iops: 3000, throughputMebibytes: 125 });
        const fast = await spec({ iops: 80_000, throughputMebibytes: 2000 });
        assert.match(fast.volumeAttributesClassName, /^shop-data-80000-2000-/);
        assert.deepEqual({ ...fast, volumeAttributesClassName: slow.volumeAttributesClassName }, slow);
    });

    it("has a name of its own whenever its numbers change, so that one that was kept is never in its way", async () => {
        const graph = await graphOf(() => {
            claim({ iops: 6000, throughputMebibytes: 250 }, w.gibibytes(500), "keep");
        });
        assert.deepEqual(at(graph.the("random:index/randomId:RandomId"), "keepers"), { numbers: "6000-250" });
    });

    it("leaves a class behind, for Kubernetes holds on to it as long as a volume names it, and that may have been kept", async () => {
        for (const data of ["keep", "disposable"] as const) {
            const graph = await graphOf(() => {
                claim({ iops: 6000, throughputMebibytes: 250 }, w.gibibytes(500), data);
            });
            assert.equal(graph.the(CLASS).retainOnDelete, true, data);
        }
    });

    it("makes none where nobody asks", async () => {
        const graph = await graphOf(() => {
            claim();
        });
        assert.deepEqual(graph.ofType(CLASS), []);
        assert.ok(
            !("volumeAttributesClassName" in (at(object(graph, "PersistentVolumeClaim", "data"), "spec") as object)),
        );
    });

    it("refuses what gp3 does not have at that size", async () => {
        const refused = (iops: number, throughputMebibytes: number, gibibytes = 500) =>
            refusalOf(() => {
                claim({ iops, throughputMebibytes }, w.gibibytes(gibibytes));
            });
        assert.deepEqual(await refused(2000, 125), ["data: asks for 2000 IOPS; gp3 of 500Gi has 3000 to 80000"]);
        assert.deepEqual(await refused(5001, 125, 10), ["data: asks for 5001 IOPS; gp3 of 10Gi has 3000 to 5000"]);
        assert.deepEqual(await refused(3000, 751), ["data: asks for 751 MiB/s; gp3 with 3000 IOPS has 125 to 750"]);
        assert.deepEqual(await refused(80_001, 2001), [
            "data: asks for 80001 IOPS; gp3 of 500Gi has 3000 to 80000",
            "data: asks for 2001 MiB/s; gp3 with 80001 IOPS has 125 to 2000",
        ]);
        // Every volume has the lower bounds, however small.
        await graphOf(() => {
            claim({ iops: 3000, throughputMebibytes: 125 }, w.gibibytes(1));
        });
    });
});
