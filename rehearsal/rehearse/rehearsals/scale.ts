import { mapIn } from "../../../plan/capacity/requests";
import { findControlPlane, startUsage } from "../../cluster";
import { connect, disconnect, type Cluster } from "../../kubernetes/real/cluster";
import { StandIns } from "../../kubernetes/real/stand-ins";
import { ranWell } from "../checks/outcome";
import {
    documentedFall,
    fallenBy,
    fellAsDocumented,
    heardOf,
    heldSteady,
    pathOf,
    reachedAt,
    reachedInTime,
    stepsOf,
    tenfold,
    told,
    type Tenfold,
} from "../checks/scale";
import type { Lab } from "../lab";
import { autoscalerOf, type Autoscaler } from "../load/autoscaler";
import { press, type Look, type Pressing } from "../load/press";
import type { Findings, Rehearsal } from "../rehearsal";
import { whenStopped, type Stopped } from "../teller";
import { onRealKubernetes } from "./on-real-kubernetes";

/** Myriad's orchestrator and the API of MemStack. */
const NAMES = ["orchestrator-hpa", "memstack-api-hpa"] as const;

/** metrics-server's first readings come after some 90 s. */
const FIRST_READINGS_SECONDS = 240;
/** Issue 5: reached within 2 minutes, held for 3. */
const REACHED_WITHIN_SECONDS = 120;
const HELD_SECONDS = 180;

/** Ten times as much to do, at once, and then no more: real autoscalers with the usage that it would make. */
export const scale: Rehearsal = {
    name: "scale",
    shows: "a tenfold load brings Myriad's orchestrator and MemStack's API to the number that it needs within 2 minutes, they hold it, and fall back as documented",
    form: "full",
    async run(lab) {
        await onRealKubernetes(lab, "nothing was scaled", async () => {
            if (!(await hasRoom(lab))) return;
            const stopped = whenStopped();
            try {
                const up = await lab.step("up on a real control plane", () => lab.up({ kubernetes: "real" }), ranWell);
                if (up.status === 0) await underLoad(lab, stopped);
            } finally {
                stopped.off();
            }
        });
    },
};

/** Where the bounds leave nothing between them, there is nothing to show, and that is said: it takes no control plane to know. */
async function hasRoom(lab: Lab): Promise<boolean> {
    const bounds = await lab.step(
        "bounds that a tenfold load fits between",
        () => boundsIn(lab),
        (all) => ({
            findings: [],
            fact: `${all.every(({ fits }) => fits) ? "" : "nothing is scaled here: "}${all.map(({ text }) => text).join("; ")}`,
        }),
    );
    return bounds.every(({ fits }) => fits);
}

async function boundsIn(lab: Lab): Promise<readonly { readonly text: string; readonly fits: boolean }[]> {
    const { stack } = lab;
    const graph = await lab.graph();
    const objects = (type: string) => graph.ofType(type).map(({ inputs }) => inputs);
    const deployments = objects("kubernetes:apps/v1:Deployment");
    return NAMES.map((name) => {
        const hpa = objects("kubernetes:autoscaling/v2:HorizontalPodAutoscaler").find((one) => nameOf(one) === name);
        if (hpa === undefined) return { text: `no ${name}: its number is fixed in ${stack}`, fits: false };
        const target = nameOf({ metadata: mapIn(mapIn(hpa.spec).scaleTargetRef) });
        const deployment = deployments.find((one) => nameOf(one) === target && namespaceOf(one) === namespaceOf(hpa));
        const { min, max, millicoresAtTarget } = autoscalerOf(hpa, deployment ?? {});
        const load = tenfold({ min, max, millicoresAtTarget });
        const between = `${name} ${String(min)} - ${String(max)}`;
        return load === undefined
            ? { text: `${between}: too narrow in ${stack}`, fits: false }
            : { text: `${between}: ${String(load.wanted)} for ${String(load.millicores)} m`, fits: true };
    });
}

type Object = Readonly<Record<string, unknown>>;
const nameOf = ({ metadata }: Object): unknown => mapIn(metadata).name;
const namespaceOf = ({ metadata }: Object): unknown => mapIn(metadata).namespace;

interface Loaded {
    readonly autoscaler: Autoscaler;
    readonly load: Tenfold;
}

async function underLoad(lab: Lab, stopped: Stopped): Promise<void> {
    const plane = await findControlPlane(lab.paths.cluster);
    if (plane === undefined) throw new Error("the control plane does not answer after up");
    const cluster = connect(plane.kubeconfig);
    try {
        new StandIns(cluster, lab.cloud()); // Cluster Autoscaler: the pods that come need nodes
        await startUsage(plane, lab.paths.cluster, () => undefined);
        await tenfoldAndBack(lab, cluster, await loaded(cluster), () => stopped.yes());
    } finally {
        disconnect(cluster);
    }
}

