import assert from "node:assert/strict";
import { MADE_OF_GENERATION } from "../../rehearsal/cluster/operated";
import type { Api, Live } from "../../rehearsal/kubernetes/real/api";
import { settledFacts } from "../../rehearsal/view/settled";

const place = (name: string) => ({ namespace: "akosha", name });
const AUTOSCALER: Live = {
    metadata: place("query-hpa"),
    spec: { minReplicas: 2, maxReplicas: 3, scaleTargetRef: { kind: "Deployment", name: "query" } },
    status: {},
};

/** Ready replicas of the Deployment, look by look; the last one stays. */
function looksAt(...ready: readonly number[]): { readonly api: Pick<Api, "list">; readonly looks: () => number } {
    let looks = 0;
    const deployment = (): Live => ({
        metadata: place("query"),
        ...{ spec: {}, status: { readyReplicas: ready[Math.min(looks++, ready.length - 1)] } },
    });
    const list = (path: string): Promise<readonly Live[]> => {
        if (path.endsWith("/deployments")) return Promise.resolve([deployment()]);
        return Promise.resolve(path.endsWith("/horizontalpodautoscalers") ? [AUTOSCALER] : []);
    };
    return { api: { list }, looks: () => looks };
}

describe("rehearsal: the autoscalers in the closing table", () => {
    it("have brought their workload to the floor, for which the first look is awaited", async () => {
        const { api, looks } = looksAt(1, 1, 2);
        let said = 0;
        const { autoscalers } = await settledFacts(api, { everyMilliseconds: 1, onWait: () => said++ });
        assert.deepEqual([autoscalers[0]?.now, looks(), said], [2, 3, 1]);
    });

    it("are not awaited where the floor is reached, though the autoscaler has not yet said so", async () => {
        const { api, looks } = looksAt(2);
        const onWait = (): void => assert.fail("there is nothing to wait for");
        const { autoscalers } = await settledFacts(api, { onWait });
        assert.deepEqual([autoscalers[0]?.now, looks()], [2, 1]);
    });

    it("are shown when operators have made what they make: as it was, going, gone and not ready are all waited for", async () => {
        const place = { namespace: "monitoring", name: "prometheus-main" };
        const statefulSet = { metadata: place, spec: { replicas: 2 } };
        const made = (ready: number, generation = 2, more: Partial<Live["metadata"]> = {}): Live => ({
            metadata: {
                ...{ ...place, ownerReferences: [{ kind: "Prometheus" }] },
                ...{ annotations: { [MADE_OF_GENERATION]: String(generation) }, ...more },
            },
            ...{ spec: { replicas: 2 }, status: { readyReplicas: ready } },
        });
        const going = made(2, 2, { deletionTimestamp: "2026-11-29T00:00:00Z" });
        const looks: (readonly Live[])[] = [[made(2, 1)], [going], [], [made(1)], [made(2)]];
        const seen: string[] = [];
        const list = (path: string): Promise<readonly Live[]> => {
            if (path.endsWith("/prometheuses"))
                return Promise.resolve([{ metadata: { name: "main", generation: 2 }, spec: { statefulSet } }]);
            return Promise.resolve(path.endsWith("/statefulsets") ? (looks.shift() ?? []) : []);
        };
        const { workloads } = await settledFacts({ list }, { everyMilliseconds: 1, onWait: () => seen.push("waits") });
        assert.deepEqual([seen, looks.length], [["waits"], 0]);
        assert.deepEqual(
            workloads.map(({ name, ready, wanted }) => [name, ready, wanted]),
            [["prometheus-main", 2, 2]],
        );
        const none = { list: (path: string) => (path.endsWith("/statefulsets") ? Promise.resolve([]) : list(path)) };
        const [missing] = (await settledFacts(none, { seconds: 0, operatorSeconds: 0 })).workloads;
        assert.deepEqual([missing?.name, missing?.ready, missing?.wanted], ["prometheus-main", 0, 2]);
    });

    it("are shown as they are when the time is over", async () => {
        const { api } = looksAt(1);
        assert.equal((await settledFacts(api, { seconds: 0.02, everyMilliseconds: 5 })).autoscalers[0]?.now, 1);
    });
});
