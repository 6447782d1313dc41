import type * as ec2 from "@pulumi/aws/ec2";
import * as efs from "@pulumi/aws/efs";
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import { livesOf, ofLife } from "../../config/restores";
import { DATA_PROTECTION } from "../data-policy";
import type { FilesLife, NodeSecurity, KmsKey, Network, SharedFiles } from "../handles";
import { fit, physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { policyDocument, type Statement } from "./iam";
import { storeSecurityGroup } from "./store-security";

/** Of the physical names. */
const CALLED = "stores-files";

/** NFS, as the EFS CSI driver speaks it. */
const PORT = 2049;

/** The user that pods run as (docs/design.md, rule 9); EFS makes every request of an access point this user's. */
const POSIX_ID = 10001;

/** Longest creation token (EFS API reference). */
const TOKEN_LENGTH = 64;

export interface ElasticFilesArgs {
    readonly scope: Scope;
    /** Names of access points, one directory each: `acme-brain`. One or more. */
    readonly accessPoints: readonly string[];
    /** Restores, oldest first: each leads its access points to where AWS Backup put what it restored. */
    readonly restoreFrom: Environment["stores"]["sharedFiles"]["restoreFrom"];
    /** Days without access until a file moves to Infrequent Access: 7, 14, 30, 60 or 90. */
    readonly infrequentAfterDays: number;
    /** Whether AWS Backup has it in a plan; otherwise EFS's own automatic backups are on. */
    readonly backedUp: boolean;
    readonly network: Network;
    readonly security: NodeSecurity;
    /** Key of the domain `files`. */
    readonly key: KmsKey;
}

/**
 * Files that pods of several nodes share: EFS in every zone, one access point per directory. Satisfies EFS.1, EFS.2 or EFS.7, EFS.3,
 * EFS.4, EFS.6, EFS.8, CKV_AWS_42, CKV_AWS_184, CKV_AWS_329, CKV_AWS_330.
 */
export class ElasticFiles extends pulumi.ComponentResource implements SharedFiles {
    readonly fileSystemId: pulumi.Output<string>;
    readonly arn: pulumi.Output<string>;
    readonly accessPoints: Readonly<Record<string, pulumi.Output<string>>>;
    readonly lives: Readonly<Record<string, readonly FilesLife[]>>;

    constructor(name: string, args: ElasticFilesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:ElasticFiles", name, {}, opts);

        const fileSystem = this.createFileSystem(name, args);
        this.lives = Object.fromEntries(
            args.accessPoints.map((directory) => [directory, this.createLives(name, directory, args, fileSystem)]),
        );
        this.restrict(name, args.scope, fileSystem);
        this.backUp(name, fileSystem, args.backedUp);
        const group = storeSecurityGroup(this, name, { ...args, called: CALLED, port: PORT, what: "NFS" });
        const mountTargets = this.createMountTargets(name, args.network, fileSystem, group);

        // Who mounts it waits until there is an address to mount in every zone.
        this.fileSystemId = pulumi
            .all([fileSystem.id, pulumi.all(mountTargets.map(({ id }) => id))])
            .apply(([id]) => id);
        this.arn = fileSystem.arn;
        this.accessPoints = Object.fromEntries(
            Object.entries(this.lives).flatMap(([directory, lives]) =>
                lives.flatMap(({ state, accessPointId }) => (state === "used" ? [[directory, accessPointId]] : [])),
            ),
        );
        this.registerOutputs({ fileSystemId: this.fileSystemId, arn: this.arn });
    }

    private createFileSystem(name: string, { scope, infrequentAfterDays, key }: ElasticFilesArgs): efs.FileSystem {
        return new efs.FileSystem(
            `${name}-file-system`,
            {
                // EFS refuses a second file system with the same token: two runs cannot make two.
                creationToken: fit(physicalName(scope, "generic", CALLED), TOKEN_LENGTH),
                encrypted: true,
                kmsKeyId: key.arn,
                performanceMode: "generalPurpose",
                throughputMode: "elastic",
                lifecyclePolicies: [
                    { transitionToIa: afterDays(infrequentAfterDays) },
                    // Archive must come after Infrequent Access, and after a year nothing does.
                    ...[90, 180, 270, 365]
                        .filter((days) => days > infrequentAfterDays)
                        .slice(0, 1)
                        .map((days) => ({ transitionToArchive: afterDays(days) })),
                    { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
                ],
                protection: { replicationOverwrite: "ENABLED" },
                tags: tagsFor(`${name}-file-system`),
            },
            { parent: this, protect: DATA_PROTECTION[scope.data].protect },
        );
    }

    /** Nobody mounts the root, where AWS Backup puts what it restores: only an access point of its own leads there. */
    private createLives(
        name: string,
        directory: string,
        { scope, restoreFrom }: ElasticFilesArgs,
        fileSystem: efs.FileSystem,
    ): readonly FilesLife[] {
        const restores = restoreFrom.filter(({ only }) => only === undefined || only.includes(directory));
        return livesOf(restores).map((life) => {
            const called = ofLife(directory, life);
            const path = life.from === undefined ? `/${directory}` : `/${life.from.directory}/${directory}`;
            const { id } = this.createAccessPoint(name, called, path, fileSystem, {
                scope,
                protect: DATA_PROTECTION[scope.data].protect && life.state !== "leaving",
            });
            return { suffix: life.suffix, state: life.state, accessPointId: id };
        });
    }

    private createAccessPoint(
        name: string,
        called: string,
        path: string,
        fileSystem: efs.FileSystem,
        { scope, protect }: { readonly scope: Scope; readonly protect: boolean },
    ): efs.AccessPoint {
        return new efs.AccessPoint(
            `${name}-${called}`,
            {
                fileSystemId: fileSystem.id,
                posixUser: { uid: POSIX_ID, gid: POSIX_ID },
                rootDirectory: {
                    path,
                    creationInfo: { ownerUid: POSIX_ID, ownerGid: POSIX_ID, permissions: "0750" },
                },
                tags: tagsFor(`${name}-${called}`, { Name: physicalName(scope, "generic", called) }),
            },
            // It holds no data, but who gives it up loses sight of a directory that does.
            { parent: this, protect },
        );
    }

    /** Without this policy everyone who reaches a mount target may mount the root directory, as root. */
    private restrict(name: string, { partition, region, account }: Scope, fileSystem: efs.FileSystem): void {
        const accessPoint = `arn:${partition}:elasticfilesystem:${region}:${account}:access-point/*`;
        const statements: Statement[] = [
            {
                Sid: "ThroughAccessPoints",
                Effect: "Allow",
                Principal: "*",
                Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
                Resource: fileSystem.arn,
                Condition: {
                    Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" },
                    // Through any of its access points; a list of them would make each company a change for all others.
                    StringLike: { "elasticfilesystem:AccessPointArn": accessPoint },
                },
            },
            {
                Sid: "OnlyEncryptedTransport",
                Effect: "Deny",
                Principal: "*",
                Action: "*",
                Resource: fileSystem.arn,
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
        ];
        new efs.FileSystemPolicy(
            `${name}-policy`,
            { fileSystemId: fileSystem.id, policy: policyDocument(statements) },
            { parent: this },
        );
    }

    /** One restore path per store: EFS's own plan only where ours does not have it. */
    private backUp(name: string, fileSystem: efs.FileSystem, backedUp: boolean): void {
        const status = backedUp ? "DISABLED" : "ENABLED";
        new efs.BackupPolicy(
            `${name}-backups`,
            { fileSystemId: fileSystem.id, backupPolicy: { status } },
            { parent: this },
        );
    }

    private createMountTargets(
        name: string,
        network: Network,
        fileSystem: efs.FileSystem,
        group: ec2.SecurityGroup,
    ): efs.MountTarget[] {
        return network.data.ids.map(
            (subnetId, index) =>
                new efs.MountTarget(
                    `${name}-${network.zoneNames[index] ?? String(index)}`,
                    { fileSystemId: fileSystem.id, subnetId, securityGroups: [group.id] },
                    { parent: this },
                ),
        );
    }
}

const afterDays = (days: number): string => `AFTER_${String(days)}_DAY${days === 1 ? "" : "S"}`;
