import * as fs from "node:fs";
import * as path from "node:path";
import { EngineFailed } from "../engine/command";
import { findReal, type Wanted } from "../account/find";
import { clearStaleLock, orphansOf } from "../session/pending";
import type { Session } from "../session/session";
import type { Needs, PendingOperation } from "../engine/state";
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
    if (before.pending.length === 0 && orphansOf(await session.standing(), before).length === 0) {
        screen.close();
        screen.say(`nothing to recover: ${rehearsed.stack} has no open operations`);
        return 0;
    }
    try {
        const wanted = before.pending.flatMap(wantedBy);
        for (const { type, resource } of before.pending) screen.say(`  was ${type}  ${resource.urn}`);
        // Reads again what was being changed or deleted, and forgets the creates: those that did happen are imported next.
        const ran = await engine.run("refresh", "--yes", "--skip-preview", "--clear-pending-creates");
        if (ran.code !== 0) throw new EngineFailed(ran);
        await importReal(session, wanted);
        if (orphansOf(await session.standing(), engine.state()).length > 0)
            await importReal(session, await wantedByProgram(session));
    } catch (error) {
        if (!(error instanceof EngineFailed)) throw error;
        return reportFailure(session, error, "up");
    }
    screen.close();
    const left = orphansOf(await session.standing(), engine.state());
    for (const orphan of left)
        screen.say(
            `  not ours to decide  ${orphan.name} (${kindOf(orphan.type)}) ${orphan.id}: no resource of the program fits it; delete it by hand`,
        );
    screen.say(
        left.length === 0
            ? `recovered in ${seconds(screen)}: next, make up STACK=${rehearsed.stack}`
            : `${String(left.length)} objects are left after ${seconds(screen)}`,
    );
    return left.length === 0 ? 0 : 1;
}

interface Missing extends Wanted {
    readonly parent: string;
    readonly provider: string;
    readonly needs: Needs;
    /** Of the program alone: nothing of it exists anywhere. */
    readonly component: boolean;
}

function wantedBy({ type, resource }: PendingOperation): Missing[] {
    const { urn, inputs = {}, parent = "", provider = "" } = resource;
    const wanted = {
        urn,
        type: resource.type,
        name: nameOf(urn),
        inputs,
        parent,
        provider,
        needs: resource,
        component: false,
    };
    return type === "creating" ? [wanted] : [];
}

/** When the state has lost even the operation, as after a provider's crash, a preview tells which resources are missing. */
async function wantedByProgram({ engine, rehearsed, paths }: Session): Promise<readonly Missing[]> {
    const wanted: Omit<Missing, "needs">[] = [];
    const plan = path.join(paths.work, "recover.plan.json");
    await engine.preview(
        () => rehearsed.deploy(),
        ({ resourcePreEvent }) => {
            const { op, urn, type, new: state } = resourcePreEvent?.metadata ?? {};
            if (op !== "create" || urn === undefined || type === undefined || state === undefined) return;
            const { inputs, parent, provider, custom } = state;
            wanted.push({ urn, type, name: nameOf(urn), inputs, parent, provider, component: !custom });
        },
        { plan },
    );
    const { resourcePlans } = JSON.parse(fs.readFileSync(plan, "utf8")) as {
        resourcePlans: Readonly<Record<string, { readonly goal?: Needs } | undefined>>;
    };
    fs.rmSync(plan);
    return wanted.map((each) => ({ ...each, needs: resourcePlans[each.urn]?.goal ?? {} }));
}

/**
 * `pulumi import` for each wanted resource whose object exists. (`pulumi refresh --import-pending-creates` should do this for pending
 * creates, but v3.246.0 marks the operation as an import and then drops it without adding the resource: measured.)
 */
async function importReal({ engine, standing, screen, rehearsed }: Session, wanted: readonly Missing[]): Promise<void> {
    const state = engine.state();
    let orphans = orphansOf(await standing(), state);
    const found = wanted.flatMap((resource) => {
        const real = resource.component ? undefined : findReal(resource, orphans, rehearsed);
        if (real === undefined) return [];
        orphans = orphans.filter((orphan) => orphan !== real);
        screen.say(`  exists, imported  ${resource.name} (${kindOf(resource.type)}) ${real.id}`);
        return [{ ...resource, id: real.id }];
    });
    if (found.length === 0) return;
    const known = new Set(state.resources.map(({ urn }) => urn));
    const { resources, nameTable } = importOf([...parentsOf(found, wanted, known), ...found], known);
    await engine.import(resources, nameTable);
    await engine.depending(new Map(found.map(({ urn, needs }) => [urn, needs])));
}

/** Components that the state does not know either, outermost first: nothing can be imported into what is unknown. */
function parentsOf(found: readonly Missing[], wanted: readonly Missing[], known: ReadonlySet<string>): Missing[] {
    const byUrn = new Map(wanted.filter(({ component }) => component).map((each) => [each.urn, each]));
    const parents = new Map<string, Missing>();
    const add = (urn: string): void => {
        const parent = byUrn.get(urn);
        if (parent === undefined || known.has(urn) || parents.has(urn)) return;
        add(parent.parent);
        parents.set(urn, parent);
    };
    for (const { parent } of found) add(parent);
    return [...parents.values()];
}

/** In an import file everything has a name of its own, by which the others mean it. */
function importOf(all: readonly (Missing & { readonly id?: string })[], known: ReadonlySet<string>) {
    const names = new Map(all.map(({ urn }, index) => [urn, `urn${String(index)}`]));
    const called = (urn: string): string => {
        const name = names.get(urn) ?? `urn${String(names.size)}`;
        names.set(urn, name);
        return name;
    };
    const resources = all.map(({ urn, type, name: logicalName, id, parent, provider, component }) => ({
        ...{ type, name: called(urn), logicalName },
        ...(component ? { component } : { id, provider: called(provider.slice(0, provider.lastIndexOf("::"))) }),
        ...(parent !== "" && !parent.includes("::pulumi:pulumi:Stack::") && { parent: called(parent) }),
    }));
    const nameTable = Object.fromEntries([...names].flatMap(([urn, name]) => (known.has(urn) ? [[name, urn]] : [])));
    return { resources, nameTable };
}
