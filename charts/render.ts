/** Asks the program that has Helm's library (rehearsal/tools/helm) what charts make of values. */
import { spawn } from "node:child_process";
import type { Minor } from "../config/versions";
import { SERVED } from "./served";
import type { Release } from "./releases";
import type { Rendered } from "./rendered";

export interface ReleaseAnswer {
    readonly Key: string;
    readonly Error: string;
    readonly Lint: readonly string[] | null;
    readonly Objects: readonly Rendered[] | null;
    readonly CRDs: readonly Rendered[] | null;
    /** Values that the chart does not read, and values that it has anyway. */
    readonly Unread: readonly string[] | null;
    readonly Default: readonly string[] | null;
}

export interface ChartAnswer {
    readonly Name: string;
    readonly Version: string;
    readonly Digest: string;
    readonly Path: string;
    readonly Dependencies: Readonly<Record<string, string>>;
    readonly Absent: readonly string[] | null;
    readonly Error: string;
    readonly Releases: readonly ReleaseAnswer[] | null;
}

export interface Asked extends Release {
    readonly minor: Minor;
    /** Whether to try each of its values. */
    readonly effects: boolean;
}

export const keyOf = ({ environment, name }: Pick<Release, "environment" | "name">): string => `${environment} ${name}`;

/** `pack`: a folder where each chart is put as an archive, as its repository would have it. */
export async function render(
    program: string,
    folders: readonly string[],
    asked: readonly Asked[],
    pack = "",
): Promise<readonly ChartAnswer[]> {
    const charts = new Map<string, Asked[]>();
    for (const release of asked) charts.set(release.chart, [...(charts.get(release.chart) ?? []), release]);
    const request = {
        ...{ Folders: folders, Pack: pack },
        Charts: [...charts.values()].map((releases) => ({
            Name: releases[0]?.chart,
            Version: releases[0]?.version,
            Releases: releases.map((release) => ({
                ...{ Key: keyOf(release), Name: release.name, Namespace: release.namespace, Values: release.values },
                ...{ KubeVersion: `v${release.minor}.0`, APIVersions: SERVED, Effects: release.effects },
            })),
        })),
    };
    return JSON.parse(await answer(program, JSON.stringify(request))) as readonly ChartAnswer[];
}

function answer(program: string, input: string): Promise<string> {
    return new Promise((resolve, reject) => {
        const child = spawn(program, [], { stdio: ["pipe", "pipe", "inherit"] });
        const chunks: Buffer[] = [];
        child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
        child.on("error", reject).on("close", (code) => {
            if (code === 0) resolve(Buffer.concat(chunks).toString());
            else reject(new Error(`${program} ended with ${String(code)}`));
        });
        child.stdin.end(input);
    });
}
