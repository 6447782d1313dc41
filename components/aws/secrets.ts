import * as pulumi from "@pulumi/pulumi";
import type { PeopleSecret, PeopleSecrets } from "../../config/environment";
import type { KmsKey, StoredSecret } from "../handles";
import { pathName } from "../names";
import type { Scope } from "../scope";
import { namedSecret, Secret } from "./stored-secret";

export interface PeopleSecretsStoreArgs {
    readonly scope: Scope;
    /** Key of the domain `secrets`. */
    readonly key: KmsKey;
    /** Paths that the enabled systems need, for example `llm.deepseek`. What nobody needs is not stored. */
    readonly needed: readonly string[];
    /** What the stack file says of them. A path that it does not mention is left out: plans list it as missing. */
    readonly secrets: PeopleSecrets;
}

/** Secrets that only people have, in Secrets Manager: one for each that a system needs and that is not there by name already. */
export class PeopleSecretsStore extends pulumi.ComponentResource {
    readonly #handles: Readonly<Record<string, StoredSecret>>;

    constructor(name: string, args: PeopleSecretsStoreArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:PeopleSecretsStore", name, {}, opts);

        this.#handles = Object.fromEntries(
            args.needed.flatMap((path) => {
                const secret = args.secrets[path];
                return secret === undefined ? [] : [[path, this.handleOf(name, path, secret, args)]];
            }),
        );

        this.registerOutputs({
            secretNames: pulumi.all(args.needed.flatMap((path) => this.#handles[path]?.secretName ?? [])),
        });
    }

    /** Whether the stack file says anything of it. */
    has(path: string): boolean {
        return path in this.#handles;
    }

    /** The secret at a path under `mindcloud:secrets`; asking for one that is missing is a programming error and throws. */
    of(path: string): StoredSecret {
        const handle = this.#handles[path];
        if (handle === undefined)
            throw new Error(`mindcloud:secrets.${path} is not given, or no enabled system needs it`);
        return handle;
    }

    private handleOf(
        name: string,
        path: string,
        secret: PeopleSecret,
        { scope, key }: PeopleSecretsStoreArgs,
    ): StoredSecret {
        if (secret.kind === "named") return namedSecret(scope, secret.secretName);
        const child = path.replaceAll(".", "-");
        return new Secret(
            `${name}-${child}`,
            {
                scope,
                key,
                path: storedPath(path),
                description: `Given by people: mindcloud:secrets.${path}`,
                value: valueOf(secret),
            },
            { parent: this },
        );
    }
}

const storedPath = (path: string): string => `people/${path.replaceAll(".", "/")}`;

/** The name that a secret has once people gave it. */
export const peopleSecretName = (scope: Scope, path: string): string => pathName(scope, storedPath(path));

/** A plan does not decrypt: the value is there, secret and unknown, so that the version is planned like any other. */
function valueOf({ value }: PeopleSecret & { readonly kind: "given" }): pulumi.Output<string> {
    return pulumi.secret(value ?? (pulumi.unknown as unknown as string));
}
