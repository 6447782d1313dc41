/** Jobs that fail, are late, or were to make a backup. */
import { hours, minutes } from "../../workload/quantities";
import { alertsOf, type AlertGroup, type Owner } from "../alerts";
import { KUBERNETES as K } from "../catalogues/kubernetes";
import {
    above,
    and,
    below,
    equals,
    labelled,
    maxBy,
    minus,
    or,
    times,
    unless,
    value,
    type Matchers,
    type Query,
} from "../promql";
import { agePer, per } from "./state";

const PAGE = "docs/runbooks/jobs.md";
const HOUR = 3600;

/** Every backup is made daily; two hours for the one that takes longest to be made and read back. */
const BACKUP_DUE = 26 * HOUR;
/** What a backup may take in all: an hour until a node is there, four to run (components/blocks/neo4j/backup.ts). */
const BACKUP_WITHIN = 5 * HOUR;

const perJob = per("namespace", "job_name");
const perCronJob = per("namespace", "cronjob");
const ageOf = agePer("namespace", "cronjob");

const CRON_JOB = "{{ $labels.namespace }}/{{ $labels.cronjob }}";

/** `backups`: name of the CronJobs that make one and read it back, or none of the owner's does. */
export function jobAlerts(owner: Owner, ours: Matchers, backups?: string): AlertGroup {
    const alert = alertsOf(owner, PAGE);
    return {
        rules: [
            alert({
                name: "JobFailed",
                severity: "warning",
                for: minutes(1),
                expr: unless(equals(perJob(K.jobFailed, { ...ours, condition: "true" }), 1), succeededSince(ours), [
                    "namespace",
                    "job_name",
                ]),
                summary: "A Job failed for good, and no later one of the same schedule succeeded.",
                description:
                    "{{ $labels.namespace }}/{{ $labels.job_name }} failed, all of its retries too ({{ $value }}).",
            }),
            alert({
                name: "ScheduledJobLate",
                severity: "warning",
                for: minutes(15),
                expr: and(above(ageOf(K.cronJobNext, ours), HOUR), equals(perCronJob(K.cronJobSuspended, ours), 0)),
                summary: "A CronJob was due more than an hour ago and has not started.",
                description: `${CRON_JOB} was due {{ $value | humanizeDuration }} ago.`,
            }),
            ...(backups === undefined ? [] : backupAlerts(owner, { ...ours, cronjob: backups })),
        ],
    };
}

/** The job succeeds only after it has read back from the bucket what it wrote: its last success is the last backup that is known to be good. */
function backupAlerts(owner: Owner, backups: Matchers) {
    const alert = alertsOf(owner, PAGE);
    const never = unless(ageOf(K.cronJobCreated, backups), perCronJob(K.cronJobLastSuccessful, backups));
    return [
        alert({
            name: "BackupMissing",
            severity: "critical",
            for: hours(1),
            expr: above(or(ageOf(K.cronJobLastSuccessful, backups), never), BACKUP_DUE),
            summary: "There is no good backup of the last day.",
            description: `${CRON_JOB} made the last backup that could be read back {{ $value | humanizeDuration }} ago, or never since it exists.`,
        }),
        alert({
            name: "BackupUnverified",
            severity: "warning",
            for: minutes(5),
            expr: and(above(ageOf(K.cronJobLastScheduled, backups), BACKUP_WITHIN), unverified(backups)),
            summary: "The last backup that was begun has not been read back.",
            description: `${CRON_JOB} began a backup {{ $value | humanizeDuration }} ago, and it has not succeeded since.`,
        }),
    ];
}

/** Begun after the last success, or nothing ever succeeded. */
function unverified(backups: Matchers): Query {
    const begun = perCronJob(K.cronJobLastScheduled, backups);
    const succeeded = perCronJob(K.cronJobLastSuccessful, backups);
    return or(above(minus(begun, succeeded), 0), unless(begun, succeeded));
}

/** Jobs whose CronJob succeeded after they had started. */
function succeededSince(ours: Matchers): Query {
    const owners = value(K.jobOwner, { ...ours, owner_kind: "CronJob" });
    const owned = maxBy(["namespace", "job_name", "cronjob"], labelled(owners, "cronjob", "$1", "owner_name", "(.+)"));
    const started = times(owned, perJob(K.jobStarted, ours), { on: ["namespace", "job_name"], take: [] });
    return below(started, perCronJob(K.cronJobLastSuccessful, ours), { on: ["namespace", "cronjob"], take: [] });
}
