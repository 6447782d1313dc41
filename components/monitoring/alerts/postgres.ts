/** PostgreSQL: what CloudWatch says of the instance, and what the exporter sees. */
import { instanceGibibytes, USABLE_CONNECTIONS } from "../../../config/pools";
import { hours, minutes } from "../../workload/quantities";
import { alertsOf, type AlertGroup, type Owner } from "../alerts";
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../catalogues/cloudwatch";
import { POSTGRES_METRICS as POSTGRES } from "../catalogues/postgres";
import { above, and, below, equals, max, over, sum, value } from "../promql";
import { per, predictedPer } from "./state";

const PAGE = "docs/runbooks/data-stores.md";
const GIBIBYTE = 2 ** 30;
const DAYS_AHEAD = 4;

const perInstance = per("dimension_DBInstanceIdentifier");
const inFourDays = predictedPer(DAYS_AHEAD * 86_400, "dimension_DBInstanceIdentifier");

/** An instance that this environment made; one that the user brings is seen by its exporter alone. */
export interface PostgresInstance {
    /** DBInstanceIdentifier. */
    readonly identifier: string;
    readonly instance: string;
    readonly storageGibibytes: number;
}

export const postgresAlerts = (owner: Owner, instance?: PostgresInstance): AlertGroup => ({
    rules: [...exporterAlerts(owner), ...(instance === undefined ? [] : instanceAlerts(owner, instance))],
});

function exporterAlerts(owner: Owner) {
    const alert = alertsOf(owner, PAGE);
    return [
        alert({
            name: "PostgresDown",
            severity: "critical",
            for: minutes(2),
            expr: equals(value(POSTGRES.up), 0),
            summary: "PostgreSQL does not answer.",
            description: "The exporter gets no answer from PostgreSQL (pg_up is {{ $value }}).",
        }),
        alert({
            name: "PostgresConnectionsNearLimit",
            severity: "warning",
            for: minutes(15),
            // Pools are planned to fill no more (config/pools.ts); the rest is for RDS itself and for people.
            expr: above(
                over(sum(value(POSTGRES.databaseConnections)), max(value(POSTGRES.connectionsMaximum))),
                USABLE_CONNECTIONS,
            ),
            summary: "More connections are open than the pools were planned to open.",
            description: `{{ $value | humanizePercentage }} of max_connections are taken; the plan is at most ${USABLE_CONNECTIONS * 100}%.`,
        }),
    ];
}

function instanceAlerts(owner: Owner, { identifier, instance, storageGibibytes }: PostgresInstance) {
    const alert = alertsOf(owner, PAGE);
    const ours = { dimension_DBInstanceIdentifier: identifier };
    const storage = storageGibibytes * GIBIBYTE;
    const memory = instanceGibibytes(instance);
    return [
        alert({
            name: "PostgresBusy",
            severity: "warning",
            for: minutes(15),
            expr: above(perInstance(CLOUDWATCH.databaseCpu, ours), 80),
            summary: "PostgreSQL computes nearly all the time: every statement waits.",
            description: `{{ $labels.dimension_DBInstanceIdentifier }} is busy {{ $value | printf "%.0f" }} % of the time.`,
        }),
        alert({
            name: "PostgresStorageFillsUp",
            severity: "warning",
            for: hours(1),
            expr: and(
                below(perInstance(CLOUDWATCH.databaseStorage, ours), 0.4 * storage),
                below(inFourDays(CLOUDWATCH.databaseStorage, ours), 0),
            ),
            summary: `PostgreSQL's storage will be full within ${DAYS_AHEAD} days if it fills as during the last six hours.`,
            description: "{{ $labels.dimension_DBInstanceIdentifier }} has {{ $value | humanize1024 }}B left.",
        }),
        alert({
            name: "PostgresStorageLow",
            severity: "critical",
            for: minutes(30),
            // RDS grows storage itself below 10 % free; still below 8 % means that it may not, or not fast enough.
            expr: below(perInstance(CLOUDWATCH.databaseStorage, ours), Math.floor(0.08 * storage)),
            summary: "PostgreSQL's storage is nearly full and has not grown; when it is full, the instance stops.",
            description: "{{ $labels.dimension_DBInstanceIdentifier }} has {{ $value | humanize1024 }}B left.",
        }),
        ...(memory === undefined
            ? []
            : [
                  alert({
                      name: "PostgresMemoryLow",
                      severity: "warning",
                      for: minutes(15),
                      expr: below(perInstance(CLOUDWATCH.databaseMemory, ours), Math.floor(0.05 * memory * GIBIBYTE)),
                      summary: "PostgreSQL has hardly any memory left.",
                      description:
                          "{{ $labels.dimension_DBInstanceIdentifier }} has {{ $value | humanize1024 }}B free.",
                  }),
              ]),
    ];
}
