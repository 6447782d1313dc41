/** Stores that AWS restores by itself: a database, a queue, shared files. */
import { ofLife, suffixOf } from "../../../config/restores";
import { GROUP, INSTANCE, SNAPSHOT, snapshotOf } from "../../aws/restored";
import { factsOf, type CloudObject, type Store } from "../../cloud/store";
import type { Lab } from "../lab";
import { holds, pointedAt, prefixOf, writeInto, type Drill } from "./drill";

const POINT = { pointInTime: "2026-11-29T11:55:00Z" };
const DIRECTORY = { directory: "aws-backup-restore_2026-11-29T11-55-00-000Z" };
const ACCESS_POINT = "aws:efs/accessPoint:AccessPoint";

const databaseOf = (lab: Lab): string => `${prefixOf(lab)}stores-postgres`;
const database = (store: Store, identifier: string): CloudObject | undefined =>
    store.live(INSTANCE).find((each) => factsOf(each).identifier === identifier);

export const postgres: Drill = {
    store: "PostgreSQL",
    restored: (fate) => ({ "mindcloud:stores": { postgres: { restoreFrom: [{ ...POINT, ...fate }] } } }),
    write: async (store, lab) => {
        await writeInto(store, database(store, databaseOf(lab)));
    },
    found: (lab) => {
        const old = databaseOf(lab);
        const now = ofLife(old, { suffix: suffixOf(POINT) });
        return [...holds(database(lab.cloud(), now)), ...pointedAt(lab, `${old}.`, `${now}.`)];
    },
    old: (lab) => database(lab.cloud(), databaseOf(lab)) !== undefined,
};

const queueOf = (lab: Lab): string => `${prefixOf(lab)}stores-queue`;
const snapshotIn = (prefix: string) => ({ snapshot: `${prefix}restored` });

/** `prefix`: the snapshot's name begins with the environment's. */
export const queue = (prefix: string): Drill => ({
    store: "Valkey",
    restored: (fate) => ({
        "mindcloud:stores": { redis: { queue: { restoreFrom: [{ ...snapshotIn(prefix), ...fate }] } } },
    }),
    write: async (store, lab) => {
        const group = await writeInto(store, store.find(GROUP, queueOf(lab)));
        const taken = {
            ...{ type: SNAPSHOT, key: snapshotIn(prefix).snapshot, name: group.name, blocksName: false },
            because: "taken by hand",
        };
        await store.remove({ ...group, id: "nothing" }, [{ ...taken, holds: snapshotOf(factsOf(group)) }]);
    },
    found: (lab) => {
        const old = queueOf(lab);
        const now = ofLife(old, { suffix: suffixOf(snapshotIn(prefix)) });
        // An address begins with the name of what has it, or has it after `master.`.
        return [...holds(lab.cloud().find(GROUP, now)), ...pointedAt(lab, `${old}.`, `${now}.`)];
    },
    old: (lab) => lab.cloud().find(GROUP, queueOf(lab)) !== undefined,
});

/** Database and queue as they were made first. */
export const stillThere = (lab: Lab): readonly (CloudObject | undefined)[] => [
    database(lab.cloud(), databaseOf(lab)),
    lab.cloud().find(GROUP, queueOf(lab)),
];

/** AWS Backup restores below the root of the same file system: what was written is there, and access points lead to it. */
export const files: Drill = {
    store: "shared files",
    restored: (fate) => ({ "mindcloud:stores": { sharedFiles: { restoreFrom: [{ ...DIRECTORY, ...fate }] } } }),
    write: () => Promise.resolve(),
    found: (lab) => (points(lab, true) > 0 ? [] : ["no access point leads to the restored files"]),
    old: (lab) => points(lab, false) > 0,
};

const points = (lab: Lab, restored: boolean): number =>
    lab
        .cloud()
        .live(ACCESS_POINT)
        .filter((each) => JSON.stringify(factsOf(each).rootDirectory).includes(DIRECTORY.directory) === restored)
        .length;
