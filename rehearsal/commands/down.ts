import { isControlPlaneLogs, isWrittenAgain } from "../aws/memory";
import { EngineFailed } from "../engine/command";
import { leftByHelm } from "../cluster/charts";
import type { Remainder, Store } from "../cloud/store";
import type { Checkpoints } from "../engine/engine";
import { at } from "../kubernetes/inputs";
import type { Api } from "../kubernetes/real/api";
import { leftOn } from "../kubernetes/start";
import { KEPT_BEHIND } from "../kubernetes/inputs";
import { clearStaleLock, mustRecover } from "../session/pending";
import type { Session } from "../session/session";
import type { State } from "../engine/state";
import { writingOnce } from "../engine/unwritten";
import { isShown, nameOf, type Expected } from "../view/progress";
import { kindOf } from "../view/text";
import { reportFailure, seconds } from "./report";

const SETTLE_MILLISECONDS = 15_000;
const VOLUMES = "/api/v1/persistentvolumes";

/** Destroys the environment and proves that nothing is left. Exit status: 0 nothing is left, 1 something is, 130 stopped. */
export async function down(session: Session): Promise<number> {
    const { rehearsed, engine, screen } = session;
    await clearStaleLock(session);
    if (await mustRecover(session)) return 1;
    try {
        await writingOnce(session, true, async (checkpoints) => {
            if (engine.state().resources.some((resource) => resource.protect === true))
                await liftProtection(session, checkpoints);
            if (engine.state().resources.length === 0) return;
            screen.progress.groups = groupsIn(engine.state());
            screen.progress.expected = expectedOf(screen.progress.groups);
            await engine.destroy(screen.onEvent, checkpoints);
        });
    } catch (error) {
        if (!(error instanceof EngineFailed)) throw error;
        return reportFailure(session, error, "down");
    }
    screen.close();
    const cleared = await session.clear(
        (object) => object.type === KEPT_BEHIND || (isWrittenAgain(object.name) && isControlPlaneLogs(object)),
    );
    for (const { id, type } of cleared)
        if (type !== KEPT_BEHIND) screen.say(`  EKS had written ${id} once more after its cluster was gone: deleted`);
    return prove(session, rehearsed.stack);
}

/**
 * The way one takes a `data: keep` environment down on AWS, too: deploy it as `data: disposable`, then destroy. Only what exists is
 * touched, so that a half-made environment goes the same way, and nothing in the cluster: what AWS protects is outside of it.
 */
async function liftProtection({ rehearsed, engine, plane, screen }: Session, checkpoints: Checkpoints): Promise<void> {
    screen.say(
        `data: keep protects ${rehearsed.stack}; this is a rehearsal, so it is first deployed as data: disposable, as one would on AWS before a destroy`,
    );
    const targets = engine
        .state()
        .resources.filter(({ type }) => !type.startsWith("kubernetes:"))
        .map(({ urn }) => urn);
    await engine.up(() => rehearsed.deploy("disposable"), screen.onEvent, checkpoints, { targets });
    const { code, stderr } = await engine.run("state", "unprotect", "--all", "--yes");
    if (code !== 0) throw new Error(`protection could not be lifted: ${stderr.trim()}`);
    if (plane !== undefined) await letVolumesGo(plane.cluster.api);
    screen.restart();
}

/** Volumes take `Retain` from their class when they are made: the command of docs/guides/first-deployment.md, "Take it away". */
async function letVolumesGo(api: Api): Promise<void> {
    for (const { metadata, spec } of await api.list(VOLUMES))
        if (at(spec, "persistentVolumeReclaimPolicy") === "Retain")
            await api.merge(`${VOLUMES}/${String(metadata.name)}`, {
                spec: { persistentVolumeReclaimPolicy: "Delete" },
            });
}

async function prove({ engine, cloud, plane, paths, screen }: Session, stack: string): Promise<number> {
    const onPlane = plane === undefined ? [] : await settled(() => leftOn(plane.cluster, paths));
    const left = [
        ...whatIsLeft(engine.state(), cloud()),
        ...onPlane.map((object) => `${object} on the Kubernetes API server`),
    ];
    if (left.length > 0) {
        for (const line of left) screen.say(`  left  ${line}`);
        screen.say(`${stack} is not gone: ${String(left.length)} left after ${seconds(screen)}`);
        return 1;
    }
    for (const line of keptLines(cloud().remainders())) screen.say(line);
    const helms = plane === undefined ? [] : leftByHelm(paths.cluster);
    if (helms.length > 0)
        screen.say(
            `  Helm leaves ${String(helms.length)} kinds of charts, which on EKS go with the cluster: ${helms.join(", ")}`,
        );
    await plane?.remove();
    const kubernetes = plane === undefined ? "" : ", nothing on the Kubernetes API server, which is stopped";
    screen.say(`${stack} is gone after ${seconds(screen)}: nothing in the state, nothing in the cloud${kubernetes}`);
    return 0;
}

/** Volumes are let go moments after their claims, by a controller of their own. */
async function settled(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
    let left = await look();
    for (
        const deadline = Date.now() + SETTLE_MILLISECONDS;
        left.length > 0 && Date.now() < deadline;
        left = await look()
    )
        await new Promise((resolve) => setTimeout(resolve, 500));
    return left;
}

/** Pulumi's state and the cloud are asked separately: either may know something that the other does not. */
export function whatIsLeft(state: State, cloud: Store): readonly string[] {
    const inState = state.resources.map(
        (resource) => `${nameOf(resource.urn)} (${kindOf(resource.type)}) in the state`,
    );
    const inCloud = cloud.live().map((object) => `${object.name} (${kindOf(object.type)}) ${object.id} in the cloud`);
    return [...inState, ...inCloud];
}

/** Outermost component of each resource, by URN. */
export function groupsIn(state: State): ReadonlyMap<string, string> {
    const parents = new Map(state.resources.map((resource) => [resource.urn, resource.parent]));
    const groupOf = (urn: string): string => {
        const parent = parents.get(urn);
        return parent === undefined || parent.includes("::pulumi:pulumi:Stack::") ? nameOf(urn) : groupOf(parent);
    };
    return new Map(state.resources.filter(({ type }) => isShown(type)).map(({ urn }) => [urn, groupOf(urn)]));
}

function expectedOf(groups: ReadonlyMap<string, string>): Expected {
    const counts = new Map<string, number>();
    for (const group of groups.values()) counts.set(group, (counts.get(group) ?? 0) + 1);
    return counts;
}

/** One line for each kind of thing that AWS keeps, so that ten keys do not push the verdict off the screen. */
export function keptLines(remainders: readonly Remainder[]): readonly string[] {
    const kinds = new Map<string, Remainder[]>();
    for (const remainder of remainders) {
        const kind = `${remainder.type} ${remainder.because}`;
        kinds.set(kind, [...(kinds.get(kind) ?? []), remainder]);
    }
    return [...kinds.values()].flatMap((kept) => {
        const [first] = kept;
        if (first === undefined) return [];
        const what = first.type.includes(":") ? kindOf(first.type) : first.type;
        if (kept.length === 1) return [`  AWS keeps  ${first.name} (${what}) ${first.key}: ${first.because}`];
        const names = [...new Set(kept.map(({ name }) => name))].sort().join(", ");
        return [`  AWS keeps  ${String(kept.length)} (${what}) of ${names}: ${first.because}`];
    });
}
