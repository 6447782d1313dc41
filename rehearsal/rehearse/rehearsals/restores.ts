import { ofLife, suffixOf, type Restore } from "../../../config/restores";
import { CONTENT, GROUP, INSTANCE, SNAPSHOT, snapshotOf } from "../../aws/restored";
import { factsOf, Store, type CloudObject } from "../../cloud/store";
import { endsWell, nothingLeft, ranWell, unchanged } from "../checks/outcome";
import type { Lab, Run } from "../lab";
import type { Findings, Rehearsal } from "../rehearsal";
import type { Patch } from "../stack-file";

/** Not by chance in anything that is made empty. */
const CANARY = 7;
/** Who has a database, a queue and shared files, and nobody else: nothing is shown by the others. */
const KEEP: Patch = {
    "mindcloud:data": "keep",
    "mindcloud:systems": {
        ...{ akosha: { enabled: false }, myriad: { enabled: false }, myriadPython: { enabled: false } },
        ...{ memstack: { enabled: true }, simpleCli: { enabled: true, size: "production" } },
    },
};

interface Sources {
    readonly postgres: { readonly pointInTime: string };
    readonly queue: { readonly snapshot: string };
    readonly files: { readonly directory: string };
}

/** A database, a queue and shared files come back beside the old ones, which go when they are let go. */
export const restores: Rehearsal = {
    name: "restores",
    shows: "PostgreSQL, Valkey and shared files come back beside the old ones with what they held; everything is pointed at them; the old ones stay until they are let go, in two steps",
    form: "full",
    async run(lab) {
        lab.edit(KEEP);
        await lab.step("up", () => lab.upQuickly(), ranWell);
        const names = namesOf(lab);
        const from: Sources = {
            postgres: { pointInTime: "2026-11-29T11:55:00Z" },
            queue: { snapshot: `${names.prefix}restored` },
            files: { directory: "aws-backup-restore_2026-11-29T11-55-00-000Z" },
        };
        await lab.step(
            "something is written into each store, and a snapshot taken",
            () => write(lab, names, from),
            () => [],
        );
        lab.edit(KEEP, restored(from));
        await lab.step(
            "up with restoreFrom: new beside old",
            () => lab.upQuickly(),
            (run) => ({
                ...ranWell(run),
                findings: [...endsWell(run), ...standsBeside(lab, names, from, true), ...pointedAt(lab, names, from)],
            }),
        );
        await lab.step("preview: no changes", () => lab.preview(), unchanged);
        lab.edit(KEEP, restored(from, "absent"));
        await lab.step(
            "up that takes the old ones away: refused, they are protected",
            () => lab.upQuickly(),
            (run) => [...isRefused(run), ...standsBeside(lab, names, from, true)],
        );
        lab.edit(KEEP, restored(from, "leaving"));
        await lab.step(
            "up that lets the old ones go",
            () => lab.upQuickly(),
            (run) => ({
                ...ranWell(run),
                findings: [...endsWell(run), ...standsBeside(lab, names, from, true)],
            }),
        );
        lab.edit(KEEP, restored(from, "absent"));
        await lab.step(
            "up that takes the old ones away",
            () => lab.upQuickly(),
            (run) => ({
                ...ranWell(run),
                findings: [...endsWell(run), ...standsBeside(lab, names, from, false)],
            }),
        );
        await lab.step("preview: no changes", () => lab.preview(), unchanged);
        await lab.step(
            "make down: nothing is left",
            () => lab.down(),
            (run) => [...endsWell(run), ...nothingLeft(lab.state(), lab.cloud().live())],
        );
    },
};

interface Names {
    readonly prefix: string;
    readonly postgres: string;
    readonly queue: string;
}

function namesOf(lab: Lab): Names {
    const { project, stack } = lab.environment();
    const prefix = `${project}-${stack}-`;
    return { prefix, postgres: `${prefix}stores-postgres`, queue: `${prefix}stores-queue` };
}

