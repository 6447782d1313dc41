/** What both Kubernetes providers do with inputs before anything exists: names, and what a change means. */
import { createHash } from "node:crypto";
import { isMap } from "../../plan/values";
import type { Difference, Subject } from "../provider/provider";
import { revealAll, sameContent, type Properties } from "../wire";
import { IDENTITY, IMMUTABLE } from "./replaces";

export const RELEASE = "kubernetes:helm.sh/v3:Release";
export const NAMESPACE = "kubernetes:core/v1:Namespace";
const AUTONAMED = "pulumi.com/autonamed";

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
    const keys = [...new Set([...Object.keys(oldInputs), ...Object.keys(news)])];
    const changed = keys.filter((key) => !sameContent(oldInputs[key], news[key]));
    const kind = kindOf(subject);
    const fixed = [...IDENTITY, ...(mutable.has(kind) ? [] : (IMMUTABLE[kind] ?? []))];
    const replaces =
        subject.type === RELEASE
            ? changed.filter((key) => key === "name" || key === "namespace")
            : fixed.filter((path) => !sameContent(at(oldInputs, path), at(news, path)));
    return {
        changed,
        replaces,
        deleteBeforeReplace: replaces.length > 0 && !replaces.some((path) => IDENTITY.includes(path)),
    };
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

/** What stands at `spec.template.spec`, undefined where nothing does. */
export function at(value: unknown, path: string): unknown {
    return path.split(".").reduce((inner: unknown, key) => (isMap(inner) ? inner[key] : undefined), value);
}
