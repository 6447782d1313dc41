/** The Secret with which the pods of a namespace pull images from registries that ask for a login. */
import type * as pulumi from "@pulumi/pulumi";
import type { NamespaceHandle } from "./site";
import { SyncedSecret, type SecretKey } from "./synced-secret";

/** Its name in every namespace. */
export const LOGINS_SECRET = "registry-logins";

/** What pods of the namespace wait for: none where no registry asks for a login, or nothing here copies secrets yet. */
export function registryLogins(
    name: string,
    namespace: NamespaceHandle,
    parent: pulumi.Resource,
): readonly pulumi.Resource[] {
    const { logins = {}, secretStore } = namespace.site;
    const hosts = Object.keys(logins).sort();
    if (hosts.length === 0 || secretStore === undefined) return [];
    const keys = hosts.flatMap((host, index): [string, SecretKey][] => {
        const from = logins[host];
        if (from === undefined) return [];
        return (["username", "password"] as const).map((property) => [
            `${property}${String(index)}`,
            { from, property },
        ]);
    });
    return new SyncedSecret(
        `${name}-${LOGINS_SECRET}`,
        {
            ...{ namespace, metadataName: LOGINS_SECRET, keys: Object.fromEntries(keys) },
            as: { type: "kubernetes.io/dockerconfigjson", data: { ".dockerconfigjson": template(hosts) } },
        },
        { parent },
    ).ready;
}

/** Of External Secrets' own language (its guide "Templating", with sprig's functions); Kubernetes' page "Pull an Image from a Private Registry" says what it becomes. */
function template(hosts: readonly string[]): string {
    const entries = hosts.map((host, index) => {
        const [user, password] = [`.username${String(index)}`, `.password${String(index)}`];
        const auth = `{{ printf "%s:%s" ${user} ${password} | b64enc }}`;
        return `"${host}":{"username":{{ ${user} | toJson }},"password":{{ ${password} | toJson }},"auth":"${auth}"}`;
    });
    return `{"auths":{${entries.join(",")}}}`;
}
