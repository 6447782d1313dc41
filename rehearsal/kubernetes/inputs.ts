/** What both Kubernetes providers do with inputs before anything exists: names, and what a change means. */
import { createHash } from "node:crypto";
import { at, effectOf } from "../../plan/replacements";
import { AUTONAMED, RELEASE } from "../../plan/replacements/kubernetes";
import { isMap } from "../../plan/values";
import type { Difference, Subject } from "../provider/provider";
import { revealAll, sameContent, type Properties } from "../engine/wire";

export { at, RELEASE };

/** Whether it is the object of that name in that namespace. */
export const isNamed = (
    object: unknown,
    { name, namespace }: { readonly name: unknown; readonly namespace: unknown },
) => at(object, "metadata.name") === name && at(object, "metadata.namespace") === namespace;

export const NAMESPACE = "kubernetes:core/v1:Namespace";

/**
 * What the state forgets and the API server keeps while data is kept (components/workload/volume-performance): it goes with its cluster.
 * One that a kill left is a pending operation.
 */
export const KEPT_BEHIND = "kubernetes:storage.k8s.io/v1:VolumeAttributesClass";

/** Gives a name where the program leaves it open, and the same one ever after. */
export function withName(subject: Subject, olds: Properties, news: Properties): Properties {
    const release = subject.type === RELEASE;
    const metadata = release ? news : mapOf(news.metadata);
    if (typeof metadata.name === "string" && metadata.name !== "") return news;
    const before = release ? olds : mapOf(olds.metadata);
    const kept =
        typeof before.name === "string" && (release || mapOf(before.annotations)[AUTONAMED] === "true")
            ? before.name
            : undefined;
    const name = kept ?? `${subject.name}-${createHash("sha256").update(subject.urn).digest("hex").slice(0, 8)}`;
    if (release) return { ...news, name };
    return {
        ...news,
        metadata: { ...metadata, name, annotations: { ...mapOf(metadata.annotations), [AUTONAMED]: "true" } },
    };
}

/** Kinds that the provider's settings let change in place (`enableConfigMapMutable`, `enableSecretMutable`). */
export function mutableKinds(settings: Properties): ReadonlySet<string> {
    const plain = revealAll(settings);
    return new Set([
        plain.enableConfigMapMutable === "true" ? "ConfigMap" : "",
        plain.enableSecretMutable === "true" ? "Secret" : "",
    ]);
}

/** By inputs alone, as the Kubernetes provider compares them. */
export function differenceOf(
    subject: Subject,
    oldInputs: Properties,
    news: Properties,
    mutable: ReadonlySet<string>,
): Difference {
    const { changed, replaces, deletedFirst } = effectOf(subject.type, oldInputs, news, {
        mutableKinds: mutable,
        same: sameContent,
    });
    return { changed, replaces, deleteBeforeReplace: deletedFirst };
}

/** `Deployment` of `kubernetes:apps/v1:Deployment`. */
export const kindOf = ({ type }: Pick<Subject, "type">): string => type.split(":")[2] ?? "";

export const called = ({ type, name }: Subject): string => `${name} (${type})`;

/** What the API server and the stand-in both say to a name that is taken. */
export const taken = (subject: Subject, id: string): string =>
    `cannot create ${called(subject)}: AlreadyExists: "${id}" already exists, and server-side apply does not adopt it. To fix: change metadata.name, import it, or change it with ${kindOf(subject)}Patch.`;

export function mapOf(value: unknown): Readonly<Record<string, unknown>> {
    return isMap(value) ? value : {};
}
