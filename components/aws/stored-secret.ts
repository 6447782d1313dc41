import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { DATA_PROTECTION } from "../data-policy";
import type { KmsKey, StoredSecret } from "../handles";
import { pathName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";

/** Tag of the secrets that External Secrets may copy into the cluster: its policy asks for the stack's prefix and for this tag. */
export const SYNCED_TAG = "mindcloud:synced";

/** MemStack builds its URLs without escaping and Redis clients print them: letters and digits only. 32 of them carry 190 bits. */
const PASSWORD_LENGTH = 32;

export interface SecretArgs {
    readonly scope: Scope;
    /** Name below `<project>/<stack>/`, for example `redis/cache/akosha`. */
    readonly path: string;
    /** What it is, for whoever reads the console. No hint at the value. */
    readonly description: string;
    /** Key of the domain `secrets`. */
    readonly key: KmsKey;
    /** The value, text or JSON. It becomes a Pulumi secret whatever it was before. */
    readonly value: pulumi.Input<string>;
    /** Whether External Secrets may copy it into the cluster. Default true. */
    readonly synced?: boolean;
    /**
     * Whoever loses it loses data: its name and history are protected under `data: keep`, and can be restored for 30 days; a rotation writes
     * a new version. Every other value can be had again: people gave it, or another is made that its store takes. Default false.
     */
    readonly irreplaceable?: boolean;
    /** What must be done before anybody may read this value. Default nothing. */
    readonly after?: readonly pulumi.Resource[];
}

/**
 * One secret in Secrets Manager with its value. Satisfies SecretsManager.3 (nothing unused), CKV_AWS_149, AWS-0098. Exception:
 * SecretsManager.1 and .4 ask for rotation by a function; ours change by `rotation` of the stack file (docs/guides/rotation.md).
 */
export class Secret extends pulumi.ComponentResource implements StoredSecret {
    readonly secretName: pulumi.Output<string>;
    readonly arn: pulumi.Output<string>;
    readonly versionId: pulumi.Output<string>;

    constructor(name: string, args: SecretArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:Secret", name, {}, opts);

        const secret = this.createSecret(name, args);
        const version = this.fill(name, args, secret);

        // Outputs of the version: who reads the secret waits until there is something to read. Its `secretId` is an input, so that the
        // name stays known in the preview of a rotation.
        this.secretName = pulumi.all([secret.name, version.secretId]).apply(([known]) => known);
        this.arn = version.secretArn;
        this.versionId = version.versionId;
        this.registerOutputs({ secretName: this.secretName, arn: this.arn, versionId: this.versionId });
    }

    private createSecret(name: string, args: SecretArgs): secretsmanager.Secret {
        const { scope, synced = true } = args;
        return new secretsmanager.Secret(
            `${name}-secret`,
            {
                name: pathName(scope, args.path),
                description: args.description,
                kmsKeyId: args.key.arn,
                // A deleted name stays reserved for these days: what comes back before, by a key that is changed there and back, needs 0.
                recoveryWindowInDays: args.irreplaceable === true ? DATA_PROTECTION[scope.data].secretRecoveryDays : 0,
                tags: tagsFor(`${name}-secret`, synced ? { [SYNCED_TAG]: "true" } : {}),
            },
            this.protection(args),
        );
    }

    private fill(name: string, args: SecretArgs, secret: secretsmanager.Secret): secretsmanager.SecretVersion {
        return new secretsmanager.SecretVersion(
            `${name}-value`,
            { secretId: secret.id, secretString: pulumi.secret(args.value) },
            { parent: this, dependsOn: [...(args.after ?? [])] },
        );
    }

    private protection({ scope, irreplaceable = false }: SecretArgs): pulumi.CustomResourceOptions {
        return { parent: this, protect: irreplaceable && DATA_PROTECTION[scope.data].protect };
    }
}

export interface PasswordOptions {
    readonly parent: pulumi.Resource;
    /** A change of any of these makes a new password. */
    readonly keepers?: Readonly<Record<string, string>>;
}

/** A password of 32 letters and digits that lives in Pulumi's state, encrypted, and nowhere in clear. */
export function generatedPassword(name: string, { parent, keepers = {} }: PasswordOptions): pulumi.Output<string> {
    const password = new random.RandomPassword(
        name,
        { length: PASSWORD_LENGTH, special: false, minLower: 1, minUpper: 1, minNumeric: 1, keepers },
        { parent },
    );
    return pulumi.secret(password.result);
}

/** Handle of a secret that exists: made by hand, or by RDS. */
export function namedSecret(scope: Scope, secretName: string): StoredSecret {
    return {
        secretName: pulumi.output(secretName),
        // Secrets Manager ends every ARN in a dash and six characters that only it knows; policies match them by pattern.
        arn: pulumi.output(
            `arn:${scope.partition}:secretsmanager:${scope.region}:${scope.account}:secret:${secretName}-??????`,
        ),
    };
}
