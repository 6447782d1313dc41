/** Jobs that fail, are late, or were to make a backup. */
import { hours, minutes } from "../../workload/quantities";
import { alertsOf, type AlertGroup, type Owner } from "../alerts";
import { KUBERNETES as K } from "../catalogues/kubernetes";
import {
    above,
    age,
    and,
    below,
    equals,
    labelled,
    minus,
    or,
    times,
    unless,
    value,
    type Matchers,
    type Query,
} from "../promql";

const PAGE = "docs/runbooks/jobs.md";
const HOUR = 3600;

/** Every backup is made daily; two hours for the one that takes longest to be made and read back. */
const BACKUP_DUE = 26 * HOUR;
/** What a backup may take in all: an hour until a node is there, four to run (components/blocks/neo4j/backup.ts). */
const BACKUP_WITHIN = 5 * HOUR;

const CRON_JOB = "{{ $labels.namespace }}/{{ $labels.cronjob }}";

/** `backups`: name of the CronJobs that make one and read it back, or none of the owner's does. */
export function jobAlerts(owner: Owner, ours: Matchers, backups?: string): AlertGroup {
    const alert = alertsOf(owner, PAGE);
    return {
        name: `${owner.system}-jobs`,
        rules: [
            alert({
                name: "JobFailed",
                severity: "warning",
                for: minutes(1),
                expr: unless(equals(value(K.jobFailed, { ...ours, condition: "true" }), 1), succeededSince(ours), [
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
                expr: and(above(age(K.cronJobNext, ours), HOUR), equals(value(K.cronJobSuspended, ours), 0), [
                    "namespace",
                    "cronjob",
                ]),
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
    const never = unless(age(K.cronJobCreated, backups), value(K.cronJobLastSuccessful, backups), [
        "namespace",
        "cronjob",
    ]);
    return [
        alert({
            name: "BackupMissing",
            severity: "critical",
            for: hours(1),
            expr: above(or(age(K.cronJobLastSuccessful, backups), never), BACKUP_DUE),
            summary: "There is no good backup of the last day.",
            description: `${CRON_JOB} made the last backup that could be read back {{ $value | humanizeDuration }} ago, or never since it exists.`,
        }),
        alert({
            name: "BackupUnverified",
            severity: "warning",
            for: minutes(5),
            expr: and(above(age(K.cronJobLastScheduled, backups), BACKUP_WITHIN), unverified(backups), [
                "namespace",
                "cronjob",
            ]),
            summary: "The last backup that was begun has not been read back.",
            description: `${CRON_JOB} began a backup {{ $value | humanizeDuration }} ago, and it has not succeeded since.`,
        }),
    ];
}

/** Begun after the last success, or nothing ever succeeded. */
const unverified = (backups: Matchers): Query =>
    or(
        above(
            minus(value(K.cronJobLastScheduled, backups), value(K.cronJobLastSuccessful, backups), {
                on: ["namespace", "cronjob"],
            }),
            0,
        ),
        unless(value(K.cronJobLastScheduled, backups), value(K.cronJobLastSuccessful, backups), [
            "namespace",
            "cronjob",
        ]),
    );

/** Jobs whose CronJob succeeded after they had started. */
function succeededSince(ours: Matchers): Query {
    const owned = labelled(
        value(K.jobOwner, { ...ours, owner_kind: "CronJob" }),
        ...(["cronjob", "$1", "owner_name", "(.+)"] as const),
    );
    const started = times(owned, value(K.jobStarted, ours), { on: ["namespace", "job_name"], take: [] });
    return below(started, value(K.cronJobLastSuccessful, ours), { on: ["namespace", "cronjob"], take: [] });
}
