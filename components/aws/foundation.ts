/** What every part of an environment stands on: its names, its provider, its keys. */
import type * as pulumi from "@pulumi/pulumi";
import type { Environment, PeopleSecrets } from "../../config/environment";
import type { KeyRing } from "../handles";
import { physicalName } from "../names";
import { scopeOf, type Scope } from "../scope";
import { keyDomains } from "./key-domains";
import { existingKeyRing, Keys } from "./keys";
import { awsProvider } from "./provider";

/** What every part of the program is handed. */
export interface Foundation {
    readonly environment: Environment;
    readonly scope: Scope;
    /** Plain: access entries, tags and the Kubernetes provider need it before the cluster exists. */
    readonly clusterName: string;
    readonly keys: KeyRing;
    readonly opts: { readonly providers: pulumi.ProviderResource[] };
}

/** The provider of the environment's account and region, and its keys. */
export function foundationOf(environment: Environment, secrets: PeopleSecrets): Foundation {
    const scope = scopeOf(environment);
    const opts = { providers: [awsProvider(scope, environment.tags)] };
    const keys = keyRing(environment, secrets, scope, opts);
    const clusterName = environment.existing.cluster?.name ?? physicalName(scope, "cluster", "cluster");
    return { environment, scope, clusterName, keys, opts };
}

function keyRing(
    environment: Environment,
    secrets: PeopleSecrets,
    scope: Scope,
    opts: pulumi.ComponentResourceOptions,
): KeyRing {
    const { kmsKeyArn } = environment.existing;
    return kmsKeyArn === undefined
        ? new Keys("keys", { scope, domains: keyDomains(environment, secrets) }, opts)
        : existingKeyRing(kmsKeyArn);
}
