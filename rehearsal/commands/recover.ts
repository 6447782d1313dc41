import { EngineFailed } from "../command";
import type { CloudObject } from "../cloud/store";
import { findReal, type Wanted } from "../find";
import { clearStaleLock, orphansOf } from "../pending";
import type { Session } from "../session";
import { nameOf } from "../view/progress";
import { kindOf } from "../view/text";
import { reportFailure, seconds } from "./report";

/**
 * After a kill, makes Pulumi's state agree with what really exists: pending creates are imported when the object is there and cleared
 * when it is not, and objects that no operation mentions are imported for the resource that they belong to.
 * Exit status: 0 the state is right, 1 something needs a person.
 */
export async function recover(session: Session): Promise<number> {
    const { engine, screen, rehearsed } = session;
    await clearStaleLock(session);
    const before = engine.state();
    if (before.pending.length === 0 && orphansOf(session.cloud(), before).length === 0) {
        screen.close();
        screen.say(`nothing to recover: ${rehearsed.stack} has no open operations`);
        return 0;
    }
    try {
        await resolvePending(session);
        if (orphansOf(session.cloud(), engine.state()).length > 0) await importOrphans(session);
    } catch (error) {
        if (!(error instanceof EngineFailed)) throw error;
        return reportFailure(session, error, "up");
    }
    screen.close();
    const left = orphansOf(session.cloud(), engine.state());
    for (const orphan of left) screen.say(`  not ours to decide  ${orphan.name} (${kindOf(orphan.type)}) ${orphan.id}: no resource of the program fits it; delete it by hand`);
    screen.say(left.length === 0 ? `recovered in ${seconds(screen)}: next, make up STACK=${rehearsed.stack}` : `${String(left.length)} objects are left after ${seconds(screen)}`);
    return left.length === 0 ? 0 : 1;
}

/** Pulumi's own mechanism: `refresh --import-pending-creates` for those that exist, `--clear-pending-creates` for the others. */
async function resolvePending(session: Session): Promise<void> {
    const { engine, screen, rehearsed } = session;
    const { pending } = engine.state();
    if (pending.length === 0) return;
    const taken = new Set<CloudObject>();
    const imports: string[] = [];
    for (const { type, resource } of pending) {
        const orphans = orphansOf(session.cloud(), engine.state());
        const found = type === "creating" ? findReal({ ...resource, name: nameOf(resource.urn), inputs: resource.inputs ?? {} }, orphans, rehearsed) : undefined;
        const real = found === undefined || [...taken].some((other) => other.id === found.id && other.type === found.type) ? undefined : found;
        if (real !== undefined) {
            taken.add(real);
            imports.push("--import-pending-creates", resource.urn, "--import-pending-creates", real.id);
        }
        const verdict = type !== "creating" ? "is read again" : real === undefined ? "does not exist: cleared" : `exists as ${real.id}: imported`;
        screen.say(`  was ${type}  ${resource.urn}  ${verdict}`);
    }
    const ran = await engine.run("refresh", "--yes", "--skip-preview", "--clear-pending-creates", ...imports);
    if (ran.code !== 0) throw new EngineFailed(ran);
}

/** What the state has lost altogether, as when a provider crashed: a preview tells which resources are missing, `pulumi import` adds them. */
async function importOrphans(session: Session): Promise<void> {
    const { engine, screen, rehearsed } = session;
    const wanted: (Wanted & { readonly parent: string; readonly provider: string })[] = [];
    await engine.preview(() => rehearsed.deploy(), ({ resourcePreEvent }) => {
        const { op, urn, type, new: state } = resourcePreEvent?.metadata ?? {};
        if (op !== "create" || urn === undefined || type === undefined || state?.custom !== true) return;
        wanted.push({ urn, type, name: nameOf(urn), inputs: state.inputs, parent: state.parent, provider: state.provider });
    });
    const names = new Map<string, string>();
    const called = (urn: string): string => {
        const name = names.get(urn) ?? `urn${String(names.size)}`;
        names.set(urn, name);
        return name;
    };
    let orphans = orphansOf(session.cloud(), engine.state());
    const resources = wanted.flatMap((resource) => {
        const real = findReal(resource, orphans, rehearsed);
        if (real === undefined) return [];
        orphans = orphans.filter((orphan) => orphan !== real);
        screen.say(`  lost  ${resource.urn}  exists as ${real.id}: imported`);
        const isStack = resource.parent.includes("::pulumi:pulumi:Stack::");
        const provider = resource.provider.slice(0, resource.provider.lastIndexOf("::"));
        return [{ type: resource.type, name: resource.name, id: real.id, provider: called(provider), ...(isStack ? {} : { parent: called(resource.parent) }) }];
    });
    if (resources.length > 0) await engine.import(resources, Object.fromEntries([...names].map(([urn, name]) => [name, urn])));
}
