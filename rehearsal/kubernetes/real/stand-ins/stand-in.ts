import { mapOf } from "../../inputs";
import { ApiError, type Json, type Live } from "../api";
import type { Cluster } from "../cluster";
import { objectPath, placeIn, type Kind } from "../kinds";

/** What a chart's controller does to the objects of one kind, as far as a deployment sees it. Called for each sight of each object. */
export interface Reaction {
    readonly apiVersion: string;
    readonly kind: string;
    react(live: Live, object: Handle): Promise<void>;
}

/** The object that is reacted to. */
export interface Handle {
    readonly cluster: Cluster;
    /** Merges into the object itself. */
    change(patch: Json): Promise<void>;
    /** Merges into its status, where the kind has one of its own. */
    report(status: Json): Promise<void>;
}

/** Field manager of everything that a stand-in makes, so that nobody takes it for Pulumi's. */
export const STAND_IN = "mindcloud-stand-in";

export function handleOf(cluster: Cluster, kind: Kind, live: Live): Handle {
    const path = objectPath(kind, placeIn(kind, live));
    return {
        cluster,
        change: async (patch) => {
            await gently(() => cluster.api.merge(path, patch));
        },
        report: async (status) => {
            if (!(await gently(() => cluster.api.merge(`${path}/status`, { status }))))
                await gently(() => cluster.api.merge(path, { status }));
        },
    };
}

/** False when it is not there; objects go while controllers look at them. */
async function gently(work: () => Promise<unknown>): Promise<boolean> {
    try {
        await work();
        return true;
    } catch (error) {
        if (error instanceof ApiError && error.status === 404) return false;
        throw error;
    }
}

/** A list of conditions with this one, as controllers write it. Undefined when it is there already. */
export function withCondition(
    live: Live,
    type: string,
    isTrue: boolean,
    reason: string,
    message: string,
): Json | undefined {
    const { conditions } = mapOf(live.status);
    const before = (Array.isArray(conditions) ? conditions : []).map(mapOf);
    const status = isTrue ? "True" : "False";
    if (before.some((other) => other.type === type && other.status === status && other.message === message))
        return undefined;
    const condition = { type, status, reason, message, lastTransitionTime: new Date().toISOString() };
    return { conditions: [...before.filter((other) => other.type !== type), condition] };
}

/** So that what a controller makes goes with the object that it was made for. */
export function ownedBy({ metadata }: Live, apiVersion: string, kind: string): Json {
    const { name, uid } = metadata;
    return { ownerReferences: [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }] };
}
