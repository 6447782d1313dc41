/**
 * What is too long for every run takes turns: one of the steps each time, by the number of commits, so that the next commit brings the
 * next one. `FULL=1` runs them all, which .github/workflows/check.yml does once a week; `TURN=<name>` names the one to run.
 */
import { spawnSync } from "node:child_process";

export interface Chosen<T> {
    readonly now: readonly T[];
    readonly later: readonly T[];
}

export function chosen<T extends { readonly name: string }>(
    steps: readonly T[],
    env: Readonly<Record<string, string | undefined>>,
    commits: () => number,
    /** Longer still: never by itself, only with FULL=1 or by its name. */
    whenFull: readonly T[] = [],
): Chosen<T> {
    const all = [...steps, ...whenFull];
    if (env.FULL !== undefined && env.FULL !== "") return { now: all, later: [] };
    // Of a part without any, it names one of another part: `.ci/run` runs them all.
    const named = env.TURN === undefined || env.TURN === "" || all.length === 0 ? undefined : env.TURN;
    if (named !== undefined && !all.some(({ name }) => name === named))
        throw new RangeError(`TURN=${named} is none of ${all.map(({ name }) => name).join(", ")}`);
    const turn = steps.length === 0 ? -1 : commits() % steps.length;
    const isNow = (step: T, index: number): boolean => (named === undefined ? index === turn : step.name === named);
    return { now: all.filter(isNow), later: all.filter((step, index) => !isNow(step, index)) };
}

/** So many of a list, others with the next commit, and all of them with `FULL=1`. */
export function someOf<T>(
    list: readonly T[],
    many: number,
    env: Readonly<Record<string, string | undefined>> = process.env,
    commits = commitsSoFar,
): readonly T[] {
    if ((env.FULL !== undefined && env.FULL !== "") || list.length <= many) return list;
    const first = (commits() * many) % list.length;
    return [...list.slice(first), ...list.slice(0, first)].slice(0, many);
}

/** 0 where there is no git, or no history as in a shallow clone: then always the same one, and `FULL=1` once a week. */
export function commitsSoFar(): number {
    const { stdout } = spawnSync("git", ["rev-list", "--count", "HEAD"], { encoding: "utf8" });
    const count = Number(stdout);
    return Number.isInteger(count) ? count : 0;
}
