import assert from "node:assert/strict";
import { processesIn } from "../../../rehearsal/cluster/processes";
import { shareLoad, startUsage } from "../../../rehearsal/cluster/usage";
import { connect, disconnect, type Cluster } from "../../../rehearsal/kubernetes/real/cluster";
import { deployment, namespace } from "./objects";
import { skipWithoutGo, TestPlane } from "./support";

/** 400 m on six pods are 67 m each, within a tenth of 70 %. */
const NEEDED = 6;
const LOAD = { namespace: "busy", selector: "app=web", millicores: 400 } as const;

describe("an autoscaler on a real control plane", () => {
    const bench = new TestPlane();
    let cluster: Cluster | undefined;
    before(async function () {
        skipWithoutGo(this);
        await bench.start();
    });
    after(async () => {
        if (cluster !== undefined) disconnect(cluster);
        await bench.remove();
    });

    it("goes by the usage that is simulated: a load of 400 m at 70 % of 100 m each needs six pods, and it stays where it is", async () => {
        await startUsage(bench.plane, bench.directory, () => undefined);
        await bench.apply(namespace("busy"), deployment("busy", "web", 2, { cpu: "100m" }), AUTOSCALER);
        await bench.kubectl("-n=busy", "rollout", "status", "deployment/web", "--timeout=300s");
        const { api } = (cluster = connect(bench.plane.kubeconfig));
        const shareFor = async (seconds: number, until: (ready: number) => boolean): Promise<number> => {
            for (const deadline = Date.now() + seconds * 1000; ;) {
                const ready = await shareLoad(api, LOAD);
                if (until(ready) || Date.now() > deadline) return ready;
                await new Promise((resolve) => setTimeout(resolve, 2000));
            }
        };
        const ready = await shareFor(400, (pods) => pods >= NEEDED);
        // On a busy machine it may look while the old pods' usage is that of two, and make a few more; never the most that it may.
        const told = await bench.kubectl("-n=busy", "describe", "hpa/web");
        assert.ok(ready >= NEEDED, told);
        let settled = ready;
        // More than one look of the autoscaler, which is every 15 s, and of what it looks at; it takes five minutes to take one away.
        for (let before = 0; before !== settled;) [before, settled] = [settled, await shareFor(40, () => false)];
        assert.ok(settled >= NEEDED && settled <= 2 * NEEDED, told);
    });

    it("is told by a process that ends with the control plane", async () => {
        const names = processesIn(bench.directory).map(({ program }) => program.split("/").at(-1));
        assert.ok(names.includes("metrics-server"), names.join(", "));
        await bench.remove();
        assert.deepEqual(processesIn(bench.directory), []);
    });
});

const AUTOSCALER = {
    ...{ apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", metadata: { name: "web", namespace: "busy" } },
    spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
        ...{ minReplicas: 2, maxReplicas: 40 },
        metrics: [
            { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
        ],
    },
};
