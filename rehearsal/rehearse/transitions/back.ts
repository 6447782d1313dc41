/** Back to A after a B that failed, or was killed, on its way: what B made goes, and what A stored is still there. */
import { Store } from "../../cloud/store";
import { nextBatch, typesToFail } from "../batches";
import { endsWell } from "../checks/outcome";
import { upKilled } from "../kill";
import type { Lab } from "../lab";
import { withKeys } from "../stack-file";
import { settingsOf } from "./generate";
import { sideOf } from "./look";
import { move, transition, unprotected, type On } from "./pair";

/** What was made or removed, when everything is killed. */
const KILLED_AFTER = 12;
/** Of that, on the way back. */
const KILLED_AGAIN_AFTER = 3;

interface Other {
    readonly key: string;
    readonly to: string;
}

/** A with a system switched; one that goes leaves its stores, which wait for it. */
function switched(text: string, lab: Lab, enabled: boolean): Other | undefined {
    const { systems, stores } = lab.environment();
    return Object.entries(systems)
        .filter(([, system]) => system.enabled !== enabled)
        .flatMap(([name]) => {
            const key = `systems.${name}.enabled`;
            const others = stores.keptFor.filter((kept) => kept !== name);
            const keptFor = enabled ? others : [...others, name];
            const unchanged = keptFor.length === stores.keptFor.length;
            return [
                { key, to: withKeys(text, { [key]: enabled, ...(!unchanged && { "stores.keptFor": keptFor }) }) },
                { key, to: withKeys(text, { [key]: enabled }) },
            ];
        })
        .find(({ to }) => settingsOf(to) !== undefined);
}

/** `text` stands, and stands again afterwards. On a real control plane B is killed; in memory AWS and Kubernetes refuse what they can. */
export async function backAgain(lab: Lab, text: string, on: On): Promise<void> {
    lab.use(text);
    const b = switched(text, lab, true);
    if (b === undefined) return backAfterOneLess(lab, text, on);
    const before = await sideOf(lab);
    lab.use(b.to);
    const after = await sideOf(lab);
    if (on === "real") {
        await killed(lab, `${b.key}: killed on its way`, KILLED_AFTER);
        lab.use(text);
        await lab.step("make recover, with the file before", () => lab.recover(), endsWell);
        await killed(lab, `back from ${b.key}: killed on its way`, KILLED_AGAIN_AFTER);
        await lab.step("make recover", () => lab.recover(), endsWell);
    } else {
        const there = new Set(before.graph.resources.map(({ urn }) => urn));
        // An engine that would skip a provider which exists panics, and hangs (3.276: SameStep.Skip), so what one waits for is made.
        const providers = after.graph.resources.filter(({ type }) => type.startsWith("pulumi:providers:"));
        const isMade = (urn: string): boolean =>
            there.has(urn) || providers.some((each) => after.graph.dependsOn(each, urn));
        const made = new Set(after.graph.resources.map(({ urn }) => urn).filter(isMade));
        const fresh = new Set(after.graph.resources.flatMap(({ urn, type }) => (made.has(urn) ? [] : [type])));
        const types = new Set([...typesToFail(after.graph)].filter((type) => fresh.has(type)));
        const refused = nextBatch(after.graph, types, made).map(({ urn }) => urn);
        await lab.step(
            `${b.key}: fails on its way`,
            () =>
                lab.upAsFarAsPossible({
                    faults: refused.map((urn) => ({ on: urn, kind: "before" })),
                    checkpoints: "last",
                }),
            ({ status, failed }) => ({
                findings: status === 0 ? ["nothing failed, although it was to"] : [],
                fact: `${String(failed.length)} refused`,
            }),
        );
        lab.use(text);
    }
    await unprotected(lab, `back from ${b.key}: unprotect what it made`);
    await move(lab, `back from ${b.key}`, [after, before], on);
    await namesFreed(lab, `back from ${b.key}: free the names of its secrets`);
}

/** `aws secretsmanager delete-secret --force-delete-without-recovery`, as docs/changes.md says: what failed may be tried again tomorrow. */
async function namesFreed(lab: Lab, what: string): Promise<void> {
    const taken = lab
        .cloud()
        .remainders()
        .filter(({ blocksName }) => blocksName);
    if (taken.length === 0) return;
    await lab.step(
        what,
        async () => {
            const store = Store.open(lab.paths.work, "own");
            for (const each of taken)
                await store.remove({ type: each.type, id: "nothing" }, [
                    { ...each, blocksName: false, because: "deleted at once, by name" },
                ]);
        },
        () => ({ findings: [], fact: taken.map(({ key }) => key).join(", ") }),
    );
}

/** Where every system is there, one goes first: what comes can fail, what goes cannot. */
async function backAfterOneLess(lab: Lab, text: string, on: On): Promise<void> {
    const less = switched(text, lab, false);
    if (less === undefined) throw new Error("no system can be switched, so that nothing can fail on its way");
    const stands = await transition(lab, { what: `${less.key}: off first`, from: text, to: less.to }, on);
    await backAgain(lab, stands, on);
}

const killed = (lab: Lab, what: string, after: number): Promise<unknown> =>
    lab.step(
        what,
        () => upKilled(lab.paths, lab.stack, after),
        ({ ended, objects }) => ({
            findings: ended ? ["the run was over before it was killed"] : [],
            fact: `at ${String(objects)} objects`,
        }),
    );
