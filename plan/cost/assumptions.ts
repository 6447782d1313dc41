import type { Range } from "./line";

/**
 * What an environment will use a month that its program cannot know: floor for one that hardly anybody uses, ceiling for a busy one. They
 * are constants, the same for every stack, so that a changed cost means a changed environment. Each says why; the JSON carries all of them.
 */
export interface Assumption extends Range {
    readonly unit: string;
    readonly why: string;
}

export const ASSUMED = {
    natTraffic: {
        ...{ floor: 10, ceiling: 300, unit: "GB" },
        why: "calls of models and of AWS: text, some 20 KB each. Image layers and objects come through the S3 endpoint, which is free",
    },
    internetTraffic: {
        ...{ floor: 5, ceiling: 500, unit: "GB" },
        why: "answers to people: 50,000 a day (MYR-74) of 30 KB are 45 GB. The account's free 100 GB are not counted",
    },
    crossZoneTraffic: {
        ...{ floor: 20, ceiling: 1000, unit: "GB" },
        why: "pods that talk to pods and stores in another zone",
    },
    clusterLogs: {
        ...{ floor: 3, ceiling: 30, unit: "GB" },
        why: "control plane logs, mostly audit: controllers watch all day, a small cluster writes about 100 MB a day",
    },
    otherLogs: {
        ...{ floor: 0.1, ceiling: 3, unit: "GB a log group" },
        why: "refused packets, slow queries and errors: little while things go well",
    },
    objects: {
        ...{ floor: 5, ceiling: 500, unit: "GB a bucket" },
        why: "MYR-74 expects 100 GB. Standard storage: what ages is cheaper",
    },
    files: {
        ...{ floor: 2, ceiling: 100, unit: "GB a file system" },
        why: "working directories of agents. Standard storage: what ages is cheaper",
    },
    balancerUnits: {
        ...{ floor: 0.1, ceiling: 3, unit: "LCU" },
        why: "one is 25 new connections a second, 3,000 open ones or 1 GB an hour",
    },
    snapshots: {
        ...{ floor: 0, ceiling: 3, unit: "GB a Redis snapshot" },
        why: "one a group is free; each further one is as large as the data",
    },
    /** Of a volume's size, what backups of it hold. */
    backups: {
        ...{ floor: 0.1, ceiling: 1.5, unit: "of a volume's size" },
        why: "the first is as large as the data, the next as large as what changed",
    },
    ephemeralHours: {
        ...{ floor: 30, ceiling: 30, unit: "hours a volume of a nightly job" },
        why: "a backup of Neo4j makes two volumes and needs them for less than an hour",
    },
} as const satisfies Record<string, Assumption>;
