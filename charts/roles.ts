/** What the roles of a chart give to its accounts. */
import { listIn, mapIn, text, type Rendered } from "./rendered";

const READING = new Set(["get", "list", "watch", "*"]);

/** By a ClusterRole that a ClusterRoleBinding gives: of every namespace. A rule that names the Secrets gives those alone. */
export function secretReaders(objects: readonly Rendered[]): readonly string[] {
    const reading = new Set(
        objects
            .filter(({ kind, rules }) => kind === "ClusterRole" && listIn(rules).some(readsSecrets))
            .map(({ metadata }) => text(mapIn(metadata).name)),
    );
    const accounts = objects
        .filter(({ kind, roleRef }) => kind === "ClusterRoleBinding" && reading.has(text(mapIn(roleRef).name)))
        .flatMap(({ subjects }) => listIn(subjects))
        .filter(({ kind }) => kind === "ServiceAccount")
        .map(({ namespace, name }) => `${text(namespace)}/${text(name)}`);
    return [...new Set(accounts)].sort();
}

function readsSecrets({ apiGroups, resources, verbs, resourceNames }: Rendered): boolean {
    const has = (list: unknown, ...wanted: readonly string[]): boolean =>
        Array.isArray(list) && list.some((each) => wanted.includes(text(each)));
    const isNamed = Array.isArray(resourceNames) && resourceNames.length > 0;
    return !isNamed && has(apiGroups, "", "*") && has(resources, "secrets", "*") && has(verbs, ...READING);
}
