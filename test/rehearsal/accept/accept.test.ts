/** `make accept`: holds on an environment that is what its plan says, and falls short for each fault that is put into it. */
import assert from "node:assert/strict";
import { CHECKS } from "../../../rehearsal/accept/checks";
import type { List } from "../../../rehearsal/accept/cluster";
import { EMBEDDED, seenHere } from "../../../rehearsal/accept/embedded";
import { expectedOf } from "../../../rehearsal/accept/expected";
import type { Expected, Json, Seen } from "../../../rehearsal/accept/facts";
import { rowsOf, tableLines } from "../../../rehearsal/accept/table";
import { manifestsOf } from "../../../policy/kubernetes";
import { COMPLETE, recordingOf } from "../../support/recordings";

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

describe("acceptance of a deployment", () => {
    let expected: Expected;
    let list: List;
    before(async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        expected = expectedOf(graph);
        const { autoscalers } = expected;
        list = (path) => {
            const kind = KINDS[path.split("/").at(-1)?.split("?")[0] ?? ""];
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

    const seen = async (from: List = list): Promise<Seen> => ({
        ...(await seenHere(from, expected, NOW)),
        certificates: expected.certificates.map((name) => ({ name, status: "ISSUED" })),
        addresses: Object.fromEntries(expected.hosts.map((host) => [host, ["192.0.2.1"]])),
        alarms: expected.alarms.map((name) => ({ name, state: "OK" })),
        changes: [],
    });
    /** Titles of the checks that fall short. */
    const short = (what: Seen): readonly string[] =>
        rowsOf(expected, what, EMBEDDED, NOW)
            .filter((row) => row.short.length > 0)
            .map(({ title }) => title);
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

    const FAULTS: readonly (readonly [fault: string, check: string, change: (whole: Seen) => Partial<Seen>])[] = [
        [
            "a workload has too few pods",
            "pods run",
            ({ workloads }) => ({
                workloads: workloads.map((one, at) => (at === 0 ? { ...one, ready: 0, wanted: 2 } : one)),
            }),
        ],
        [
            "a pod waits for a node",
            "pods run",
            () => ({ troubled: [{ namespace: "acme", name: "x", phase: "Pending" }] }),
        ],
        [
            "an autoscaler reads nothing",
            "autoscalers read a number",
            ({ autoscalers }) => ({ autoscalers: autoscalers.map((one, at) => ({ ...one, reads: at > 0 })) }),
        ],
        [
            "a claim waits",
            "claims are bound",
            ({ claims }) => ({ claims: claims.map((one, at) => (at === 0 ? { ...one, phase: "Pending" } : one)) }),
        ],
        ["a dashboard is gone", "dashboards are there", ({ dashboards }) => ({ dashboards: dashboards.slice(1) })],
        [
            "a rule cannot be evaluated",
            "rules are loaded",
            ({ groups }) => ({ groups: groups.map((one, at) => (at === 0 ? { ...one, broken: ["Watchdog"] } : one)) }),
        ],
        [
            "a target is down",
            "targets are up",
            ({ targets }) => ({ targets: targets.map((one, at) => (at === 0 ? { ...one, health: "down" } : one)) }),
        ],
        [
            "a backup is two days old",
            "backups are younger than a day",
            ({ backups }) => ({ backups: backups.map((one) => ({ ...one, at: "2026-11-27T02:00:00Z" })) }),
        ],
        [
            "a certificate ends next week",
            "certificates are issued",
            ({ certificates }) => ({
                certificates: certificates.map((one) => ({ ...one, until: "2026-12-06T00:00:00Z" })),
            }),
        ],
        [
            "a door is open",
            "endpoints answer, and ask who calls",
            ({ answers }) => ({ answers: { ...answers, [expected.endpoints[0]?.url ?? ""]: 200 } }),
        ],
        [
            "a name is not in DNS",
            "names are in DNS",
            ({ addresses }) => ({ addresses: { ...addresses, [expected.hosts[0] ?? ""]: [] } }),
        ],
        [
            "an alarm rings",
            "alarms are quiet",
            ({ alarms }) => ({ alarms: alarms.map((one, at) => (at === 0 ? { ...one, state: "ALARM" } : one)) }),
        ],
        ["something would change", "a preview changes nothing", () => ({ changes: ["update akosha-query"] })],
    ];
    for (const [fault, check, change] of FAULTS)
        it(`falls short of "${check}" where ${fault}`, async () => {
            const whole = await seen();
            assert.deepEqual(short({ ...whole, ...change(whole) }), [check]);
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
            assert.deepEqual(short(await seen(all)), [check]);
        });
    const backupsGone: List = (path) => (path.includes("cronjobs") ? Promise.resolve([]) : list(path));
});
