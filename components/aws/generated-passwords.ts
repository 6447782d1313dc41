import * as pulumi from "@pulumi/pulumi";
import type { KmsKey, StoredSecret } from "../handles";
import type { Scope } from "../scope";
import { rotatingPassword } from "./rotation";
import { Secret } from "./stored-secret";

export interface GeneratedPasswordsArgs {
    readonly scope: Scope;
    /** Key of the domain `secrets`. */
    readonly key: KmsKey;
    /** For whom, as `<system>/<account>`. */
    readonly needed: readonly string[];
}

/** Passwords that an application keeps by itself, for example of the accounts that it makes at its first start. Nobody has to know them by heart. */
export class GeneratedPasswords extends pulumi.ComponentResource {
    readonly #secrets: Readonly<Record<string, StoredSecret>>;

    constructor(name: string, args: GeneratedPasswordsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:GeneratedPasswords", name, {}, opts);
        this.#secrets = Object.fromEntries(
            args.needed.map((account) => [account, this.createOne(name, account, args)]),
        );
        this.registerOutputs({
            secretNames: pulumi.all(Object.values(this.#secrets).map(({ secretName }) => secretName)),
        });
    }

    /** Asking for one that `needed` did not name is a programming error and throws. */
    of(account: string): StoredSecret {
        const secret = this.#secrets[account];
        if (secret === undefined) throw new Error(`no enabled system says that it needs a password for ${account}`);
        return secret;
    }

    private createOne(name: string, account: string, { scope, key }: GeneratedPasswordsArgs): StoredSecret {
        const child = `${name}-${account.replaceAll("/", "-")}`;
        return new Secret(
            child,
            {
                ...{ scope, key, path: `passwords/${account}` },
                description: `Password of the account ${account}`,
                value: rotatingPassword(`${child}-password`, { parent: this, scope }).current,
            },
            { parent: this },
        );
    }
}
