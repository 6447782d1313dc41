/** Restores: nothing goes that is still protected. New stands beside old, and an `up` of its own lets the old one go. */
import type { Environment } from "../environment";
import { livesOf, suffixOf, type Restore } from "../restores";
import { problem, up, WANTED, type Rule, type Step, type Transition, type TransitionProblem } from "./transition";

interface Restored {
    /** Of `restoreFrom`. */
    readonly key: string;
    readonly page: string;
    readonly made: (environment: Environment) => boolean;
    /** Undefined in what a release before restores wrote down. */
    readonly of: (environment: Environment) => readonly Restore[] | undefined;
    /** Where one list is of several stores: which one an entry is of. */
    readonly storeOf?: (restore: Restore) => string | undefined;
    /** And whether that one is there. */
    readonly has?: (environment: Environment, store: string) => boolean;
}

/** Stores that can be restored, by their key. */
export const RESTORED: readonly Restored[] = [
    {
        key: "stores.postgres.restoreFrom",
        page: "docs/guides/restore-postgres.md",
        made: ({ needs, existing }) => needs.postgres.length > 0 && existing.postgres === undefined,
        of: ({ stores }) => stores.postgres.restoreFrom,
    },
    {
        key: "stores.sharedFiles.restoreFrom",
        page: "docs/guides/restore-files.md",
        made: ({ needs }) => needs.sharedFiles.length > 0,
        of: ({ stores }) => stores.sharedFiles.restoreFrom,
    },
    {
        key: "stores.cold.restoreFrom",
        page: "docs/guides/restore-buckets.md",
        made: ({ needs, existing }) => needs.coldData && existing.coldBucket === undefined,
        of: ({ stores }) => stores.cold.restoreFrom,
    },
    {
        key: "stores.volumes.restoreFrom",
        page: "docs/guides/restore-volumes.md",
        made: ({ needs }) => needs.zonalVolumes,
        of: ({ stores }) => (stores.volumes as Partial<typeof stores.volumes> | undefined)?.restoreFrom,
        storeOf: (restore) => (restore as { readonly claim?: string }).claim,
        has: ({ needs }, claim) => needs.volumes.includes(claim),
    },
    ...(["cache", "queue"] as const).map((use): Restored => ({
        key: `stores.redis.${use}.restoreFrom`,
        page: "docs/guides/restore-valkey.md",
        made: ({ needs, existing }) => needs.redis[use].length > 0 && existing.redis?.[use] === undefined,
        of: ({ stores }) => stores.redis[use].restoreFrom,
    })),
];

const kept: Rule = {
    id: "restores.restoreFrom",
    source: "https://www.pulumi.com/docs/iac/concepts/options/protect/",
    find: ({ from, to }) =>
        from.data === "keep"
            ? RESTORED.filter(({ made }) => made(from) && made(to)).flatMap((store) => goes(store, { from, to }))
            : [],
};

/** Of one store: what its entries are among all of the list, which steps write whole. */
interface Entries {
    readonly all: readonly Restore[];
    readonly own: readonly Restore[];
}

/** A life that goes was `leaving` before: its protection, and the service's own, are taken away by an `up` of their own. */
function goes(store: Restored, { from, to }: Transition): readonly TransitionProblem[] {
    const { storeOf = () => undefined, has = () => true } = store;
    const [before, after] = [store.of(from) ?? [], store.of(to) ?? []];
    // Of a system that is switched on, nothing stands beside what is restored; of one that goes, another rule tells.
    const names = [...new Set([...before, ...after].map(storeOf))].filter(
        (name) => name === undefined || (has(from, name) && has(to, name)),
    );
    return names.flatMap((name) => {
        const entries = (all: readonly Restore[]): Entries => ({
            all,
            own: all.filter((each) => storeOf(each) === name),
        });
        return lifeGoes(store, entries(before), entries(after), name === undefined ? "" : ` of ${name}`);
    });
}

function lifeGoes(store: Restored, before: Entries, after: Entries, whose: string): readonly TransitionProblem[] {
    const stays = new Set(livesOf(after.own).map(({ suffix }) => suffix));
    const gone = livesOf(before.own).filter(({ suffix, state }) => state !== "leaving" && !stays.has(suffix));
    return gone.map(({ suffix }) => {
        const which = suffix === "" ? "the store that it began with" : `the store of the restore ${suffix}`;
        const rule = `deletes ${which}${whose}, which data: keep protects`;
        return problem(store.key, [before.all, after.all], rule, lettingGo(store, suffix, before, after));
    });
}

function lettingGo({ key, page }: Restored, suffix: string, before: Entries, after: Entries): readonly Step[] {
    const because = "its protection is taken away, and nothing else";
    if (fateOf(before.own, suffix) !== undefined)
        return [up("deployed", { [key]: withFate(before, suffix, "leaving") }, because), WANTED];
    if (suffix !== "" && suffixOf(before.own.at(-1) ?? {}) === suffix && fateOf(after.own, suffix) === undefined) {
        const given = before.all.map((each) => (suffixOf(each) === suffix ? { ...each, abandoned: true } : each));
        return [up("deployed", { [key]: given }, because), WANTED];
    }
    if (fateOf(after.own, suffix) === undefined)
        return [{ does: "byHand", say: `one restore after the other (${page})` }, WANTED];
    return [
        up("wanted", { [key]: withFate(after, suffix, "keep") }, "the new one is made beside the old one; look at it"),
        up("wanted", { [key]: withFate(after, suffix, "leaving") }, because),
        WANTED,
    ];
}

/** The entry that says what becomes of a life: the one after its own. */
const fateOf = (restores: readonly Restore[], suffix: string): Restore | undefined => {
    const own = restores.findIndex((each) => suffixOf(each) === suffix);
    const next = suffix !== "" && own < 0 ? undefined : restores[own + 1];
    return next?.abandoned === true || next?.filling === true ? undefined : next;
};

function withFate(
    { all, own }: Entries,
    suffix: string,
    replaced: NonNullable<Restore["replaced"]>,
): readonly Restore[] {
    const entry = fateOf(own, suffix);
    return all.map((each) => (each === entry ? { ...each, replaced } : each));
}

export const restores: readonly Rule[] = [kept];
