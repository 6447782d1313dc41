/** The default of a key, per profile: what the layers say when the stack file says nothing. */
import { layersOf } from "./layers";
import { at, merge, type Tree } from "./tree";

export interface Defaults {
    readonly economy: unknown;
    readonly highlyAvailable: unknown;
}

const settingsOf = (profile: string): Tree =>
    merge(
        ...layersOf({ profile }, "")
            .slice(0, -1)
            .map(({ tree }) => tree),
    );

const SETTINGS = { economy: settingsOf("economy"), highlyAvailable: settingsOf("highlyAvailable") } as const;

/** Undefined where there is none: required and optional keys. */
export function defaultOf(path: string): Defaults {
    const keys = path.split(".");
    if (path === "profile") return { economy: "economy", highlyAvailable: "economy" };
    return { economy: at(SETTINGS.economy, keys), highlyAvailable: at(SETTINGS.highlyAvailable, keys) };
}
