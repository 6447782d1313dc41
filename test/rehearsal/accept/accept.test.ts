/** `make accept`: holds on an environment that is what its plan says, and falls short for each fault that is put into it. */
import assert from "node:assert/strict";
import { CHECKS } from "../../../rehearsal/accept/checks";
import type { List } from "../../../rehearsal/accept/cluster";
import { changesIn, EMBEDDED, seenBeside, seenHere } from "../../../rehearsal/accept/embedded";
import { expectedOf } from "../../../rehearsal/accept/expected";
import type { Expected, Json, Seen } from "../../../rehearsal/accept/facts";
import type { Answers } from "../../../rehearsal/accept/stand-in";
import { rowsOf, tableLines } from "../../../rehearsal/accept/table";
import { factsOf, Store } from "../../../rehearsal/cloud/store";
import type { Event } from "../../../rehearsal/engine/engine";
import { created, placeOf } from "../../../plan/shapes";
import { isMap } from "../../../plan/values";
import { manifestsOf } from "../../../policy/kubernetes";
import { COMPLETE, recordingOf } from "../../support/recordings";
import { DOOR, FAULTS } from "./faults";

const NOW = new Date("2026-11-29T12:00:00Z");
const KINDS: Readonly<Record<string, string>> = {
    deployments: "Deployment",
    statefulsets: "StatefulSet",
    daemonsets: "DaemonSet",
    horizontalpodautoscalers: "HorizontalPodAutoscaler",
    persistentvolumeclaims: "PersistentVolumeClaim",
    configmaps: "ConfigMap",
    cronjobs: "CronJob",
    prometheusrules: "PrometheusRule",
    servicemonitors: "ServiceMonitor",
    podmonitors: "PodMonitor",
    probes: "Probe",
    ingresses: "Ingress",
};
/** As controllers report it where all is well. */
const STATUS: Readonly<Record<string, Json>> = {
    Deployment: { readyReplicas: 99 },
    StatefulSet: { readyReplicas: 99 },
    DaemonSet: { desiredNumberScheduled: 2, numberReady: 2 },
    HorizontalPodAutoscaler: { currentMetrics: [{ resource: { current: { averageUtilization: 3 } } }] },
    PersistentVolumeClaim: { phase: "Bound" },
};

/** Everything that is asked, where it is asked. */
interface World {
    readonly api: List;
    readonly answers: Answers;
    readonly store: Store;
    readonly events: readonly Event[];
}

const kindAt = (path: string): string | undefined => KINDS[path.split("/").at(-1)?.split("?")[0] ?? ""];
const mapOf = (value: unknown): Json => (isMap(value) ? value : {});

/** As the engine says it of a preview. */
const eventOf = ({ op, type, name }: { readonly op: string; readonly type: string; readonly name: string }): Event => ({
    ...{ sequence: 1, timestamp: 1 },
    resourcePreEvent: {
        planning: true,
        metadata: {
            ...{ op: op as "update", urn: `urn:pulumi:complete::mindcloud::${type}::${name}`, type },
            ...{ provider: "", new: { type, custom: true } as never },
        },
    },
});

