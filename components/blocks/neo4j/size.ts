/** How large a Neo4j is: heap and page cache decide, and the pod's memory follows from them. */
import { mebibytes, type Resources, type Size } from "../../workload";
import { sizeText } from "../../workload/quantities";
import type { Cpu, Memory } from "../../workload/resources";

export interface Neo4jSize {
    /** server.memory.heap: initial and largest are the same, as Neo4j advises. */
    readonly heap: Size;
    /** server.memory.pagecache.size. */
    readonly pageCache: Size;
    /** What it asks for, and what it may use at most. */
    readonly cpu: { readonly request: Cpu; readonly limit: Cpu };
    /** Memory that is asked for, where a document reserves less than the limit. Default the limit: a store is the last to be evicted. */
    readonly reserved?: Size;
}

/** The least with which Neo4j serves and checks its backups without swapping pages: 2 GiB in all, of which one is reserved (INF-33). */
export const TWO_GIBIBYTES = {
    heap: mebibytes(768),
    pageCache: mebibytes(512),
    reserved: mebibytes(1024),
} as const satisfies Partial<Neo4jSize>;

/** Beside heap and page cache: code, threads, direct buffers of the network, and Lucene, which grow with the heap. */
const LEAST_OVERHEAD = 768;
const OVERHEAD_SHARE = 0.5;
/** Pod memory comes in steps of this. */
const STEP = 256;

export function podMemory({ heap, pageCache }: Pick<Neo4jSize, "heap" | "pageCache">): Size {
    const overhead = Math.max(LEAST_OVERHEAD, heap.mebibytes * OVERHEAD_SHARE);
    return mebibytes(Math.ceil((heap.mebibytes + pageCache.mebibytes + overhead) / STEP) * STEP);
}

export function resourcesOf(size: Neo4jSize): Resources {
    const memory = podMemory(size);
    return {
        requests: { cpu: size.cpu.request, memory: amount(size.reserved ?? memory), scratch: "256Mi" },
        // Its logs (debug.log rotates at 7 x 20 MB) and what it unpacks into /tmp.
        limits: { cpu: size.cpu.limit, memory: amount(memory), scratch: "1Gi" },
    };
}

/** Enough to recover, dump and check a store of any size, only slower: what the nightly copy runs with. */
export function throwAwaySize({ heap, pageCache, cpu }: Neo4jSize): Neo4jSize {
    return {
        heap: smaller(heap, 1024),
        pageCache: smaller(pageCache, 512),
        cpu: { request: "250m", limit: cpu.limit },
    };
}

export function sizeProblems({ heap, pageCache, reserved }: Neo4jSize): string[] {
    const memory = podMemory({ heap, pageCache });
    return [
        ...(heap.mebibytes < 512 ? [`has a heap of ${sizeText(heap)}: Neo4j wants 512Mi or more`] : []),
        ...(reserved !== undefined && reserved.mebibytes > memory.mebibytes
            ? [`reserves ${sizeText(reserved)}, but may use ${sizeText(memory)} at most`]
            : []),
    ];
}

/** Its own notation, in which K, M and G are binary. */
export const setting = ({ mebibytes: total }: Size): string =>
    total % 1024 === 0 ? `${String(total / 1024)}G` : `${String(total)}M`;

const smaller = (one: Size, most: number): Size => mebibytes(Math.min(one.mebibytes, most));
const amount = (size: Size): Memory => sizeText(size) as Memory;
