import type { CloudObject } from "../cloud/store";
import { isWrittenAgain } from "../aws/memory";
import { NETWORK_INTERFACE } from "../aws/refusals/inUse";
import { KEPT_BEHIND } from "../kubernetes/inputs";
import type { Session, Standing } from "./session";
import { locksOf, type State } from "../engine/state";
import { nameOf } from "../view/progress";
import { kindOf } from "../view/text";

/** After a kill: clears the lock of a process that is gone. This command holds our own lock, so that nobody else can be at work here. */
export async function clearStaleLock({ engine, paths, rehearsed, screen }: Session): Promise<void> {
    const [pid] = locksOf(paths, rehearsed.project, rehearsed.stack);
    if (pid === undefined) return;
    const { code, stderr } = await engine.run("cancel", "--yes");
    if (code !== 0) throw new Error(`the lock that process ${String(pid)} left could not be cleared: ${stderr.trim()}`);
    screen.say(`cleared the lock that a killed run left (process ${String(pid)})`);
}

/** Objects of this environment that Pulumi's state does not know; not what AWS itself left or made. */
export function orphansOf(cloud: Standing, state: State): readonly CloudObject[] {
    // What a patch has changed is known by it; the stand-in keeps the patch itself, an API server the object.
    const called = (type: string, id: string | undefined): string => `${type.replace(/Patch$/, "")} ${id ?? ""}`;
    const known = new Set(state.resources.map(({ type, id }) => called(type, id)));
    const ours = ({ type, name }: CloudObject): boolean =>
        type !== NETWORK_INTERFACE && type !== KEPT_BEHIND && !isWrittenAgain(name);
    return cloud.live().filter((object) => ours(object) && !known.has(called(object.type, object.id)));
}

/** Says what an earlier run left open. True when `make recover` must come first: going on would make things twice. */
export async function mustRecover({ engine, standing, screen, rehearsed }: Session): Promise<boolean> {
    const state = engine.state();
    const orphans = orphansOf(await standing(), state);
    const unnamed = orphans.filter(
        (orphan) =>
            !state.pending.some(
                ({ resource }) => resource.type === orphan.type && nameOf(resource.urn) === orphan.name,
            ),
    );
    if (state.pending.length === 0 && orphans.length === 0) return false;

    for (const { type, resource } of state.pending) screen.say(`  was ${type}  ${resource.urn}`);
    for (const { type, name, id } of unnamed)
        screen.say(`  exists, but the state does not know it  ${name} (${kindOf(type)}) ${id}`);
    const count = state.pending.length + unnamed.length;
    screen.say(
        `an earlier run was killed and left ${String(count)} open ${count === 1 ? "operation" : "operations"}: run make recover STACK=${rehearsed.stack}`,
    );
    return true;
}
