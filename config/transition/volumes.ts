/** Volumes: they grow, and never shrink; a claim keeps its class. */
import type { Environment } from "../environment";
import { broughtInVain } from "../checks/existing";
import { leastMaximumOf } from "../checks/stores";
import { needsOf } from "../needs";
import type { Systems } from "../schema";
import { leaves, type Tree } from "../tree";
import { UNPROTECTED } from "./kept";
import { problem, up, WANTED, type Rule, type Step, type Transition } from "./transition";

const SHRINK = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims";

/** Keys of sizes of claims on EBS, of every system that is enabled: those that end so. */
function sizesOf({ systems }: Environment): ReadonlyMap<string, number> {
    const found = Object.entries(systems as unknown as Readonly<Record<string, Tree>>).flatMap(([key, system]) =>
        system.enabled === true && !isShared(key, system)
            ? leaves(system, `systems.${key}`).filter(([path]) => /gibibytes$/i.test(path))
            : [],
    );
    return new Map(found.flatMap(([path, value]) => (typeof value === "number" ? [[path, value] as const] : [])));
}

/** EFS has no size: what a claim says of it is a number that nobody reads. */
const isShared = (key: string, { size }: Tree): boolean => key === "simpleCli" && size === "production";

const shrink: Rule = {
    id: "volumes.shrink",
    source: SHRINK,
    find: (transition) => {
        const [before, after] = [sizesOf(transition.from), sizesOf(transition.to)];
        const smaller = [...before].flatMap(([path, size]) => {
            const wanted = after.get(path);
            return wanted === undefined || wanted >= size ? [] : [{ path, size, wanted }];
        });
        const steps = withoutThem([...new Set(smaller.map(({ path }) => systemAt(path)))], transition);
        return smaller.map(({ path, size, wanted }) =>
            problem(path, [size, wanted], "is smaller, and Kubernetes shrinks no volume", steps),
        );
    },
};

const systemAt = (path: string): keyof Systems => path.split(".")[1] as keyof Systems;

/** Off, all of them at once, and on again with empty volumes of the wanted sizes. What is brought for them alone waits as well. */
function withoutThem(systems: readonly (keyof Systems)[], { from, to }: Transition): readonly Step[] {
    const off = Object.fromEntries(systems.map((system) => [`systems.${system}.enabled`, false]));
    const inVain = Object.fromEntries(broughtInVain(without(systems, to)).map((key) => [key, null]));
    const keys = { ...off, ...inVain };
    return [
        { does: "byHand", say: "leave it as it is; or save the data (docs/guides/restore-volumes.md)" },
        ...(from.data === "keep" ? [UNPROTECTED] : []),
        up("wanted", from.data === "keep" ? { data: "disposable", ...keys } : keys, "its volumes go"),
        { ...WANTED, say: "up with the wanted file, and restore" },
    ];
}

function without(systems: readonly (keyof Systems)[], environment: Environment): Environment {
    const off = systems.map((system) => [system, { ...environment.systems[system], enabled: false }] as const);
    const changed = { ...environment, systems: { ...environment.systems, ...Object.fromEntries(off) } };
    return { ...changed, needs: needsOf(changed) };
}

/** RDS's storage: never less than the instance has. */
const database: Rule = {
    id: "volumes.database",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.html",
    find: ({ from, to }) => {
        const used = [from, to].every(
            ({ needs, existing }) => needs.postgres.length > 0 && existing.postgres === undefined,
        );
        const sizes = [from, to].map(({ stores }) => stores.postgres.storageGibibytes);
        const [before = 0, after = 0] = sizes;
        if (!used || after >= before) return [];
        const key = "stores.postgres.storageGibibytes";
        const [was, wanted] = [from, to].map(({ stores }) => stores.postgres.maxStorageGibibytes);
        const tooLow = wanted !== undefined && wanted < leastMaximumOf(before);
        const keep: Step = up(
            "wanted",
            { [key]: before, ...(tooLow && { "stores.postgres.maxStorageGibibytes": was }) },
            "RDS gives no storage back; a smaller one is a new environment",
        );
        return [problem(key, [before, after], "is smaller, and RDS takes no storage back", [keep])];
    },
};

export const volumes: readonly Rule[] = [shrink, database];