const restored = (from: Sources, replaced?: Restore["replaced"]): Patch => {
    const fate = replaced === undefined ? {} : { replaced };
    return {
        "mindcloud:stores": {
            postgres: { restoreFrom: [{ ...from.postgres, ...fate }] },
            redis: { queue: { restoreFrom: [{ ...from.queue, ...fate }] } },
            sharedFiles: { restoreFrom: [{ ...from.files, ...fate }] },
        },
    };
};

async function write(lab: Lab, names: Names, { queue }: Sources): Promise<void> {
    const store = Store.open(lab.paths.work, "own");
    const holding = async (object: CloudObject | undefined): Promise<CloudObject> => {
        if (object === undefined) throw new Error("there is no store to write into");
        const written = { ...object, outputs: { ...object.outputs, [CONTENT]: CANARY } };
        await store.put(written);
        return written;
    };
    await holding(database(store, names.postgres));
    const group = await holding(store.find(GROUP, names.queue));
    const taken = {
        type: SNAPSHOT,
        key: queue.snapshot,
        name: group.name,
        because: "taken by hand",
        blocksName: false,
    };
    await store.remove({ ...group, id: "nothing" }, [{ ...taken, holds: snapshotOf(factsOf(group)) }]);
}

const database = (store: Store, identifier: string): CloudObject | undefined =>
    store.live(INSTANCE).find((each) => factsOf(each).identifier === identifier);

/** New ones hold what the old ones held. */
function standsBeside(lab: Lab, names: Names, from: Sources, old: boolean): Findings {
    const store = lab.cloud();
    const holds = (what: string, object: CloudObject | undefined): Findings =>
        object !== undefined && factsOf(object)[CONTENT] === CANARY ? [] : [`${what} does not hold what was written`];
    const there = (what: string, object: CloudObject | undefined): Findings =>
        (object !== undefined) === old ? [] : [`${what} is ${old ? "gone" : "still there"}`];
    const points = store
        .live("aws:efs/accessPoint:AccessPoint")
        .map((each) => JSON.stringify(factsOf(each).rootDirectory));
    const [restoredPoints, oldPoints] = [true, false].map(
        (is) => points.filter((text) => text.includes(from.files.directory) === is).length,
    );
    return [
        ...holds("the new database", database(store, ofLife(names.postgres, life(from.postgres)))),
        ...holds("the new queue", store.find(GROUP, ofLife(names.queue, life(from.queue)))),
        ...there("the old database", database(store, names.postgres)),
        ...there("the old queue", store.find(GROUP, names.queue)),
        ...(restoredPoints === 0 ? ["no access point leads to the restored files"] : []),
        ...(oldPoints === (old ? restoredPoints : 0)
            ? []
            : [`${String(oldPoints)} access points lead to the old files`]),
    ];
}

const life = (source: object) => ({ suffix: suffixOf(source) });

/** No pod knows the old addresses or mounts the old claims. */
function pointedAt(lab: Lab, names: Names, from: Sources): Findings {
    const texts = lab
        .cloud()
        .live()
        .filter(({ type }) => type.startsWith("kubernetes:"))
        .map(({ inputs }) => JSON.stringify(inputs));
    return (
        [
            ["postgres", from.postgres],
            ["queue", from.queue],
        ] as const
    ).flatMap(([store, source]) => {
        const old = names[store];
        const now = ofLife(old, life(source));
        // An address begins with the name of what has it, or has it after `master.`.
        const said = (name: string): boolean => texts.some((text) => text.includes(`${name}.`));
        return [
            ...(said(old) ? [`somebody is still pointed at ${old}`] : []),
            ...(said(now) ? [] : [`nobody is pointed at ${now}`]),
        ];
    });
}

const isRefused = ({ status, events, text }: Run): Findings =>
    status === 1 && events.some((event) => event.includes("because it is protected"))
        ? []
        : [`ended with status ${String(status)}, and not because of protection: ${text.slice(-400)}`];
