/** The default of a key, per profile: what the layers say when the stack file says nothing. */
import { layersOf } from "./layers";
import { at, merge } from "./tree";

export interface Defaults {
    readonly economy: unknown;
    readonly highlyAvailable: unknown;
}

const settingsOf = (profile: string) =>
    merge(
        ...layersOf({ profile }, "")
            .slice(0, -1)
            .map(({ tree }) => tree),
    );

/** Undefined where there is none: required and optional keys. */
export function defaultOf(path: string): Defaults {
    const keys = path.split(".");
    if (path === "profile") return { economy: "economy", highlyAvailable: "economy" };
    return { economy: at(settingsOf("economy"), keys), highlyAvailable: at(settingsOf("highlyAvailable"), keys) };
}