/** As they are on the API server, with what it has filled in. */
async function loaded({ api }: Cluster): Promise<readonly Loaded[]> {
    const all = await api.list("/apis/autoscaling/v2/horizontalpodautoscalers");
    return Promise.all(
        NAMES.map(async (name) => {
            const hpa = all.find(({ metadata }) => metadata.name === name);
            if (hpa === undefined) throw new Error(`${name} is not on the API server`);
            const inside = `/apis/apps/v1/namespaces/${String(hpa.metadata.namespace)}`;
            const { name: target } = mapIn(mapIn(hpa.spec).scaleTargetRef);
            const autoscaler = autoscalerOf(hpa, await api.get(`${inside}/deployments/${String(target)}`));
            const load = tenfold(autoscaler);
            if (load === undefined) throw new Error(`${name}: too narrow on the API server, and not in the program`);
            return { autoscaler, load };
        }),
    );
}

async function tenfoldAndBack(
    lab: Lab,
    { api }: Cluster,
    all: readonly Loaded[],
    stopped: () => boolean,
): Promise<void> {
    const pressWith = (of: (load: Tenfold) => number, pressing: Omit<Pressing, "stopped">) =>
        press(
            api,
            all.map(({ autoscaler, load }) => ({ autoscaler, millicores: of(load) })),
            { ...pressing, stopped },
        );
    const base = ({ baseMillicores }: Tenfold): number => baseMillicores;
    const ten = ({ millicores }: Tenfold): number => millicores;

    await lab.step(
        "before it: at the floor, with the usage that is simulated",
        () =>
            pressWith(base, {
                until: every(all, ({ autoscaler, load }, looks) => heardOf(looks, autoscaler, load.baseMillicores)),
                atMostSeconds: FIRST_READINGS_SECONDS,
            }),
        (seen) =>
            each(all, seen, ({ autoscaler, load }, looks) => ({
                findings: heardOf(looks, autoscaler, load.baseMillicores)
                    ? reachedInTime(looks, autoscaler.min, FIRST_READINGS_SECONDS)
                    : [
                          `was told ${String(looks.at(-1)?.utilization)} % in the end, at ${String(load.baseMillicores)} m`,
                      ],
                fact: `${String(autoscaler.min)} at ${String(looks.at(-1)?.utilization)} %`,
            })),
    );
    await lab.step(
        "10 times the load: the number that it needs, within 2 minutes",
        () =>
            pressWith(ten, {
                until: every(all, ({ load }, looks) => reachedAt(looks, load.wanted) !== undefined),
                atMostSeconds: REACHED_WITHIN_SECONDS,
            }),
        (seen) =>
            each(all, seen, ({ load }, looks) => ({
                findings: reachedInTime(looks, load.wanted, REACHED_WITHIN_SECONDS),
                fact: `${pathOf(looks)} in ${(reachedAt(looks, load.wanted) ?? NaN).toFixed(0)} s`,
            })),
    );
    await lab.step(
        "held for 3 minutes, without swinging",
        // From its first look to its last, which is as near to the end as looks are apart.
        () => pressWith(ten, { until: () => false, atMostSeconds: HELD_SECONDS + 5 }),
        (seen) =>
            each(all, seen, ({ load }, looks) => ({
                findings: heldSteady(looks, load.wanted, HELD_SECONDS),
                fact: `${String(load.wanted)} at ${String(looks.at(-1)?.utilization)} %`,
            })),
    );
    const falls = all.map(({ autoscaler: { fall, min }, load }) => documentedFall(fall, load.wanted, min));
    await lab.step(
        "the load goes: back to the floor, as documented",
        () =>
            pressWith(base, {
                until: every(all, ({ autoscaler }, looks) => reachedAt(looks, autoscaler.min) !== undefined),
                atMostSeconds: Math.max(...falls.map(fallenBy)),
            }),
        (seen) =>
            each(all, seen, (_, looks, index) => ({
                findings: fellAsDocumented(looks, falls[index] ?? []),
                fact: `${told(stepsOf(looks))} (documented: ${told(falls[index] ?? [])})`,
            })),
    );
}

type Seen = readonly (readonly Look[])[];

const every =
    (all: readonly Loaded[], holds: (one: Loaded, looks: readonly Look[]) => boolean) =>
    (seen: Seen): boolean =>
        all.every((one, index) => holds(one, seen[index] ?? []));

/** Each finding with the autoscaler's name before it. */
function each(
    all: readonly Loaded[],
    seen: Seen,
    check: (one: Loaded, looks: readonly Look[], index: number) => { findings: Findings; fact: string },
): { findings: Findings; fact: string } {
    const checked = all.map((one, index) => ({
        name: one.autoscaler.name,
        ...check(one, seen[index] ?? [], index),
    }));
    return {
        findings: checked.flatMap(({ name, findings }) => findings.map((finding) => `${name}: ${finding}`)),
        fact: checked.map(({ name, fact }) => `${name} ${fact}`).join("; "),
    };
}
