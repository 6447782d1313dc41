/** What AWS will soon support no more, or supports no more already: by days that are written down (config/support.ts). */
import { KUBERNETES_SUPPORTED_UNTIL, POSTGRES_SUPPORTED_UNTIL } from "../config/support";
import type { Environment } from "../config/environment";

/** Ours, not AWS's: time to plan, try and make an upgrade. */
const DAYS_BEFORE = 180;
const DAY = 24 * 60 * 60 * 1000;

interface Aging {
    readonly key: string;
    readonly what: string;
    /** YYYY-MM-DD; undefined where AWS gives none. */
    readonly until: string | undefined;
    /** What AWS does on that day. */
    readonly then: string;
}

/** `today`: YYYY-MM-DD. */
export function ageNotes(environment: Environment, today: string): readonly string[] {
    return agingOf(environment).flatMap(({ key, what, until, then }) => {
        if (until === undefined) return [];
        const days = Math.round((Date.parse(until) - Date.parse(today)) / DAY);
        if (days > DAYS_BEFORE) return [];
        const ends = days < 0 ? `ended on ${until}` : `ends on ${until}, in ${String(days)} days`;
        return [`${key}: standard support of ${what} ${ends}; ${then} (docs/guides/behind.md)`];
    });
}

function agingOf({ cluster, stores, needs, existing }: Environment): readonly Aging[] {
    const { kubernetes } = cluster;
    const { version } = stores.postgres;
    return [
        ...(existing.cluster !== undefined
            ? []
            : [
                  {
                      ...{ key: "cluster.kubernetes", what: `Kubernetes ${kubernetes}` },
                      until: KUBERNETES_SUPPORTED_UNTIL[kubernetes],
                      // upgradePolicy STANDARD: https://docs.aws.amazon.com/eks/latest/userguide/disable-extended-support.html
                      then: "then EKS takes the control plane to the next minor by itself",
                  },
              ]),
        ...(existing.postgres !== undefined || needs.postgres.length === 0
            ? []
            : [
                  {
                      ...{ key: "stores.postgres.version", what: `PostgreSQL ${version}` },
                      until: POSTGRES_SUPPORTED_UNTIL[version],
                      // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support-creating-db-instance.html
                      then: "then RDS takes the database to another major by itself",
                  },
              ]),
    ];
}
