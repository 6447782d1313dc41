/** S3 with versions, in memory, as far as a restore asks it. */
import type { Listing, Version } from "./as-of";
import type { AskAws } from "../account/ask-aws";

interface Stored extends Version {
    /** Undefined: a marker. */
    readonly body: string | undefined;
}

export class Buckets {
    readonly #exists: (bucket: string) => boolean;
    readonly #stored = new Map<string, Stored[]>();
    #versions = 0;

    /** `exists`: whoever makes buckets. */
    constructor(exists: (bucket: string) => boolean) {
        this.#exists = exists;
    }

    /** Undefined deletes. */
    put(bucket: string, Key: string, body: string | undefined, LastModified: string): void {
        const VersionId = `v${String(++this.#versions)}`;
        const before = this.#in(bucket);
        this.#stored.set(bucket, [{ Key, VersionId, LastModified, Size: body?.length ?? 0, body }, ...before]);
    }

    /** What a reader gets. */
    get(bucket: string, key: string): string | undefined {
        return this.#in(bucket).find(({ Key }) => Key === key)?.body;
    }

    keys(bucket: string): readonly string[] {
        const all = new Set(this.#in(bucket).map(({ Key }) => Key));
        return [...all].filter((key) => this.get(bucket, key) !== undefined).sort();
    }

    /** `aws s3api`. */
    readonly aws: AskAws = (command, ...args) => {
        const option = (name: string): string => args[args.indexOf(name) + 1] ?? "";
        const bucket = option("--bucket");
        const prefix = args.includes("--prefix") ? option("--prefix") : "";
        if (command === "list-object-versions") {
            const all = this.#in(bucket).filter(({ Key }) => Key.startsWith(prefix));
            const listing: Listing = {
                Versions: all.filter(({ body }) => body !== undefined),
                DeleteMarkers: all.filter(({ body }) => body === undefined),
            };
            return Promise.resolve(listing);
        }
        if (command === "list-objects-v2")
            return Promise.resolve({
                Contents: this.keys(bucket).flatMap((Key) => (Key.startsWith(prefix) ? [{ Key }] : [])),
            });
        if (command !== "copy-object") return Promise.reject(new Error(`s3api has no ${command} here`));
        const [, from = "", key = "", id = ""] = /^([^/]+)\/(.*)\?versionId=(.+)$/.exec(option("--copy-source")) ?? [];
        const found = this.#in(from).find(({ Key, VersionId }) => Key === decodeURIComponent(key) && VersionId === id);
        if (found?.body === undefined) return Promise.reject(new Error(`NoSuchVersion: ${key} ${id}`));
        this.put(bucket, option("--key"), found.body, "2026-11-29T13:00:00+00:00");
        return Promise.resolve({});
    };

    #in(bucket: string): readonly Stored[] {
        if (!this.#exists(bucket)) throw new Error(`NoSuchBucket: ${bucket}`);
        return this.#stored.get(bucket) ?? [];
    }
}
