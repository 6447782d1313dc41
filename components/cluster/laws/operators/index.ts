import { annotateLaw, boundsLaw, cordonLaw, growLaw } from "./repairs";
import { restartLaw, shellLaw } from "./workloads";

/** What holds operators to their work, by the name of its resource. Runs of CronJobs by hand have their own (runs.ts): it knows them by name. */
export const OPERATOR_LAWS = {
    restart: restartLaw,
    shell: shellLaw,
    annotate: annotateLaw,
    grow: growLaw,
    bounds: boundsLaw,
    cordon: cordonLaw,
} as const;
