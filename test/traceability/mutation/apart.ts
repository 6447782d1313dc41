/** Words of rows that are no value of the resources that the row names: the resources say the same word for another reason. */
export const APART: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "MYR-25": { "myriad/graphdb": "a repository of the stand-in's note; images are the stack file's" },
    "AKO-3": { "100": "counts systems, not nodes" },
    "AKO-8": { "10.0": "the least; the chart's version is what config/versions.ts says" },
    "AKO-9": { "7.0": "the least; the named test compares the major" },
    "AKO-20": { "10": "pods of the table, between the bounds that the named test holds" },
    "AKO-21": { "6": "pods of the table, between the bounds that the named test holds" },
    "AKO-61": { "50": "of the pilot's volume, which the named test computes; here the volume is larger" },
    "AKO-92": { "500": "milliseconds; the rule says 0.5 s" },
    "MEM-1": { "1000": "counts users" },
    "MEM-38": { "20": "the documented pool, where PostgreSQL has room for it; here it has less" },
};
