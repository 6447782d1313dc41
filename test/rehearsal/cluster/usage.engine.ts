import assert from "node:assert/strict";
import { processesIn } from "../../../rehearsal/cluster/processes";
import { shareLoad, startUsage } from "../../../rehearsal/cluster/usage";
import { connect, disconnect, type Cluster } from "../../../rehearsal/kubernetes/real/cluster";
import { deployment, namespace } from "./objects";
import { skipWithoutGo, TestPlane } from "./support";

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

    it("goes by the usage that is simulated: a load of 400 m at 70 % of 100 m each needs six pods, and stays there", async () => {
        await startUsage(bench.plane, bench.directory, () => undefined);
        await bench.apply(namespace("busy"), deployment("busy", "web", 2, { cpu: "100m" }), AUTOSCALER);
        await bench.kubectl("-n=busy", "rollout", "status", "deployment/web", "--timeout=60s");
        const { api } = (cluster = connect(bench.plane.kubeconfig));
        const deadline = Date.now() + 240_000;
        let ready = 0;
        while (ready < 6 && Date.now() < deadline) {
            ready = await shareLoad(api, LOAD);
            await new Promise((resolve) => setTimeout(resolve, 2000));
        }
        assert.equal(ready, 6, await bench.kubectl("-n=busy", "describe", "hpa/web"));
        // More than one look of the autoscaler, which is every 15 s.
        for (let look = 0; look < 10; look++) {
            assert.equal(await shareLoad(api, LOAD), 6);
            await new Promise((resolve) => setTimeout(resolve, 2000));
        }
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
        ...{ minReplicas: 2, maxReplicas: 10 },
        metrics: [
            { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
        ],
    },
};
