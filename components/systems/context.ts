/** What a system is given: where it runs, what it may use, and nothing of the account. */
import type * as pulumi from "@pulumi/pulumi";
import type { PeopleSecretHandles, StoredSecret, SystemStores } from "../handles";
import type { Site } from "../workload";
import type { Images } from "./images";

export interface SystemContext {
    readonly site: Site;
    readonly stores: SystemStores;
    readonly images: Images;
    /** A secret that only people have, by its path under mindcloud:secrets; announced in the system's `peopleSecrets`. */
    readonly peopleSecret: PeopleSecretHandles;
    /** A generated password, announced in the system's `passwords`. */
    readonly password: (account: string) => StoredSecret;
    /** With the providers `aws` and `kubernetes`. */
    readonly opts: pulumi.ComponentResourceOptions;
}
