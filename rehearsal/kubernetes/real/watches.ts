import { isMap } from "../../../plan/values";
import type { Api, Json, Live } from "./api";
import { collectionPath, type Kind, type Place } from "./kinds";

/** What is known of an object: it, or that it is gone. */
export type Sight = Live | undefined;

type Look = (sight: Sight, name: string) => void;

/** So long a watch is kept after the last one who waited: the next one is usually near. */
const LINGER_MILLISECONDS = 3000;
const REOPEN_MILLISECONDS = 500;

/** One watch for each kind however many wait, so that waiting for hundreds costs a few connections and no polling. */
export class Watches {
    readonly #api: Api;
    readonly #streams = new Map<string, Stream>();

    constructor(api: Api) {
        this.#api = api;
    }

    /** Each sight of every object of a kind, from what exists now on. */
    follow(kind: Kind, look: Look): () => void {
        const path = collectionPath(kind);
        const stream = this.#streams.get(path) ?? new Stream(this.#api, path);
        this.#streams.set(path, stream);
        return stream.add(look);
    }

    close(): void {
        for (const stream of this.#streams.values()) stream.close();
    }
}

export const keyOf = ({ namespace, name }: Place): string => (namespace === undefined ? name : `${namespace}/${name}`);

/** A watch that opens itself again as long as somebody looks. Every opening begins with what exists. */
class Stream {
    readonly #api: Api;
    readonly #path: string;
    readonly #seen = new Map<string, Live>();
    readonly #looks = new Set<Look>();
    #stop: (() => void) | undefined;
    #idle: NodeJS.Timeout | undefined;
    #closed = false;

    constructor(api: Api, path: string) {
        this.#api = api;
        this.#path = path;
    }

    add(look: Look): () => void {
        clearTimeout(this.#idle);
        this.#looks.add(look);
        for (const [name, live] of this.#seen) look(live, name);
        if (this.#stop === undefined) this.#open();
        return () => {
            this.#looks.delete(look);
            clearTimeout(this.#idle);
            if (this.#looks.size > 0) return;
            this.#idle = setTimeout(() => this.#stop?.(), LINGER_MILLISECONDS);
            this.#idle.unref();
        };
    }

    close(): void {
        this.#closed = true;
        this.#looks.clear();
        this.#stop?.();
    }

    #open(): void {
        this.#seen.clear();
        const onEnd = (): void => {
            this.#stop = undefined;
            this.#seen.clear();
            if (this.#closed || this.#looks.size === 0) return;
            setTimeout(() => {
                if (this.#looks.size > 0 && this.#stop === undefined && !this.#closed) this.#open();
            }, REOPEN_MILLISECONDS);
        };
        this.#stop = this.#api.stream(
            `${this.#path}?watch=true`,
            (event) => {
                this.#take(event);
            },
            onEnd,
        );
    }

    #take({ type, object }: Json): void {
        if (!isMap(object) || !isMap(object.metadata)) return;
        const live: Live = { ...object, metadata: object.metadata };
        const { name, namespace } = live.metadata;
        if (typeof name !== "string") return; // an error, or a bookmark: the connection ends
        const key = keyOf({ name, ...(typeof namespace === "string" && { namespace }) });
        if (type === "DELETED") this.#seen.delete(key);
        else this.#seen.set(key, live);
        for (const look of [...this.#looks]) look(type === "DELETED" ? undefined : live, key);
    }
}