describe("acceptance of a deployment", () => {
    let expected: Expected;
    let list: List;
    let account: Store;
    before(async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const [provider] = graph.ofType("pulumi:providers:aws");
        const place = placeOf(provider?.inputs ?? {});
        expected = expectedOf(graph);
        account = Store.of(
            ...graph.resources
                .filter(({ type }) => type.startsWith("aws:"))
                .map(({ type, name, inputs }) => {
                    const { outputs } = created(type, name, inputs, place);
                    return { ...{ type, name, id: name, serial: 1 }, inputs, outputs };
                }),
        );
        const { autoscalers } = expected;
        list = (path) => {
            const kind = kindAt(path);
            if (kind === undefined) return Promise.resolve([]);
            const status = STATUS[kind];
            // KEDA makes an HPA for each ScaledObject.
            const objects: readonly Json[] =
                kind === "HorizontalPodAutoscaler"
                    ? autoscalers.map((metadata) => ({ metadata }))
                    : manifestsOf(graph)
                          .of(kind)
                          .map(({ inputs }) => inputs)
                          .filter(
                              (object) =>
                                  !path.includes("grafana_dashboard") ||
                                  JSON.stringify(object).includes('"grafana_dashboard"'),
                          );
            return Promise.resolve(objects.map((object) => ({ ...object, ...(status && { status }) })));
        };
    });

    const seen = async ({ api = list, store = account, events = [], answers }: Partial<World> = {}): Promise<Seen> => ({
        ...(await seenHere(api, expected, NOW, answers)),
        ...(await seenBeside(api, store, expected)),
        changes: changesIn(events),
    });
    /** Titles of the checks that fall short. */
    const short = (what: Seen): readonly string[] =>
        rowsOf(expected, what, EMBEDDED, NOW)
            .filter((row) => row.short.length > 0)
            .map(({ title }) => title);
    /** The environment with one thing in it that is wrong. */
    function worldWith(put: (typeof FAULTS)[number]["put"]): Partial<World> {
        if ("answers" in put) return put;
        if ("preview" in put) return { events: [eventOf(put.preview)] };
        if ("account" in put) {
            const [hurt, ...others] = account.live(put.type).filter(({ inputs }) => put.account(inputs) !== inputs);
            assert.ok(hurt, `there is no ${put.type}`);
            const left = account.live().filter((object) => object !== hurt && !others.includes(object));
            const outputs = put.account(factsOf(hurt));
            return { store: Store.of(...left, ...others, ...(outputs === undefined ? [] : [{ ...hurt, outputs }])) };
        }
        const api: List = async (path) => {
            const all = await list(path);
            if (kindAt(path) !== put.kind) return all;
            const hurt = all.find((object) => mapOf(object.metadata).name === put.named);
            assert.ok(hurt, `there is no ${put.kind} ${put.named}`);
            const left = put.change(hurt);
            return [...all.filter((object) => object !== hurt), ...(left === undefined ? [] : [left])];
        };
        return { api };
    }

    /** Without the first object of a kind. */
    const lacking =
        (plural: string): List =>
        async (path) => {
            const all = await list(path);
            return path.split("?")[0]?.endsWith(`/${plural}`) === true ? all.slice(1) : all;
        };

    it("asks for something in each of its twelve checks", () => {
        assert.equal(CHECKS.length, 12);
        assert.deepEqual(
            CHECKS.filter(({ count }) => count(expected) === 0).map(({ title }) => title),
            [],
        );
    });

    it("accepts what is as the plan says, and marks what a stand-in answered", async () => {
        const rows = rowsOf(expected, await seen(), EMBEDDED, NOW);
        assert.deepEqual(
            rows.flatMap((row) => row.short),
            [],
        );
        const text = tableLines("complete", rows).join("\n");
        assert.match(text, /complete is accepted: 12 checks hold/);
        assert.match(text, /holds +targets are up +stand-in/);
        assert.match(text, /holds +pods run +cluster/);
    });

    it("is asked for as many faults as there are checks, one of each", () => {
        assert.deepEqual(FAULTS.map(({ check }) => check).toSorted(), CHECKS.map(({ title }) => title).toSorted());
    });

    for (const { fault, check, says, put } of FAULTS)
        it(`falls short of "${check}" and of nothing else where ${fault}`, async () => {
            const rows = rowsOf(expected, await seen(worldWith(put)), EMBEDDED, NOW);
            const fallen = rows.filter((row) => row.short.length > 0);
            assert.deepEqual(
                fallen.map(({ title }) => title),
                [check],
            );
            assert.match(fallen[0]?.short[0] ?? "", says);
            assert.match(
                tableLines("complete", rows).join("\n"),
                /complete is not accepted: 1 of 12 checks fall short/,
            );
        });

    const OTHERS: readonly (readonly [fault: string, check: string, change: (whole: Seen) => Partial<Seen>])[] = [
        [
            "a pod waits for a node",
            "pods run",
            () => ({ troubled: [{ namespace: "acme", name: "x", phase: "Pending" }] }),
        ],
        [
            "a rule cannot be evaluated",
            "rules are loaded",
            ({ groups }) => ({ groups: groups.map((one, at) => (at === 0 ? { ...one, broken: ["Watchdog"] } : one)) }),
        ],
        [
            "a certificate ends next week",
            "certificates are issued",
            ({ certificates }) => ({
                certificates: certificates.map((one) => ({ ...one, until: "2026-12-06T00:00:00Z" })),
            }),
        ],
    ];
    for (const [fault, check, change] of OTHERS)
        it(`falls short of "${check}" where ${fault}`, async () => {
            const whole = await seen();
            assert.deepEqual(short({ ...whole, ...change(whole) }), [check]);
        });

    it("sees a door that lost its login in the Ingress: nobody is asked who has no session", async () => {
        const api: List = async (path) =>
            (await list(path)).map((object) =>
                path.endsWith("/ingresses")
                    ? { ...object, metadata: { ...mapOf(object.metadata), annotations: {} } }
                    : object,
            );
        assert.match(
            rowsOf(expected, await seen({ api }), EMBEDDED, NOW)
                .flatMap((row) => row.short)
                .join("\n"),
            new RegExp(`${DOOR} answers 200 to somebody without credentials`),
        );
    });

    const GONE: readonly (readonly [plural: string, check: string])[] = [
        ["deployments", "pods run"],
        ["statefulsets", "pods run"],
        ["horizontalpodautoscalers", "autoscalers read a number"],
        ["persistentvolumeclaims", "claims are bound"],
        ["prometheusrules", "rules are loaded"],
        ["servicemonitors", "targets are up"],
        ["probes", "targets are up"],
        ["cronjobs", "backups are younger than a day"],
        ["ingresses", "endpoints answer, and ask who calls"],
    ];
    for (const [plural, check] of GONE)
        it(`falls short of "${check}" where one of the ${plural} is gone from the cluster`, async () => {
            const all = plural === "cronjobs" ? backupsGone : lacking(plural);
            assert.deepEqual(short(await seen({ api: all })), [check]);
        });
    const backupsGone: List = (path) => (path.includes("cronjobs") ? Promise.resolve([]) : list(path));
});
