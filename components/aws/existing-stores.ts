/** Handles of stores that the user brings: nothing in them is changed but the rules that admit our nodes. */
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import type { PostgresNeed, RedisUse } from "../../config/needs";
import type {
    Bucket,
    NodeSecurity,
    KmsKey,
    Network,
    PostgresConnection,
    RedisConnection,
    StoredSecret,
} from "../handles";
import type { Scope } from "../scope";
import { createDatabaseCredentials } from "./postgres-databases";
import { admitBlocks, admitNodes, isApart } from "./store-security";
import { namedSecret } from "./stored-secret";

type Existing = Environment["existing"];

/** A bucket that exists. Where its key is not named, the key's policy must admit our roles by itself. */
export function existingBucket(scope: Scope, { name, kmsKeyArn }: NonNullable<Existing["coldBucket"]>): Bucket {
    return {
        bucketName: pulumi.output(name),
        arn: pulumi.output(`arn:${scope.partition}:s3:::${name}`),
        ...(kmsKeyArn !== undefined && { key: { arn: pulumi.output(kmsKeyArn) } }),
    };
}

export interface ExistingRedisArgs {
    readonly scope: Scope;
    readonly use: RedisUse;
    readonly existing: NonNullable<NonNullable<Existing["redis"]>[RedisUse]>;
    /** Systems that log in; all of them with the one credential that was brought. */
    readonly users: readonly string[];
    readonly network: Network;
    readonly security: NodeSecurity;
}

/** Redis or Valkey that exists, with TLS. */
export class ExistingRedis extends pulumi.ComponentResource implements RedisConnection {
    readonly cidrs: readonly string[] | undefined;
    readonly apart: boolean;
    readonly use: RedisUse;
    readonly host: pulumi.Output<string>;
    readonly port: number;
    readonly users: Readonly<Record<string, StoredSecret>>;

    constructor(
        name: string,
        { scope, use, existing, users, network, security }: ExistingRedisArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("mindcloud:aws:ExistingRedis", name, {}, opts);

        this.apart = admit(this, name, { existing, network, security, what: `Redis ${use}` });

        this.use = use;
        this.host = pulumi.output(existing.host);
        this.port = existing.port;
        this.cidrs = existing.cidrs;
        this.users = Object.fromEntries(users.map((user) => [user, namedSecret(scope, existing.passwordSecret)]));
        this.registerOutputs({ host: this.host, port: this.port });
    }
}

export interface ExistingPostgresArgs {
    readonly scope: Scope;
    readonly existing: NonNullable<Existing["postgres"]>;
    readonly databases: readonly PostgresNeed[];
    readonly network: Network;
    readonly security: NodeSecurity;
    /** Key of the domain `secrets`. */
    readonly secretsKey: KmsKey;
}

/** PostgreSQL that exists; db-init makes our databases and roles in it with the admin credential that was brought. */
export class ExistingPostgres extends pulumi.ComponentResource implements PostgresConnection {
    readonly cidrs: readonly string[] | undefined;
    readonly apart: boolean;
    readonly host: pulumi.Output<string>;
    readonly port: number;
    readonly admin: StoredSecret;
    readonly databases: PostgresConnection["databases"];

    constructor(name: string, args: ExistingPostgresArgs, opts?: pulumi.ComponentResourceOptions) {
        // Of the same name as ours, so that credentials stay what they are: Secrets Manager makes no second secret of a name.
        super("mindcloud:aws:ExistingPostgres", name, {}, { ...opts, aliases: [{ type: "mindcloud:aws:Postgres" }] });
        const { scope, existing } = args;

        this.apart = admit(this, name, { ...args, what: "PostgreSQL" });

        this.host = pulumi.output(existing.host);
        this.port = existing.port;
        this.cidrs = existing.cidrs;
        this.admin = namedSecret(scope, existing.adminSecret);
        this.databases = createDatabaseCredentials(this, name, { ...args, maxConnections: existing.maxConnections });
        this.registerOutputs({ host: this.host, port: this.port });
    }
}

interface Admitted {
    readonly existing: {
        readonly securityGroupId: string;
        readonly port: number;
        readonly cidrs?: readonly string[] | undefined;
    };
    readonly network: Network;
    readonly security: NodeSecurity;
    readonly what: string;
}

/** By group where one can be named, by blocks where not; returns which. */
function admit(parent: pulumi.Resource, name: string, { existing, network, security, what }: Admitted): boolean {
    const { securityGroupId, port, cidrs } = existing;
    const apart = isApart(network, cidrs);
    if (apart) admitBlocks(parent, name, securityGroupId, { network, port, what });
    else admitNodes(parent, name, securityGroupId, { security, port, what });
    return apart;
}
