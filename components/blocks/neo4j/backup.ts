import * as pulumi from "@pulumi/pulumi";
import {
    copyOf,
    disposable,
    files,
    hours,
    ScheduledJob,
    type Configuration,
    type NamespaceHandle,
    type VolumeClaim,
} from "../../workload";
import {
    archiveReach,
    archiveVariables,
    awsCliImage,
    DEFAULT_SCHEDULE,
    workingSpace,
    type Neo4jBackups,
} from "./archive";
import {
    copyConfiguration,
    DATA,
    NEO4J_USER,
    neo4jImage,
    script,
    SCRIPTS_DIRECTORY,
    TRANSFER,
    WRITABLE_MOUNTS,
    WRITABLE_VOLUMES,
} from "./files";
import { COMMON_SETTINGS, memorySettings, settingVariables, type Neo4jSettings } from "./settings";
import { resourcesOf, throwAwaySize, type Neo4jSize } from "./size";

export interface Neo4jBackupArgs {
    readonly namespace: NamespaceHandle;
    /** metadata.name of the CronJob. */
    readonly metadataName: string;
    /** Volume of the running server. */
    readonly claim: VolumeClaim;
    readonly backups: Neo4jBackups;
    readonly scripts: Configuration;
    /** Of the server: the throw-away one may be smaller, never larger. */
    readonly size: Neo4jSize;
    readonly settings: Neo4jSettings;
    /** What must run before: the server. */
    readonly after: readonly pulumi.Resource[];
}

const BACKUPS = "/backups";

/**
 * Every night a pod with a copy of the running server's volume: a throw-away Neo4j recovers it and stops, then dump, check, archive
 * (container `dump`), then S3, reading back, and keeping the last seven (container `upload`). The server notices nothing, the pod needs no
 * right to the Kubernetes API, and the copy goes with the pod, however it ends. docs/decisions/0006-neo4j-backups.md.
 */
export class Neo4jBackup extends pulumi.ComponentResource {
    /** For alerts: `kube_cronjob_status_last_successful_time` of it is the time of the last backup that was read back whole. */
    readonly cronJob: string;

    constructor(name: string, args: Neo4jBackupArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:blocks:Neo4jBackup", name, {}, opts);
        const { namespace, metadataName, claim, backups, scripts, size, after } = args;

        const job = new ScheduledJob<never, string>(
            name,
            {
                ...{ namespace, metadataName, containerName: "upload", component: "backup", user: NEO4J_USER, after },
                schedule: backups.schedule ?? DEFAULT_SCHEDULE,
                // A node may have to come first.
                startWithin: hours(1),
                within: hours(4),
                retries: 1,
                volumes: {
                    ...WRITABLE_VOLUMES,
                    copy: copyOf(claim),
                    backups: disposable(workingSpace(claim.size), claim.disposableClass),
                    scripts: files(scripts),
                },
                init: {
                    configuration: copyConfiguration(),
                    dump: {
                        image: neo4jImage(),
                        command: script("dump.sh"),
                        environment: { ...this.throwAway(args), FILE_PREFIX: backups.fileName, BACKUPS },
                        mounts: {
                            ...WRITABLE_MOUNTS,
                            [DATA]: "copy",
                            [BACKUPS]: "backups",
                            [SCRIPTS_DIRECTORY]: "scripts",
                        },
                        resources: resourcesOf(throwAwaySize(size)),
                    },
                },
                image: awsCliImage(),
                command: script("upload.sh"),
                environment: { ...archiveVariables(backups, namespace), BACKUPS },
                mounts: { [BACKUPS]: "backups", [SCRIPTS_DIRECTORY]: "scripts" },
                resources: TRANSFER,
                reaches: [archiveReach(backups, "readWrite")],
            },
            { parent: this },
        );

        this.cronJob = job.workload;
        this.registerOutputs({ cronJob: this.cronJob });
    }

    /** Nobody but the script in its own container may talk to it. */
    private throwAway({ size, settings }: Neo4jBackupArgs): Record<string, string> {
        return settingVariables({
            ...settings,
            ...COMMON_SETTINGS,
            ...memorySettings(throwAwaySize(size)),
            "server.default_listen_address": "127.0.0.1",
        });
    }
}
