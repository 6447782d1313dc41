/** A create as the official provider asks for it: server-side apply with a manager of the resource's own, and with validation of fields. */
import type { Subject } from "../../provider/provider";

export interface Create extends Subject {
    readonly kind: string;
    /** Path of the object, and of its like. */
    readonly object: string;
    readonly collection: string;
}

/** Of the applies of pulumi-kubernetes, provider/pkg/await/await.go, only `Creation` validates fields. A preview is no create. */
export function takes(url: string): boolean {
    const query = new URL(url, "http://api").searchParams;
    return query.has("fieldValidation") && !query.has("dryRun") && (query.get("fieldManager") ?? "") !== "";
}

/** `name` is the object's own: nobody here knows the resource that it belongs to. */
export function createIn(url: string, manifest: string): Create {
    const { pathname } = new URL(url, "http://api");
    const [, group = "", version = ""] = /^\/apis\/([^/]+)\/([^/]+)\//.exec(pathname) ?? [];
    const kind = /^kind: (\S+)$/m.exec(manifest)?.[1] ?? "";
    const name = decodeURIComponent(pathname.slice(pathname.lastIndexOf("/") + 1));
    return {
        ...{ urn: "", type: `kubernetes:${group === "" ? "core/v1" : `${group}/${version}`}:${kind}`, name, kind },
        ...{ object: pathname, collection: pathname.slice(0, pathname.lastIndexOf("/")) },
    };
}
