import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { DATA_PROTECTION } from "../data-policy";
import type { KeyDomain, KeyRing, KmsKey } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { policyDocument } from "./iam";
import { keyPolicy } from "./key-policies";

export interface KeysArgs {
    readonly scope: Scope;
    /** Domains of data that the environment has; each gets a key (1 USD a month), and others get none. */
    readonly domains: readonly KeyDomain[];
}

/**
 * What a key's loss would take with it: data that outlives `destroy` under `data: keep`, and snapshots of it. Logs, alarms and the
 * cluster's secrets end with the environment; the deletion window is enough for those.
 */
const OUTLIVES_DESTROY: Readonly<Record<KeyDomain, boolean>> = {
    cluster: false,
    volumes: true,
    objects: true,
    database: true,
    cache: true,
    files: true,
    logs: false,
    secrets: true,
    alarms: false,
    backups: true,
};

const DESCRIPTION: Readonly<Record<KeyDomain, string>> = {
    cluster: "Kubernetes secrets in etcd (EKS envelope encryption)",
    volumes: "EBS volumes and their snapshots",
    objects: "S3 objects",
    database: "RDS storage, snapshots and insights",
    cache: "ElastiCache storage and snapshots",
    files: "EFS file systems",
    logs: "CloudWatch log groups",
    secrets: "Secrets Manager secrets",
    alarms: "SNS topics of alarms",
    backups: "AWS Backup vaults",
};

/** One customer managed key per domain of data, rotated every year. Satisfies KMS.3, KMS.4, KMS.5, CKV_AWS_7, CKV_AWS_227, CKV2_AWS_64. */
export class Keys extends pulumi.ComponentResource implements KeyRing {
    readonly #keys = new Map<KeyDomain, KmsKey>();

    constructor(name: string, { scope, domains }: KeysArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:Keys", name, {}, opts);

        for (const domain of new Set(domains))
            this.#keys.set(domain, this.createKey(`${name}-${domain}`, scope, domain));

        this.registerOutputs({ arns: Object.fromEntries([...this.#keys].map(([domain, key]) => [domain, key.arn])) });
    }

    of(domain: KeyDomain): KmsKey {
        const key = this.#keys.get(domain);
        if (key === undefined) throw new Error(`there is no key for ${domain}: add it to the domains of Keys`);
        return key;
    }

    private createKey(name: string, scope: Scope, domain: KeyDomain): KmsKey {
        const { protect, keyDeletionDays } = DATA_PROTECTION[scope.data];
        const key = new kms.Key(
            name,
            {
                description: `${scope.project} ${scope.stack}: ${DESCRIPTION[domain]}`,
                policy: policyDocument(keyPolicy(scope, domain)),
                enableKeyRotation: true,
                deletionWindowInDays: keyDeletionDays,
                tags: tagsFor(name),
            },
            { parent: this, protect: protect && OUTLIVES_DESTROY[domain] },
        );
        new kms.Alias(
            `${name}-alias`,
            { name: `alias/${physicalName(scope, "generic", domain)}`, targetKeyId: key.keyId },
            { parent: this },
        );
        return { arn: key.arn };
    }
}

/** The user's own key for every domain (`existing.kmsKeyArn`). Its policy is theirs: docs/guides/existing.md says whom it must admit. */
export function existingKeyRing(arn: string): KeyRing {
    const key: KmsKey = { arn: pulumi.output(arn) };
    return { of: () => key };
}
