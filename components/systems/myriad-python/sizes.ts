/**
 * The document's resource table (INF-33, INF-35 to INF-39): its reservations are requests here, its limits limits.
 * `dev` has half of each.
 */
import { TWO_GIBIBYTES, type Neo4jSize } from "../../blocks/neo4j";
import { mebibytes, type Resources } from "../../workload";
import type { MyriadPython } from "./schema";

export interface Sizes {
    readonly neo4j: Neo4jSize;
    /** Orchestrator and GraphDB manager. */
    readonly large: Resources;
    /** Processors, tester, agents. */
    readonly small: Resources;
}

/** Not in the document, which knows no limit for disks: nothing but logs and /tmp. */
const SCRATCH = { request: "32Mi", limit: "256Mi" } as const;

function resources(cpu: readonly [Cpu, Cpu], memory: readonly [Memory, Memory]): Resources {
    return {
        requests: { cpu: cpu[0], memory: memory[0], scratch: SCRATCH.request },
        limits: { cpu: cpu[1], memory: memory[1], scratch: SCRATCH.limit },
    };
}

type Cpu = Resources["limits"]["cpu"];
type Memory = Resources["limits"]["memory"];

export const SIZES: Readonly<Record<MyriadPython["size"], Sizes>> = {
    production: {
        neo4j: { ...TWO_GIBIBYTES, cpu: { request: "1", limit: "2" } },
        large: resources(["500m", "1"], ["256Mi", "512Mi"]),
        small: resources(["250m", "500m"], ["128Mi", "256Mi"]),
    },
    dev: {
        // Half would be 1 GiB; Neo4j needs 1.5 to start.
        neo4j: {
            heap: mebibytes(512),
            pageCache: mebibytes(256),
            cpu: { request: "500m", limit: "1" },
            reserved: mebibytes(512),
        },
        large: resources(["250m", "500m"], ["128Mi", "256Mi"]),
        small: resources(["125m", "250m"], ["64Mi", "128Mi"]),
    },
};
