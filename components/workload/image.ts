/** Images by repository and digest. No document's `latest` gets in, and what production runs cannot change under it. */

export interface Image {
    /** Registry and path: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/akosha`. */
    readonly repository: string;
    /** For people, and for the label app.kubernetes.io/version; the digest decides where both are given. */
    readonly tag?: string;
    /** `sha256:` and 64 hexadecimal digits. */
    readonly digest?: string;
}

/** `digest`: every image names one (production). `tag`: a fixed tag is enough. */
export type ImageRule = "digest" | "tag";

const REPOSITORY = /^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/;
// OCI distribution specification, "Pulling manifests".
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** Tags that move: the same manifest would run something else tomorrow. */
export const MOVING_TAGS = ["latest", "main", "master", "stable", "edge", "nightly", "dev"] as const;
const MOVING: ReadonlySet<string> = new Set(MOVING_TAGS);
const LABEL = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

/** Reads `repository[:tag][@sha256:...]`. */
export function image(reference: string): Image {
    const [named = "", digest] = reference.split("@");
    // A colon before the last slash belongs to the registry's port.
    const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
    const repository = colon === -1 ? named : named.slice(0, colon);
    const tag = colon === -1 ? undefined : named.slice(colon + 1);
    const read: Image = { repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
    const problems = imageProblems(read, "tag");
    if (problems.length > 0) throw new Error(problems.join("\n"));
    return read;
}

/** As a container names it. */
export function imageReference({ repository, tag, digest }: Image): string {
    return `${repository}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}

export function imageProblems(one: Image, rule: ImageRule): string[] {
    const { repository, tag, digest } = one;
    const reference = imageReference(one);
    const problems: string[] = [];
    if (!REPOSITORY.test(repository))
        problems.push(`image ${reference} does not name its registry: write registry/path, in lower case`);
    if (tag !== undefined && !TAG.test(tag)) problems.push(`image ${reference} has a tag that no registry accepts`);
    if (tag !== undefined && MOVING.has(tag))
        problems.push(`image ${reference} uses a tag that moves: write a version and its digest`);
    if (digest !== undefined && !DIGEST.test(digest))
        problems.push(`image ${reference} has a digest that is none: write sha256: and 64 hexadecimal digits`);
    if (digest === undefined && tag === undefined)
        problems.push(`image ${reference} means latest: write a version, or better a digest`);
    if (digest === undefined && rule === "digest")
        problems.push(`image ${reference} names no digest: this environment runs nothing that could change under it`);
    return problems;
}

/** Value of app.kubernetes.io/version: the tag, or the beginning of the digest. */
export function imageVersion({ tag, digest }: Image): string {
    if (tag !== undefined && LABEL.test(tag)) return tag;
    return digest === undefined ? "unknown" : digest.slice("sha256:".length, "sha256:".length + 12);
}
