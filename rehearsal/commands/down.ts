import { EngineFailed } from "../command";
import type { Store } from "../cloud/store";
import { clearStaleLock, mustRecover } from "../pending";
import type { Session } from "../session";
import type { State } from "../state";
import { isShown, nameOf, type Expected } from "../view/progress";
import { kindOf } from "../view/text";
import { reportFailure, seconds } from "./report";

/** Destroys the environment and proves that nothing is left. Exit status: 0 nothing is left, 1 something is, 130 stopped. */
export async function down(session: Session): Promise<number> {
    const { rehearsed, engine, screen } = session;
    await clearStaleLock(session);
    if (mustRecover(session)) return 1;
    try {
        if (engine.state().resources.some((resource) => resource.protect === true)) await liftProtection(session);
        if (engine.state().resources.length > 0) {
            screen.progress.expected = expectedOf(engine.state());
            await engine.destroy(screen.onEvent);
        }
    } catch (error) {
        if (!(error instanceof EngineFailed)) throw error;
        return reportFailure(session, error, "down");
    }
    screen.close();
    return prove(session, rehearsed.stack);
}

/**
 * The way one takes a `data: keep` environment down on AWS, too: deploy it as `data: disposable`, then destroy. Only what exists is
 * touched, so that a half-made environment goes the same way.
 */
async function liftProtection({ rehearsed, engine, screen }: Session): Promise<void> {
    screen.say(
        `data: keep protects ${rehearsed.stack}; this is a rehearsal, so it is first deployed as data: disposable, as one would on AWS before a destroy`,
    );
    const targets = engine.state().resources.map((resource) => resource.urn);
    await engine.up(() => rehearsed.deploy("disposable"), screen.onEvent, targets);
    const { code, stderr } = await engine.run("state", "unprotect", "--all", "--yes");
    if (code !== 0) throw new Error(`protection could not be lifted: ${stderr.trim()}`);
    screen.restart();
}

function prove({ engine, cloud, screen }: Session, stack: string): number {
    const left = whatIsLeft(engine.state(), cloud());
    if (left.length > 0) {
        for (const line of left) screen.say(`  left  ${line}`);
        screen.say(`${stack} is not gone: ${String(left.length)} left after ${seconds(screen)}`);
        return 1;
    }
    for (const { name, type, key, because } of cloud().remainders())
        screen.say(`  AWS keeps  ${name} (${type.includes(":") ? kindOf(type) : type}) ${key}: ${because}`);
    screen.say(`${stack} is gone after ${seconds(screen)}: nothing in the state, nothing in the cloud`);
    return 0;
}

/** Pulumi's state and the cloud are asked separately: either may know something that the other does not. */
export function whatIsLeft(state: State, cloud: Store): readonly string[] {
    const inState = state.resources.map(
        (resource) => `${nameOf(resource.urn)} (${kindOf(resource.type)}) in the state`,
    );
    const inCloud = cloud.live().map((object) => `${object.name} (${kindOf(object.type)}) ${object.id} in the cloud`);
    return [...inState, ...inCloud];
}

function expectedOf(state: State): Expected {
    const parents = new Map(state.resources.map((resource) => [resource.urn, resource.parent]));
    const groupOf = (urn: string): string => {
        const parent = parents.get(urn);
        return parent === undefined || parent.includes("::pulumi:pulumi:Stack::") ? nameOf(urn) : groupOf(parent);
    };
    const counts = new Map<string, number>();
    for (const { urn, type } of state.resources)
        if (isShown(type)) counts.set(groupOf(urn), (counts.get(groupOf(urn)) ?? 0) + 1);
    return counts;
}
