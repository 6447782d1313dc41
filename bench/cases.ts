import { spawnSync } from "node:child_process";
import { scripts } from "../package.json";
import { PROGRAM } from "../plan/diff/base/git";
import type { Bar } from "./table";

/** A command that people wait for, and how long they should have to. */
export interface Case {
    readonly name: string;
    readonly command: readonly string[];
    readonly bar: Bar;
    /** Default: what the command line says, or 5. */
    readonly runs?: number;
    /** Not counted, before the first run: fills caches that a second use finds filled. */
    readonly warmUp?: boolean;
}

const npm = (script: string, ...parameters: readonly string[]): readonly string[] => [
    "npm",
    "run",
    "--silent",
    script,
    "--",
    ...parameters,
];

/** docs/design.md, Decisions: production plans in 2.5 seconds and 300 MB on two cores. */
const PLAN = { seconds: 2.5, mebibytes: 300 };
const HUNDRED_COMPANIES = "test/environments/hundred-companies.yaml";
const THREE_HUNDRED_COMPANIES = "bench/three-hundred-companies.yaml";

/** The commit before the last one that changed the program: before it the program was another. */
function anotherProgram(): string {
    const { stdout } = spawnSync("git", ["rev-list", "-1", "HEAD", "--", ...PROGRAM], { encoding: "utf8" });
    return stdout.trim() === "" ? "HEAD~1" : `${stdout.trim()}~1`;
}

/** As `make diff STACK=prod` has it: without npm, and with the status of the difference itself. */
const diff = (base: string): readonly string[] => [...scripts.diff.split(" "), "--stack", "prod", "--base", base];

/** Nothing changed, and another program: two recordings. */
const differences = (): readonly Case[] => [
    {
        name: "diff prod, unchanged",
        command: diff("HEAD"),
        bar: { seconds: 4, mebibytes: 300 },
        warmUp: true,
    },
    {
        name: "diff prod",
        command: diff(anotherProgram()),
        bar: { seconds: 5, mebibytes: 300 },
        warmUp: true,
    },
];

/** Two recordings, and a page of at most 1.5 MB: tests hold its size. */
const REPORT: Case = {
    name: "report prod",
    command: npm("report", "--stack", "prod", "--out", ".cache/report/prod.html"),
    bar: { seconds: 4, mebibytes: 300 },
    warmUp: true,
};

/** A new measure is one more line. */
export function casesFor(stacks: readonly string[]): readonly Case[] {
    const plans = stacks.map((stack) => ({
        name: `plan ${stack}`,
        command: npm("plan", "--stack", stack),
        bar: PLAN,
        warmUp: true,
    }));
    const many = {
        name: "plan 100 companies",
        command: npm("plan", "--stack-file", HUNDRED_COMPANIES),
        bar: { seconds: 3 * PLAN.seconds, mebibytes: 3 * PLAN.mebibytes },
        runs: 3,
    };
    const most = {
        name: "plan 300 companies",
        command: npm("plan", "--stack-file", THREE_HUNDRED_COMPANIES),
        bar: { seconds: 20, mebibytes: 953 }, // 1 GB
        runs: 1,
    };
    return [...plans, many, most, ...differences(), REPORT];
}
