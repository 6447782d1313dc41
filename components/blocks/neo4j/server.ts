import * as pulumi from "@pulumi/pulumi";
import type { StoredSecret } from "../../handles";
import {
    Configuration,
    claimed,
    files,
    from,
    minutes,
    seconds,
    single,
    SyncedSecret,
    VolumeClaim,
    Workload,
    type Admission,
    type NamespaceHandle,
    type Reach,
    type Size,
} from "../../workload";
import { refuse } from "../../workload/refuse";
import { backupProblems, type Neo4jBackups } from "./archive";
import { Neo4jBackup } from "./backup";
import type { Neo4jConnection } from "./connection";
import {
    DATA,
    NEO4J_USER,
    neo4jImage,
    PLUGIN_MOUNTS,
    PLUGIN_VOLUMES,
    scripts,
    WRITABLE_MOUNTS,
    WRITABLE_VOLUMES,
} from "./files";
import { userOfRotation } from "./rotation";
import { notRestoring, restoring, type Preparation } from "./restore";
import { COMMON_SETTINGS, memorySettings, settingProblems, settingVariables, type Neo4jSettings } from "./settings";
import { resourcesOf, sizeProblems, type Neo4jSize } from "./size";

export type Neo4jPort = "http" | "bolt";

export interface Neo4jArgs {
    readonly namespace: NamespaceHandle;
    /** metadata.name of the StatefulSet and its Service. Default neo4j, which is what the documents call it. */
    readonly metadataName?: string;
    readonly size: Neo4jSize;
    /** Of the volume; may grow later. */
    readonly storage: Size;
    /** JSON with `username`, `password` and `auth`: `stores.neo4j(...)` of the system that says that it needs one. */
    readonly credential: StoredSecret;
    /** It was rotated: the credential has the one before too. Default false. */
    readonly rotated?: boolean;
    /** Who connects: `[from("graphdb-manager", "bolt")]`. */
    readonly admits: readonly Admission<Neo4jPort>[];
    /** Loads APOC core, which is part of the image. Default false. */
    readonly apoc?: boolean;
    /** More of neo4j.conf, by current names. What belongs to Enterprise is refused. */
    readonly settings?: Neo4jSettings;
    /** Default none: then only the daily backups of volumes are left (components/aws/backups). */
    readonly backups?: Neo4jBackups;
}

/** What its parts are made from. */
interface Making {
    readonly name: string;
    readonly metadataName: string;
    readonly args: Neo4jArgs;
    readonly settings: Neo4jSettings;
    readonly claim: VolumeClaim;
}

interface Archive {
    readonly backups: Neo4jBackups;
    readonly scripts: Configuration;
}

/** metadata.name of the job of a rotation. */
const rotationName = (metadataName: string): string => `${metadataName}-rotation`;

const HTTP = 7474;
const BOLT = 7687;
const CREDENTIAL = "/credential";

/** Upstream's docker-compose.yml: interval 5 s, timeout 10 s, 10 retries (docs/upstream.md, Myriad (Python)). */
const DOCUMENTED = { every: seconds(5), timeout: seconds(10), failures: 10 } as const;
/** A server that recovers from a crash must not be killed for it, or it would begin again. */
const START_WITHIN = minutes(15);
/** For a last checkpoint. */
const STOP_WITHIN = minutes(5);

/**
 * Neo4j Community Edition, one server on one volume, with nightly backups that are checked and a restore that is an argument.
 * Satisfies INF-5, INF-33, INF-43, INF-46 to INF-52, INF-55, MEM-36, MEM-37. Community exports no metrics and has no online backup, so the flags
 * that the documents set for these are refused; which is what Neo4j itself does.
 */
export class Neo4j extends pulumi.ComponentResource implements Neo4jConnection {
    readonly host: string;
    readonly boltPort = BOLT;
    readonly uri: string;
    readonly credential: StoredSecret;
    readonly reach: Reach;
    readonly ready: readonly pulumi.Resource[];
    /** CronJob of the backups, for alerts. */
    readonly backup?: Neo4jBackup;

    constructor(name: string, args: Neo4jArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:blocks:Neo4j", name, {}, opts);
        const { metadataName = "neo4j", namespace, backups, rotated = false } = args;
        const host = `${metadataName}.${namespace.namespaceName}.svc`;
        const settings = settingsOf(host, args.size);
        refuse(metadataName, [
            ...sizeProblems(args.size),
            ...settingProblems(args.settings ?? {}, settings),
            ...backupProblems(backups),
        ]);

        const making: Making = { name, metadataName, args, settings, claim: this.claim(name, metadataName, args) };
        const scriptFiles = backups || rotated ? this.scripts(making) : undefined;
        const archive = backups && scriptFiles && { backups, scripts: scriptFiles };
        const server = this.serve(making, this.prepare(making, archive));
        if (archive !== undefined) this.backup = this.backUp(making, archive, server.ready);

        this.host = host;
        this.uri = `bolt://${host}:${String(BOLT)}`;
        this.reach = server.on("bolt");
        this.credential =
            rotated && scriptFiles
                ? { ...args.credential, ready: this.rotate(making, scriptFiles, server) }
                : args.credential;
        this.ready = server.ready;
        this.registerOutputs({ uri: this.uri });
    }

