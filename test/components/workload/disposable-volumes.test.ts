import assert from "node:assert/strict";
import { Provider } from "@pulumi/kubernetes/provider";
import * as w from "../../../components/workload";
import type { Graph } from "../../../plan/graph";
import { at, graphOf, object, resources, siteOf, small, testImage } from "./fixture";
import { refusalOf } from "./refusals";

const opts = () => ({ provider: new Provider("kubernetes", { kubeconfig: "{}", clusterIdentifier: "mindcloud-dev" }) });

function claimed(): { namespace: w.Namespace; claim: w.VolumeClaim; options: ReturnType<typeof opts> } {
    const options = opts();
    const namespace = new w.Namespace("graphs", { site: siteOf(), system: "graphs" }, options);
    const claim = new w.VolumeClaim("data", { namespace, size: w.gibibytes(20), storageClass: "gp3" }, options);
    return { namespace, claim, options };
}

/** A store, and every night a job with a copy of its volume and with room of its own. */
function nightly(): void {
    const { namespace, claim, options } = claimed();
    new w.Workload(
        "store",
        {
            ...{ namespace, kind: "StatefulSet", image: testImage, resources, scaling: w.single() },
            health: { command: ["true"] },
            volumes: { data: w.claimed(claim) },
            mounts: { "/data": "data" },
        },
        options,
    );
    new w.ScheduledJob(
        "dump",
        {
            ...{ namespace, image: testImage, resources: small, schedule: "0 2 * * *", retries: 1 },
            volumes: { data: w.copyOf(claim), room: w.disposable(w.gibibytes(40), claim.disposableClass) },
            mounts: { "/data": "data", "/room": "room" },
        },
        options,
    );
    new w.NamespaceLimits("limits", { namespace }, options);
}

const POD = ["spec", "jobTemplate", "spec", "template", "spec"] as const;

describe("components/workload disposable volumes", () => {
    let graph: Graph;
    before(async () => {
        graph = await graphOf(nightly);
    });

    it("gives each run a copy of a claim in the claim's zone, and room of its own, both gone with the pod, by a class that deletes", () => {
        const dump = object(graph, "CronJob", "dump");
        const volumes = at(dump, ...POD, "volumes") as readonly {
            readonly name: string;
            readonly ephemeral?: unknown;
        }[];
        const claim = (storage: string, more = {}) => ({
            volumeClaimTemplate: {
                spec: {
                    accessModes: ["ReadWriteOncePod"],
                    storageClassName: "gp3-xfs-disposable",
                    resources: { requests: { storage } },
                    ...more,
                },
            },
        });
        assert.deepEqual(Object.fromEntries(volumes.map(({ name, ephemeral }) => [name, ephemeral])), {
            data: claim("20Gi", { dataSource: { kind: "PersistentVolumeClaim", name: "data" } }),
            room: claim("40Gi"),
            tmp: undefined,
        });
        assert.deepEqual(
            at(dump, ...POD, "affinity", "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution"),
            [
                {
                    labelSelector: {
                        matchLabels: { "app.kubernetes.io/name": "store", "app.kubernetes.io/instance": "store" },
                    },
                    topologyKey: "topology.kubernetes.io/zone",
                },
            ],
        );
        // A pod that has ended keeps its volumes until somebody deletes it.
        assert.equal(at(dump, "spec", "jobTemplate", "spec", "ttlSecondsAfterFinished"), 600);
    });

    it("makes room in the quota for the volumes of failed runs too", () => {
        const quota = object(graph, "ResourceQuota", "limits");
        // 20 of the store, and (20 + 40) of each of two tries, old and new.
        assert.equal(at(quota, "spec", "hard", "requests.storage"), "280Gi");
        assert.equal(at(quota, "spec", "hard", "persistentvolumeclaims"), "10");
    });

    it("refuses a copy of a claim that nobody owns, because its zone is nobody's", async () => {
        const lines = await refusalOf(() => {
            const { namespace, claim, options } = claimed();
            new w.ScheduledJob(
                "dump",
                {
                    ...{ namespace, image: testImage, resources: small, schedule: "0 2 * * *" },
                    volumes: { data: w.copyOf(claim) },
                    mounts: { "/data": "data" },
                },
                options,
            );
        });
        assert.match(lines.join("\n"), /copies the claim data, .*declare the workload that owns it first/);
    });

    it("refuses a job that stays for ever and would keep its volumes", async () => {
        const lines = await refusalOf(() => {
            const { namespace, options } = claimed();
            new w.OneShotJob(
                "once",
                {
                    ...{ namespace, image: testImage, resources: small },
                    volumes: { room: w.disposable(w.gibibytes(1), "gp3") },
                    mounts: { "/room": "room" },
                },
                options,
            );
        });
        assert.match(lines.join("\n"), /would stay as long as it does/);
    });
});
