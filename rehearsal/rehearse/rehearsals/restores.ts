import type { Restore } from "../../../config/restores";
import { Store } from "../../cloud/store";
import { endsWell, nothingLeft, ranWell, unchanged } from "../checks/outcome";
import type { Lab, Run } from "../lab";
import type { Findings, Rehearsal } from "../rehearsal";
import { bucket } from "../restored/bucket";
import { prefixOf, type Drill } from "../restored/drill";
import { neo4j } from "../restored/neo4j";
import { files, postgres, queue } from "../restored/services";
import { volume } from "../restored/volume";
import type { Patch } from "../stack-file";

/** Who has every store between them: nothing is shown by the others. */
const KEEP: Patch = {
    "mindcloud:data": "keep",
    "mindcloud:systems": {
        ...{ akosha: { enabled: true }, myriad: { enabled: false }, myriadPython: { enabled: false } },
        ...{ memstack: { enabled: true }, simpleCli: { enabled: true, size: "production" } },
    },
};

/** Every store comes back beside the old one, which goes when it is let go; Neo4j in place. */
export const restores: Rehearsal = {
    name: "restores",
    shows: "PostgreSQL, Valkey, shared files, a volume, the cold bucket and Neo4j come back with what they held; everything is pointed at them; the old ones stay until they are let go, in two steps",
    form: "full",
    async run(lab) {
        lab.edit(KEEP);
        await lab.step("up", () => lab.upQuickly(), ranWell);
        const drills: readonly Drill[] = [postgres, queue(prefixOf(lab)), files, volume, bucket(), neo4j];
        await lab.step(
            "something is written into each store, and a copy taken",
            () => write(lab, drills),
            () => [],
        );
        lab.edit(KEEP, ...drills.map((drill) => drill.prepared ?? drill.restored({})));
        await lab.step("up with restoreFrom: new beside old", () => lab.upQuickly(), ranWell);
        await lab.step(
            "what has to be filled by hand is filled",
            () => between(lab, drills),
            (findings) => findings,
        );
        const change = async (what: string, fate: Restore["replaced"], check: Check): Promise<void> => {
            lab.edit(KEEP, ...drills.map(({ restored }) => restored(fate === undefined ? {} : { replaced: fate })));
            await lab.step(
                what,
                () => lab.upQuickly(),
                (run) => ({ ...ranWell(run), findings: check(run) }),
            );
        };
        const stands =
            (there: boolean): Check =>
            (run) => [...endsWell(run), ...standing(lab, drills, there)];
        await change("up that points at all of them", undefined, stands(true));
        await lab.step("preview: no changes", () => lab.preview(), unchanged);
        await change("up that takes the old ones away: refused, they are protected", "absent", (run) => [
            ...isRefused(run),
            ...standing(lab, drills, true),
        ]);
        await change("up that lets the old ones go", "leaving", stands(true));
        await change("up that takes the old ones away", "absent", stands(false));
        await lab.step("preview: no changes", () => lab.preview(), unchanged);
        await lab.step(
            "make down: nothing is left",
            () => lab.down(),
            (run) => [...endsWell(run), ...nothingLeft(lab.state(), lab.cloud().live())],
        );
    },
};

type Check = (run: Run) => Findings;

async function write(lab: Lab, drills: readonly Drill[]): Promise<void> {
    const store = Store.open(lab.paths.work, "own");
    for (const drill of drills) await drill.write(store, lab);
}

async function between(lab: Lab, drills: readonly Drill[]): Promise<Findings> {
    const found = await Promise.all(drills.map(async (drill) => named(drill, (await drill.between?.(lab)) ?? [])));
    return found.flat();
}

/** New ones hold what the old ones held, and the old ones are there or not. */
const standing = (lab: Lab, drills: readonly Drill[], there: boolean): Findings =>
    drills.flatMap((drill) => {
        const old = drill.old?.(lab) ?? there;
        return named(drill, [
            ...drill.found(lab),
            ...(old === there ? [] : [`the old one is ${there ? "gone" : "still there"}`]),
        ]);
    });

const named = ({ store }: Drill, findings: Findings): Findings => findings.map((finding) => `${store}: ${finding}`);

const isRefused: Check = ({ status, events, text }) =>
    status === 1 && events.some((event) => event.includes("because it is protected"))
        ? []
        : [`ended with status ${String(status)}, and not because of protection: ${text.slice(-400)}`];
