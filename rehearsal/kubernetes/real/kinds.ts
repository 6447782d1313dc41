import { isMap } from "../../../plan/values";
import { ApiError, type Api, type Json } from "./api";

/** Where objects of one kind live. */
export interface Kind {
    readonly apiVersion: string;
    readonly kind: string;
    readonly plural: string;
    readonly namespaced: boolean;
    readonly listable: boolean;
}

export interface Place {
    readonly namespace?: string;
    readonly name: string;
}

/** What the API server says that it serves, asked once per group version. */
export class Kinds {
    readonly #api: Api;
    readonly #known = new Map<string, Promise<readonly Kind[]>>();

    constructor(api: Api) {
        this.#api = api;
    }

    /** Undefined when no such kind is served. Definitions may have come since the last look, so that is asked again each time. */
    async find(apiVersion: string, kind: string): Promise<Kind | undefined> {
        const found = (await this.#of(apiVersion)).find((other) => other.kind === kind);
        if (found !== undefined) return found;
        this.#known.delete(apiVersion);
        return (await this.#of(apiVersion)).find((other) => other.kind === kind);
    }

    /** Every kind of the preferred version of each group. */
    async all(): Promise<readonly Kind[]> {
        const { groups } = await this.#api.get("/apis");
        const versions = (Array.isArray(groups) ? groups : []).flatMap((group: unknown) => {
            const preferred = isMap(group) && isMap(group.preferredVersion) ? group.preferredVersion : {};
            return typeof preferred.groupVersion === "string" ? [preferred.groupVersion] : [];
        });
        return (await Promise.all(["v1", ...versions].map((version) => this.#of(version)))).flat();
    }

    #of(apiVersion: string): Promise<readonly Kind[]> {
        const known = this.#known.get(apiVersion) ?? this.#ask(apiVersion);
        this.#known.set(apiVersion, known);
        known.catch(() => this.#known.delete(apiVersion));
        return known;
    }

    async #ask(apiVersion: string): Promise<readonly Kind[]> {
        try {
            const { resources } = await this.#api.get(groupPath(apiVersion));
            return (Array.isArray(resources) ? resources : []).filter(isMap).flatMap((resource) => {
                const { name, kind, namespaced, verbs } = resource;
                if (typeof name !== "string" || typeof kind !== "string" || name.includes("/")) return []; // subresources
                const listable = Array.isArray(verbs) && verbs.includes("list");
                return [{ apiVersion, kind, plural: name, namespaced: namespaced === true, listable }];
            });
        } catch (error) {
            // 503: an aggregated API, such as metrics, whose server is not up.
            if (error instanceof ApiError && (error.status === 404 || error.status === 503)) return [];
            throw error;
        }
    }
}

/** All objects of a kind, or those of one namespace. */
export function collectionPath({ apiVersion, plural, namespaced }: Kind, namespace?: string): string {
    const inside = namespaced && namespace !== undefined ? `/namespaces/${namespace}` : "";
    return `${groupPath(apiVersion)}${inside}/${plural}`;
}

export function objectPath(kind: Kind, { namespace, name }: Place): string {
    return `${collectionPath(kind, namespace)}/${encodeURIComponent(name)}`;
}

/** What names no namespace is in `default`, where its kind has any. */
export function placeIn({ namespaced }: Kind, { metadata }: { readonly metadata: Json }): Place {
    const name = String(metadata.name);
    if (!namespaced) return { name };
    return { namespace: typeof metadata.namespace === "string" ? metadata.namespace : "default", name };
}

const groupPath = (apiVersion: string): string =>
    apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
