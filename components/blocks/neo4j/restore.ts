/** Steps before the server's own start that replace its database by a backup. */
import {
    disposable,
    files,
    type Configuration,
    type NamespaceHandle,
    type Reach,
    type VolumeClaim,
} from "../../workload";
import type { RunArgs } from "../../workload/container";
import type { ReplicatedVolume } from "../../workload/volumes";
import { archiveReach, archiveVariables, awsCliImage, workingSpace, type Neo4jBackups } from "./archive";
import { copyConfiguration, DATA, neo4jImage, script, SCRIPTS_DIRECTORY, TRANSFER } from "./files";
import { resourcesOf, throwAwaySize, type Neo4jSize } from "./size";

const RESTORE = "/restore";

export interface Preparation {
    readonly init: Readonly<Record<string, RunArgs<string>>>;
    readonly volumes: Readonly<Record<string, ReplicatedVolume>>;
    readonly reaches: readonly Reach[];
}

export interface RestoreArgs {
    readonly namespace: NamespaceHandle;
    readonly claim: VolumeClaim;
    readonly size: Neo4jSize;
    readonly scripts: Configuration;
}

/**
 * The pod that owns the volume restores it itself, in init containers: the kubelet then sees to it that the server is gone before and comes
 * after, and no second pod ever mounts the volume. Each step looks at the mark on the volume, so that a restart restores nothing again.
 */
export function restoring(
    backups: Neo4jBackups,
    restoreFrom: string,
    { namespace, claim, size, scripts }: RestoreArgs,
): Preparation {
    const mounts = {
        [DATA]: "data",
        [RESTORE]: "restore",
        [SCRIPTS_DIRECTORY]: "scripts",
    } as const;
    const environment = { RESTORE_FROM: restoreFrom, RESTORE, DATA };
    return {
        init: {
            fetch: {
                image: awsCliImage(),
                command: script("fetch.sh"),
                environment: { ...archiveVariables(backups, namespace), ...environment },
                mounts,
                resources: TRANSFER,
            },
            load: {
                image: neo4jImage(),
                command: script("load.sh"),
                environment,
                mounts,
                resources: resourcesOf(throwAwaySize(size)),
            },
            configuration: copyConfiguration(),
        },
        volumes: { restore: disposable(workingSpace(claim.size), claim.disposableClass), scripts: files(scripts) },
        reaches: [archiveReach(backups, "read")],
    };
}

/** The usual start. It takes the mark away, so that the same backup can be restored another time. */
export const notRestoring = (): Preparation => ({
    init: { configuration: copyConfiguration({ then: ` && rm -f ${DATA}/restored-from`, mounts: { [DATA]: "data" } }) },
    volumes: {},
    reaches: [],
});
