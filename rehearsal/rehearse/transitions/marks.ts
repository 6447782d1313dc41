/**
 * The oracle about data. Each object that stores something has an identity that no second making of it has: what AWS made is counted, and a
 * claim's is the volume behind it. A mark that was there before a change is there after it only where the same thing still is, or where a
 * modelled operation has carried it on (a Job that copies one claim into another).
 */
import { mapIn } from "../../../plan/capacity/requests";
import { holdsData } from "../../../plan/diff/meaning/data-at-risk";
import type { CloudObject } from "../../cloud/store";
import type { Live } from "../../kubernetes/real/api";
import type { Findings } from "../rehearsal";

const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
/** Of a Job: `from=to`, claims of its namespace; to the person who reads it, and to this rehearsal. */
export const COPIES = "mindcloud.dev/copies";

/** What stores something, as the state calls it: `type id` -> identity. */
export type Marks = ReadonlyMap<string, string>;

export interface Kept {
    readonly marks: Marks;
    /** Identities into which others were copied: from -> to. */
    readonly copied: ReadonlyMap<string, string>;
}

interface Stored {
    readonly objects: readonly CloudObject[];
    /** Of a real API server; undefined where Kubernetes is in memory. */
    readonly live?: {
        readonly claims: readonly Live[];
        readonly volumes: readonly Live[];
        readonly jobs: readonly Live[];
    };
}

/** A log is written on, and a key locks what others hold: both are marked with the rest. */
export function marksOf({ objects, live }: Stored): Kept {
    const marks = new Map<string, string>();
    for (const { type, id, serial } of objects)
        if (holdsData(type) && !(type === CLAIM && live !== undefined))
            marks.set(`${type} ${id}`, `${type} #${String(serial)}`);
    for (const claim of live?.claims ?? []) {
        const identity = volumeBehind(claim, live?.volumes ?? []);
        if (identity !== undefined) marks.set(claimed(claim), identity);
    }
    const copied = new Map<string, string>();
    for (const job of live?.jobs ?? []) {
        const copies = mapIn(job.metadata.annotations)[COPIES];
        const [from, to] = typeof copies === "string" ? copies.split("=") : [];
        const [source, target] = [from, to].map((name) =>
            marks.get(`${CLAIM} ${String(job.metadata.namespace)}/${String(name)}`),
        );
        if (Number(mapIn(job.status).succeeded) > 0 && source !== undefined && target !== undefined)
            copied.set(source, target);
    }
    return { marks, copied };
}

/** `type id` of what AWS deletes only when nothing is in it any more: a bucket that is not emptied first (DeleteBucket: BucketNotEmpty). */
export const goneOnlyEmpty = (objects: readonly CloudObject[]): readonly string[] =>
    objects
        .filter(({ type, inputs }) => type === "aws:s3/bucket:Bucket" && inputs.forceDestroy !== true)
        .map(({ type, id }) => `${type} ${id}`);

export const claimed = ({ metadata }: Live): string =>
    `${CLAIM} ${String(metadata.namespace)}/${String(metadata.name)}`;

/** A directory on EFS is the same whatever claims it; a disk is known by its volume. A claim that is going is none any more. */
function volumeBehind({ metadata, spec }: Live, volumes: readonly Live[]): string | undefined {
    if (metadata.deletionTimestamp !== undefined) return undefined;
    const volume = volumes.find(({ metadata: { name } }) => name === mapIn(spec).volumeName);
    if (volume === undefined) return undefined;
    const { driver, volumeHandle } = mapIn(mapIn(volume.spec).csi);
    return driver === "efs.csi.aws.com" ? String(volumeHandle) : String(volume.metadata.uid);
}

/** Marks that are gone without a word. `announced`: `type id` of what the difference before said would be lost. */
export function lostSilently(before: Marks, after: Kept, announced: ReadonlySet<string>): Findings {
    const there = new Set(after.marks.values());
    return [...before].flatMap(([stored, mark]) => {
        const now = after.copied.get(mark) ?? mark;
        if (there.has(mark) || there.has(now) || announced.has(stored)) return [];
        return [`${stored}: what it held is gone, and the difference did not say so before`];
    });
}
