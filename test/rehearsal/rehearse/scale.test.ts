import assert from "node:assert/strict";
import * as path from "node:path";
import { loadStackFile } from "../../../config/stack-file";
import { CPU_USAGE } from "../../../rehearsal/cluster/usage-manifests";
import type { Api, Json, Live } from "../../../rehearsal/kubernetes/real/api";
import {
    documentedFall,
    fallenBy,
    fellAsDocumented,
    heardOf,
    heldSteady,
    needed,
    pathOf,
    reachedAt,
    reachedInTime,
    tenfold,
    type Sample,
} from "../../../rehearsal/rehearse/checks/scale";
import { autoscalerOf } from "../../../rehearsal/rehearse/load/autoscaler";
import { press } from "../../../rehearsal/rehearse/load/press";
import { Interrupted } from "../../../rehearsal/rehearse/rehearsal";

/** `[seconds, desired]`, and as many ready. */
const samples = (...looks: readonly (readonly [number, number])[]): readonly Sample[] =>
    looks.map(([seconds, desired]) => ({ seconds, desired, ready: desired }));

const hpa = (behavior?: Json, target: Json = { type: "Utilization", averageUtilization: 70 }): Live => ({
    metadata: { namespace: "memstack", name: "api-hpa" },
    spec: {
        ...{ scaleTargetRef: { kind: "Deployment", name: "api" }, minReplicas: 3, maxReplicas: 20, behavior },
        metrics: [{ type: "ContainerResource", containerResource: { name: "cpu", container: "api", target } }],
    },
});
const sidecar = { name: "proxy", resources: { requests: { cpu: "25m" } } };
const main = { name: "api", resources: { requests: { cpu: "500m" } } };
const DEPLOYMENT: Live = {
    metadata: { namespace: "memstack", name: "api" },
    spec: { selector: { matchLabels: { a: "b", c: "d" } }, template: { spec: { containers: [sidecar, main] } } },
};

describe("rehearsal of scale: what an autoscaler is to do", () => {
    it("is read from its own specification and its container's request", () => {
        const scaleDown = { policies: [{ type: "Percent", value: 50, periodSeconds: 60 }], selectPolicy: "Min" };
        assert.deepEqual(autoscalerOf(hpa({ scaleDown }), DEPLOYMENT), {
            ...{ namespace: "memstack", name: "api-hpa", target: "api", selector: "a=b,c=d", min: 3, max: 20 },
            ...{ requestMillicores: 500, millicoresAtTarget: 350 },
            fall: { windowSeconds: 300, policies: scaleDown.policies, select: "Min" },
        });
    });

    it("is Kubernetes' own where it says nothing: after 5 minutes, all at once", () => {
        assert.deepEqual(autoscalerOf(hpa(), DEPLOYMENT).fall, {
            ...{ windowSeconds: 300, select: "Max" },
            policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
        });
        assert.equal(
            autoscalerOf(hpa({ scaleDown: { stabilizationWindowSeconds: 0 } }), DEPLOYMENT).fall.windowSeconds,
            0,
        );
    });

    it("cannot be told where it goes by something else, or nothing is requested", () => {
        assert.throws(() => autoscalerOf(hpa({}, { type: "AverageValue" }), DEPLOYMENT), /cpu of one container/);
        assert.throws(() => autoscalerOf(hpa(), { spec: {} }), /container api requests no cpu/);
    });

    it("is the middle of its bounds for a load of which the floor carries a tenth", () => {
        const load = tenfold({ min: 3, max: 20, millicoresAtTarget: 350 });
        assert.deepEqual(load, { wanted: 11, millicores: 3710, baseMillicores: 371 });
        assert.deepEqual([needed(3710, 350), needed(371, 350), needed(350, 350)], [11, 2, 1]);
    });

    it("is nothing where no number lies strictly between the bounds", () => {
        assert.equal(tenfold({ min: 1, max: 2, millicoresAtTarget: 350 }), undefined);
        assert.equal(tenfold({ min: 2, max: 3, millicoresAtTarget: 350 }), undefined);
        assert.equal(tenfold({ min: 1, max: 3, millicoresAtTarget: 350 })?.wanted, 2);
        assert.equal(tenfold({ min: 1, max: 40, millicoresAtTarget: 350 }), undefined, "a tenth would need three");
    });

    it("has room for that in the production stack of the rehearsals, so that somewhere it is shown", () => {
        const loaded = loadStackFile(path.join(__dirname, "../../stacks/Pulumi.prod.yaml"));
        assert.ok(loaded.ok);
        const { myriad, memstack } = loaded.environment.systems;
        for (const bounds of [myriad.orchestrator, memstack.api])
            assert.ok(tenfold({ ...bounds, millicoresAtTarget: 350 }) !== undefined);
    });

    it("is to fall by its policies, each step from what ran a period before", () => {
        const half = { type: "Percent", value: 50, periodSeconds: 60 } as const;
        const two = { type: "Pods", value: 2, periodSeconds: 30 } as const;
        const fall = (select: "Max" | "Min" | "Disabled", ...policies: (typeof half | typeof two)[]) =>
            documentedFall({ windowSeconds: 300, policies, select }, 11, 3).map(({ seconds, replicas }) => [
                seconds,
                replicas,
            ]);
        assert.deepEqual(fall("Max", half), [
            [300, 5],
            [360, 3],
        ]);
        assert.deepEqual(fall("Max", { ...two, value: 4 as 2 }), [
            [300, 7],
            [330, 3],
        ]);
        assert.deepEqual(fall("Max", half, two), [
            [300, 5],
            [330, 3],
        ]);
        assert.deepEqual(fall("Min", half, two)[0], [300, 9]);
        assert.deepEqual(fall("Disabled", half), []);
    });
});

