import type { Findings } from "../rehearsal";

/** Each touched resource must be named with what became of it, nothing else, and the exit status must say so. */
export function reportsDrift(
    run: { readonly status: number; readonly text: string },
    touched: Readonly<Record<string, "changed" | "gone">>,
): Findings {
    const reported = new Map(
        [...run.text.matchAll(/^ {2}(changed|gone) +(\S+) \(/gm)].map(([, what = "", name = ""]) => [name, what]),
    );
    return [
        ...(run.status === 1 ? [] : [`ended with status ${String(run.status)}, although something has drifted`]),
        ...Object.entries(touched)
            .filter(([name, what]) => reported.get(name) !== what)
            .map(([name, what]) => `${name} is ${what}, and the report says ${reported.get(name) ?? "nothing of it"}`),
        ...[...reported.keys()]
            .filter((name) => !(name in touched))
            .map((name) => `${name} is reported, and nobody touched it`),
    ];
}
