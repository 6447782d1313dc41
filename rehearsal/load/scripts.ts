/** The scripts of load/: whom each of them asks, and which autoscaler its load is for. */
export interface LoadScript {
    /** Of load/<name>.js. */
    readonly name: string;
    /** As SYSTEM has it, and the configuration under `systems`. */
    readonly system: string;
    /** What a stand-in answers as: a repository of images/stand-in/answers.mjs. */
    readonly standsFor: string;
    /** Requests a second when all its users are there and answers take no time. */
    readonly perSecond: number;
    readonly autoscaler: {
        readonly namespace: string;
        readonly name: string;
        /** Of docs/traceability.md, which it is shown for. */
        readonly row: string;
    };
}

export const SCRIPTS: readonly LoadScript[] = [
    {
        ...{ name: "akosha-ingest", system: "akosha", standsFor: "akosha", perSecond: 100 },
        autoscaler: { namespace: "akosha", name: "akosha-ingestion-hpa", row: "AKO-44" },
    },
    {
        ...{ name: "akosha-query", system: "akosha", standsFor: "akosha", perSecond: 100 },
        autoscaler: { namespace: "akosha", name: "akosha-query-hpa", row: "AKO-14" },
    },
    {
        ...{ name: "memstack", system: "memstack", standsFor: "memstack", perSecond: 1000 },
        autoscaler: { namespace: "memstack", name: "memstack-api-hpa", row: "MEM-1" },
    },
    {
        ...{ name: "myriad", system: "myriad", standsFor: "myriad/orchestrator", perSecond: 200 },
        autoscaler: { namespace: "myriad", name: "orchestrator-hpa", row: "MYR-81" },
    },
];