describe("rehearsal of scale: what an autoscaler did", () => {
    it("is in time when so many were wanted and ready, and says how it went when not", () => {
        const seen = samples([0, 3], [30, 6], [62, 11], [64, 11]);
        assert.deepEqual([reachedAt(seen, 11), pathOf(seen)], [62, "3 - 6 - 11"]);
        assert.deepEqual(reachedInTime(seen, 11, 120), []);
        assert.match(reachedInTime(seen, 11, 60).join(), /^11 replicas were there after 62 s, and 60 s are allowed/);
        const unready = [{ seconds: 60, desired: 11, ready: 9 }];
        assert.match(reachedInTime(unready, 11, 120).join(), /never.*11 wanted, 9 of 11 ready in the end$/);
    });

    it("is steady only when nothing else was wanted or ready, for long enough", () => {
        assert.deepEqual(heldSteady(samples([0, 11], [90, 11], [180, 11]), 11, 180), []);
        assert.match(heldSteady(samples([0, 11], [90, 12], [180, 11]), 11, 180).join(), /11 - 12 - 11 wanted/);
        assert.match(heldSteady(samples([0, 11], [90, 11]), 11, 180).join(), /looked at for 90 s instead of 180 s/);
        assert.match(heldSteady([], 11, 180).join(), /for 0 s/);
        const lost = [...samples([0, 11]), { seconds: 60, desired: 11, ready: 10 }, ...samples([180, 11])];
        assert.match(heldSteady(lost, 11, 180).join(), /after 60 s: 11 wanted, 10 ready/);
    });

    it("fell as documented: never up, not sooner, not further, and to the floor in time", () => {
        const documented = [
            { seconds: 300, replicas: 5 },
            { seconds: 360, replicas: 3 },
        ];
        const fell = (...looks: readonly (readonly [number, number])[]): string =>
            fellAsDocumented(samples(...looks), documented).join("; ");
        assert.equal(fallenBy(documented), 450);
        assert.equal(fell([0, 11], [310, 5], [372, 3]), "");
        assert.equal(fell([0, 11], [310, 8], [325, 5], [385, 3]), "", "smaller steps are allowed");
        assert.match(fell([0, 11], [200, 5], [372, 3]), /^fell to 5 after 200 s; documented is 5 after 300 s, 3/);
        assert.match(fell([0, 11], [310, 3]), /^fell to 3 after 310 s/);
        assert.match(fell([0, 11], [310, 5], [320, 11], [400, 3]), /^rose to 11 after 320 s without a load/);
        assert.match(fell([0, 11], [310, 5], [460, 3]), /^was not at 3 within 450 s: 5 after 310 s, 3 after 460 s/);
        assert.match(fell([0, 11], [450, 11]), /^was not at 3 within 450 s: no step/);
        assert.match(fellAsDocumented(samples([0, 11], [300, 5]), []).join(), /^fell to 5/, "where it may not fall");
    });

    it("has heard of a load when its reading is the share of each pod that is ready", () => {
        const look = (utilization?: number, ready = 3) => [{ seconds: 1, desired: 3, ready, utilization }];
        const heard = (looks: ReturnType<typeof look>) => heardOf(looks, { requestMillicores: 500 }, 375);
        assert.deepEqual([look(25), look(24), look(20), look(), look(25, 0), []].map(heard), [
            ...[true, true, false, false, false, false],
        ]);
    });
});

describe("rehearsal of scale: a load", () => {
    const condition = (status: string) => ({ conditions: [{ type: "Ready", status }] });
    const pod = (name: string, status: string): Live => ({ metadata: { name }, status: condition(status) });
    const autoscaler = autoscalerOf(hpa(), DEPLOYMENT);

    it("is shared by the pods that are ready, and both numbers are looked at", async () => {
        const merged: string[] = [];
        const api: Pick<Api, "get" | "list" | "merge"> = {
            list: (path) => {
                assert.match(path, /\/memstack\/pods\?labelSelector=a%3Db%2Cc%3Dd$/);
                const gone = { ...pod("gone", "True"), metadata: { name: "gone", deletionTimestamp: "now" } };
                return Promise.resolve([pod("one", "True"), pod("two", "True"), pod("new", "False"), gone]);
            },
            merge: (path, patch) => {
                merged.push(`${path.split("/").at(-1) ?? ""} ${JSON.stringify(patch)}`);
                return Promise.resolve({ metadata: {} });
            },
            get: () => {
                const containerResource = { name: "cpu", current: { averageUtilization: 40 } };
                return Promise.resolve({
                    ...hpa(),
                    status: { desiredReplicas: 3, currentMetrics: [{ containerResource }] },
                });
            },
        };
        const pressing = { until: () => true, atMostSeconds: 1, stopped: () => false };
        const [[look] = []] = await press(api, [{ autoscaler, millicores: 300 }], pressing);
        assert.deepEqual([look?.desired, look?.ready, look?.utilization], [3, 2, 40]);
        const share = `{"metadata":{"annotations":{"${CPU_USAGE}":"150m"}}}`;
        assert.deepEqual(merged, [`one ${share}`, `two ${share}`]);
        await assert.rejects(press(api, [], { ...pressing, stopped: () => true }), Interrupted);
    });
});
