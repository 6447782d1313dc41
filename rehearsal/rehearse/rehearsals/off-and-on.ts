import { factsOf, Store } from "../../cloud/store";
import { endsWell, nothingLeft, ranWell } from "../checks/outcome";
import type { Lab } from "../lab";
import type { Findings, Rehearsal } from "../rehearsal";
import { holds, prefixOf } from "../restored/drill";
import { postgres, queue, stillThere } from "../restored/services";
import { volume } from "../restored/volume";
import { withKeys, type Patch } from "../stack-file";
import { transition } from "../transitions/pair";

/** Systems with every kind of store between them; the third shares none of theirs. */
const KEEP: Patch = {
    "mindcloud:data": "keep",
    "mindcloud:systems": {
        ...{ akosha: { enabled: true }, myriad: { enabled: false }, myriadPython: { enabled: false } },
        ...{ memstack: { enabled: true }, simpleCli: { enabled: true, size: "production" } },
    },
};
const SWITCHED = ["akosha", "memstack"];
const keysOf = (enabled: boolean): Record<string, boolean> =>
    Object.fromEntries(SWITCHED.map((system) => [`systems.${system}.enabled`, enabled]));

/** A system is switched off where data is kept, and on again before Secrets Manager has let go of any name. */
export const offAndOn: Rehearsal = {
    name: "off-and-on",
    shows: "systems are switched off under data: keep and on again: with stores.keptFor to the same secrets, databases, queues, buckets and files, and to their volumes by a snapshot; without it as new ones, at once",
    form: "full",
    async run(lab) {
        lab.edit(KEEP);
        await lab.step("up", () => lab.upQuickly(), ranWell);
        const on = lab.text();
        const drills = [postgres, queue(prefixOf(lab)), volume];
        const secrets = await lab.step(
            "something is written into the stores, and a copy of the volume taken",
            async () => {
                const store = Store.open(lab.paths.work, "own");
                for (const drill of drills) await drill.write(store, lab);
                return secretsIn(lab);
            },
            (found) => (found.size > 0 ? [] : ["there are no secrets to find again"]),
        );
        const same = (what: string): Promise<unknown> =>
            lab.step(
                `${what}: every secret has its value, and the stores what was written`,
                () => Promise.resolve(secretsIn(lab)),
                (now) => [...sameValues(secrets, now), ...stillThere(lab).flatMap(holds)],
            );

        const off = withKeys(on, { ...keysOf(false), "stores.keptFor": SWITCHED });
        await transition(lab, { what: "off, stores kept", from: on, to: off }, "memory");
        await same("off");
        const restoreFrom = [{ ...volume.restore, replaced: "absent" }];
        const again = withKeys(off, { ...keysOf(true), "stores.volumes.restoreFrom": restoreFrom });
        await transition(lab, { what: "on again", from: off, to: again }, "memory");
        await same("on again");
        await lab.step(
            "the volume came back",
            () => Promise.resolve(volume.found(lab)),
            (findings) => findings,
        );

        const gone = withKeys(on, keysOf(false));
        await transition(lab, { what: "off for good", from: again, to: gone }, "memory");
        await transition(lab, { what: "on again, as new", from: gone, to: on }, "memory");
        await lab.step(
            "down: nothing in the state, nor in the cloud",
            () => lab.down(),
            (run) => [...endsWell(run), ...nothingLeft(lab.state(), lab.cloud().live())],
        );
    },
};

/** Name and every value, of what Secrets Manager has. */
function secretsIn(lab: Lab): ReadonlyMap<string, string> {
    const cloud = lab.cloud();
    const names = new Map(
        cloud.live("aws:secretsmanager/secret:Secret").map((each) => [each.id, String(factsOf(each).name)]),
    );
    return new Map(
        cloud.live("aws:secretsmanager/secretVersion:SecretVersion").map((version) => {
            const { secretId, secretString } = factsOf(version);
            return [names.get(String(secretId)) ?? String(secretId), String(secretString)];
        }),
    );
}

const sameValues = (before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): Findings =>
    [...before].flatMap(([name, value]) => (now.get(name) === value ? [] : [`${name} has another value, or is gone`]));
