/** Which version of what: the rules of docs/upgrade.md. */
import { SUPPORTED_NODES } from "../nodes";

const STABLE = /^v?(\d+)\.(\d+)\.(\d+)$/;

function compare(one: string, other: string): number {
    const parts = (version: string): readonly number[] => (STABLE.exec(version) ?? []).slice(1).map(Number);
    const [a, b] = [parts(one), parts(other)];
    return a.map((part, index) => part - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

export function newest(versions: readonly string[]): string | undefined {
    return versions
        .filter((version) => STABLE.test(version))
        .sort(compare)
        .at(-1);
}

/** Without the v that Go writes. */
export function newestCommon(npm: readonly string[], go: readonly string[]): string | undefined {
    const served = new Set(go.map((version) => version.replace(/^v/, "")));
    return newest(npm.filter((version) => served.has(version)));
}

/** Held back, each to a major version: `typescript` is what ts-node and typescript-eslint take, types are those of the oldest Node. */
const MAJORS: Readonly<Record<string, number>> = { typescript: 6, "@types/node": SUPPORTED_NODES[0] };

/** Not moved: ts-node is what `pulumi up` runs the program with, and has stood still. */
const STAYS = new Set(["ts-node"]);

export interface Wanted {
    readonly now: string;
    readonly version: string;
    /** What npm is asked for. */
    readonly install: string;
}

export function packageWanted(
    name: string,
    pinned: string,
    pulumi: string,
    versionsOf: (name: string) => readonly string[],
): Wanted | undefined {
    if (STAYS.has(name)) return undefined;
    const [, alias, now = ""] = /^(?:npm:(.+)@)?([^@]+)$/.exec(pinned) ?? [];
    const install = (version: string): string =>
        alias === undefined ? `${name}@${version}` : `${name}@npm:${alias}@${version}`;
    if (name === "@pulumi/pulumi") return { now, version: pulumi, install: install(pulumi) };
    const major = MAJORS[name];
    const fits = (version: string): boolean => major === undefined || version.startsWith(`${String(major)}.`);
    const version = newest(versionsOf(alias ?? name).filter(fits)) ?? now;
    // A tag of a registry may lag behind what is pinned; nothing moves back.
    return compare(version, now) < 0 ? undefined : { now, version, install: install(version) };
}
