/** What the enabled systems need of the environment. What nobody needs is not created (law 11). */
import { akoshaNeeds, memstackNeeds, myriadNeeds, myriadPythonNeeds, simpleCliNeeds } from "../components/systems";
import type { Systems } from "./schema";

export type RedisUse = "cache" | "queue";

/** A system's needs. A system states what it needs in its own schema.ts; everything here is optional. */
export interface SystemNeeds {
    readonly namespaces: readonly string[];
    /** A user in the Valkey group of that use. */
    readonly redis?: readonly { readonly use: RedisUse; readonly user: string }[];
    readonly postgres?: readonly PostgresNeed[];
    /** A prefix in the cold bucket, by the documents' logical bucket name. */
    readonly coldData?: readonly { readonly bucket: string; readonly user: string }[];
    /** A prefix in the backups bucket, for dumps. */
    readonly backupArchive?: readonly { readonly user: string }[];
    /** EFS access points by name. */
    readonly sharedFiles?: readonly string[];
    /** EBS volumes, which live in one zone. */
    readonly zonalVolumes?: boolean;
    /** Pods that run other people's code, on nodes of their own. */
    readonly untrustedCode?: boolean;
    /** A host name on the load balancer, when the environment has a domain. */
    readonly ingress?: boolean;
    /** Names compiled into the code -> names in the cluster. */
    readonly dnsRewrites?: Readonly<Record<string, string>>;
    /** Secrets that only people have, as paths under mindcloud:secrets. */
    readonly peopleSecrets?: readonly string[];
    /** Number of pods at the autoscalers' floor and at their ceiling. */
    readonly pods: { readonly floor: number; readonly ceiling: number };
}

export interface PostgresNeed {
    readonly database: string;
    /** Most pods that connect at the same time. */
    readonly pods: number;
    /** Connections that the document gives one pod. */
    readonly connectionsPerPod: number;
    /** Fewest with which one pod still works. */
    readonly fewestConnectionsPerPod: number;
}

export interface Needs {
    /** Enabled systems by key, in a fixed order. */
    readonly systems: Readonly<Record<string, SystemNeeds>>;
    readonly redis: Readonly<Record<RedisUse, readonly string[]>>;
    readonly postgres: readonly PostgresNeed[];
    readonly coldData: readonly { readonly bucket: string; readonly user: string }[];
    readonly backupArchive: readonly string[];
    readonly sharedFiles: readonly string[];
    readonly zonalVolumes: boolean;
    readonly untrustedCode: boolean;
    readonly ingress: boolean;
    readonly dnsRewrites: Readonly<Record<string, string>>;
    readonly peopleSecrets: readonly string[];
    readonly pods: { readonly floor: number; readonly ceiling: number };
}

/** Needs of every enabled system, by its key in the stack file. A sixth system adds one line. */
function systemNeeds(systems: Systems): Record<string, SystemNeeds> {
    return {
        ...(systems.akosha.enabled && { akosha: akoshaNeeds(systems.akosha) }),
        ...(systems.memstack.enabled && { memstack: memstackNeeds(systems.memstack) }),
        ...(systems.myriad.enabled && { myriad: myriadNeeds(systems.myriad) }),
        ...(systems.myriadPython.enabled && { myriadPython: myriadPythonNeeds(systems.myriadPython) }),
        ...(systems.simpleCli.enabled && { simpleCli: simpleCliNeeds(systems.simpleCli) }),
    };
}

const unique = (values: readonly string[]) => [...new Set(values)].sort();

export function needsOf(systems: Systems): Needs {
    const bySystem = systemNeeds(systems);
    const all = Object.values(bySystem);
    const users = (use: RedisUse) =>
        unique(
            all
                .flatMap((needs) => needs.redis ?? [])
                .filter((need) => need.use === use)
                .map((need) => need.user),
        );
    const sum = (pick: (pods: SystemNeeds["pods"]) => number) =>
        all.reduce((total, needs) => total + pick(needs.pods), 0);
    return {
        systems: bySystem,
        redis: { cache: users("cache"), queue: users("queue") },
        postgres: all.flatMap((needs) => needs.postgres ?? []),
        coldData: all.flatMap((needs) => needs.coldData ?? []),
        backupArchive: unique(all.flatMap((needs) => needs.backupArchive ?? []).map((need) => need.user)),
        sharedFiles: unique(all.flatMap((needs) => needs.sharedFiles ?? [])),
        zonalVolumes: all.some((needs) => needs.zonalVolumes === true),
        untrustedCode: all.some((needs) => needs.untrustedCode === true),
        ingress: all.some((needs) => needs.ingress === true),
        dnsRewrites: Object.assign({}, ...all.map((needs) => needs.dnsRewrites ?? {})) as Record<string, string>,
        peopleSecrets: unique(all.flatMap((needs) => needs.peopleSecrets ?? [])),
        pods: { floor: sum((pods) => pods.floor), ceiling: sum((pods) => pods.ceiling) },
    };
}