    private claim(name: string, metadataName: string, { namespace, storage }: Neo4jArgs): VolumeClaim {
        return new VolumeClaim(
            `${name}-data`,
            {
                ...{ namespace, metadataName: `${metadataName}-data`, size: storage },
                storageClass: namespace.site.storageClasses.database,
            },
            { parent: this },
        );
    }

    private scripts({ name, metadataName, args: { namespace } }: Making): Configuration {
        return new Configuration(
            `${name}-scripts`,
            { namespace, metadataName: `${metadataName}-scripts`, values: scripts() },
            { parent: this },
        );
    }

    private prepare({ args: { namespace, size }, claim }: Making, archive: Archive | undefined): Preparation {
        const restoreFrom = archive?.backups.restoreFrom;
        return archive === undefined || restoreFrom === undefined
            ? notRestoring()
            : restoring(archive.backups, restoreFrom, { namespace, claim, size, scripts: archive.scripts });
    }

    /** The image reads the password from a file, and sets it when the volume has none yet (docs/guides/restore-neo4j.md, "The password"). */
    private credentialFile({ name, metadataName, args: { namespace, credential } }: Making): SyncedSecret {
        return new SyncedSecret(
            `${name}-credential`,
            {
                ...{ namespace, metadataName: `${metadataName}-credential` },
                keys: { auth: { from: credential, property: "auth" } },
                readOnce: true,
            },
            { parent: this },
        );
    }

    private serve(making: Making, prepared: Preparation): Workload<Neo4jPort, never, string> {
        const { name, metadataName, settings, claim } = making;
        const { namespace, size, apoc = false, rotated = false } = making.args;
        const admits = [...making.args.admits, ...(rotated ? [from(rotationName(metadataName), "bolt" as const)] : [])];
        return new Workload<Neo4jPort, never, string>(
            name,
            {
                ...{ namespace, metadataName, kind: "StatefulSet", component: "database", scaling: single(), admits },
                ...{ image: neo4jImage(), user: NEO4J_USER, nodes: "zonal", priority: "store" },
                resources: resourcesOf(size),
                ports: { http: HTTP, bolt: BOLT },
                health: {
                    ...{ path: "/", on: "http", startWithin: START_WITHIN },
                    ...{ liveness: DOCUMENTED, readiness: DOCUMENTED },
                },
                stop: { finish: STOP_WITHIN },
                environment: {
                    ...settingVariables({ ...making.args.settings, ...settings }),
                    NEO4J_AUTH_PATH: `${CREDENTIAL}/auth`,
                    ...(apoc && { NEO4J_PLUGINS: '["apoc"]' }),
                },
                init: prepared.init,
                volumes: {
                    ...WRITABLE_VOLUMES,
                    ...(apoc && PLUGIN_VOLUMES),
                    data: claimed(claim),
                    credential: files(this.credentialFile(making)),
                    ...prepared.volumes,
                },
                mounts: {
                    ...WRITABLE_MOUNTS,
                    ...(apoc && PLUGIN_MOUNTS),
                    [DATA]: "data",
                    [CREDENTIAL]: "credential",
                },
                reaches: prepared.reaches,
            },
            { parent: this },
        );
    }

    private rotate(
        { name, metadataName, args: { namespace, credential }, claim }: Making,
        scriptFiles: Configuration,
        server: Workload<Neo4jPort, never, string>,
    ): readonly pulumi.Resource[] {
        return userOfRotation(
            `${name}-rotation`,
            {
                ...{ namespace, metadataName: rotationName(metadataName), credential, scripts: scriptFiles },
                ...{ address: `${metadataName}:${String(BOLT)}`, reach: server.on("bolt"), volume: claim.uid },
                after: server.ready,
            },
            { parent: this },
        );
    }

    private backUp(
        { name, metadataName, args: { namespace, size, settings = {} }, claim }: Making,
        archive: Archive,
        after: readonly pulumi.Resource[],
    ): Neo4jBackup {
        return new Neo4jBackup(
            `${name}-backup`,
            { ...{ namespace, metadataName: `${metadataName}-backup`, claim, size, settings, after }, ...archive },
            { parent: this },
        );
    }
}

function settingsOf(host: string, size: Neo4jSize): Neo4jSettings {
    return {
        ...COMMON_SETTINGS,
        ...memorySettings(size),
        // What drivers are sent to when they ask for routing (neo4j://).
        "server.default_advertised_address": host,
    };
}
