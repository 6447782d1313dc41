import * as path from "node:path";
import { revealAll, type Properties } from "../engine/wire";
import { Journal } from "./journal";
import { keyOf, seal, unseal } from "./seal";

/** Something that exists in the embedded cloud. */
export interface CloudObject {
    readonly type: string;
    readonly id: string;
    /** Logical name of the resource that asked for it: for messages. To find an object again, use its tags. */
    readonly name: string;
    /** Keeps apart what one resource made twice; ids and addresses follow from it. */
    readonly serial: number;
    readonly inputs: Properties;
    readonly outputs: Properties;
}

/** What AWS keeps after a delete, and which name it blocks meanwhile. */
export interface Remainder {
    readonly type: string;
    readonly key: string;
    readonly name: string;
    /** For a person: "scheduled for deletion, 30 days". */
    readonly because: string;
    /** Whether a new object may not take the name until AWS lets go of it. */
    readonly blocksName: boolean;
    /** What a restore would find in it. */
    readonly holds?: Readonly<Record<string, unknown>>;
}

type Entry =
    | { readonly put: CloudObject }
    | { readonly gone: { readonly type: string; readonly id: string }; readonly leaves?: readonly Remainder[] }
    | { readonly serial: number }
    | { readonly hours: number };

/** Everything that exists, in memory and in a journal that survives any kill. */
export class Store {
    readonly #objects = new Map<string, CloudObject>();
    readonly #byType = new Map<string, Map<string, CloudObject>>();
    readonly #remainders = new Map<string, Remainder>();
    #serial = 0;
    #hours = 0;
    #journal: Journal | undefined;
    #key: Buffer | undefined;

    /** In memory only, for the rules' own tests. */
    static of(...objects: readonly CloudObject[]): Store {
        const store = new Store();
        objects.forEach((object) => {
            store.#apply({ put: object });
        });
        return store;
    }

    /** A cloud as it is on the disk. `readOnly` looks without becoming its owner. */
    static open(directory: string, mode: "own" | "readOnly"): Store {
        const store = new Store();
        const file = path.join(directory, "cloud.jsonl");
        const key = keyOf(path.join(directory, "cloud.key"));
        for (const entry of Journal.read(file)) store.#apply(unseal(entry, key) as Entry);
        if (mode === "readOnly") return store;

        Journal.rewrite(
            file,
            store.#entries().map((entry) => seal(entry, key)),
        );
        store.#key = key;
        store.#journal = new Journal(file);
        return store;
    }

    /** Everything, or everything of these types, oldest first. */
    live(...types: readonly string[]): CloudObject[] {
        if (types.length === 0) return [...this.#objects.values()];
        return types.flatMap((type) => [...(this.#byType.get(type)?.values() ?? [])]);
    }

    find(type: string, id: string): CloudObject | undefined {
        return this.#byType.get(type)?.get(id);
    }

    remainders(...types: readonly string[]): Remainder[] {
        return [...this.#remainders.values()].filter((item) => types.length === 0 || types.includes(item.type));
    }

    /** Different for each object ever made here, so that a second create makes a second object. */
    nextSerial(): number {
        return ++this.#serial;
    }

    /** Hours since the cloud began, which pass only when somebody says so: a week is not waited for. */
    get hours(): number {
        return this.#hours;
    }

    later(hours: number): Promise<void> {
        return this.#commit({ hours: this.#hours + hours });
    }

    /** From here on the object exists, and it is on the disk before this resolves. The same for an object that changes. */
    put(object: CloudObject): Promise<void> {
        return this.#commit({ put: object });
    }

    remove(object: Pick<CloudObject, "type" | "id">, leaves: readonly Remainder[] = []): Promise<void> {
        return this.#commit({ gone: { type: object.type, id: object.id }, leaves });
    }

    #commit(entry: Entry): Promise<void> {
        this.#apply(entry); // at once: the next request already sees it, as in AWS
        if (this.#journal === undefined || this.#key === undefined) return Promise.resolve();
        return this.#journal.append(seal({ ...entry, serial: this.#serial }, this.#key));
    }

    #apply(entry: Entry): void {
        if ("put" in entry) {
            this.#objects.set(`${entry.put.type} ${entry.put.id}`, entry.put);
            const ofType = this.#byType.get(entry.put.type) ?? new Map<string, CloudObject>();
            this.#byType.set(entry.put.type, ofType.set(entry.put.id, entry.put));
        }
        if ("gone" in entry) {
            this.#objects.delete(`${entry.gone.type} ${entry.gone.id}`);
            this.#byType.get(entry.gone.type)?.delete(entry.gone.id);
            for (const remainder of entry.leaves ?? [])
                this.#remainders.set(`${remainder.type} ${remainder.key}`, remainder);
        }
        if ("hours" in entry) this.#hours = Math.max(this.#hours, entry.hours);
        if ("serial" in entry) this.#serial = Math.max(this.#serial, entry.serial);
    }

    #entries(): unknown[] {
        const objects = this.live().map((put) => ({ put }));
        const kept = this.remainders().map((remainder) => ({
            gone: { type: remainder.type, id: "" },
            leaves: [remainder],
        }));
        return [...objects, ...kept, { serial: this.#serial, hours: this.#hours }];
    }
}

/** What AWS would see of an object: inputs and, over them, what it answered; no secret marks. */
export function factsOf(object: CloudObject): Record<string, unknown> {
    return revealAll({ ...object.inputs, ...object.outputs });
}
