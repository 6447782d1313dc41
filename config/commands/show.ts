/** `npm run config`: the complete effective configuration, and where each value came from. Of a secret it tells only whether there is one. */
import { SHADOWS } from "../checks/existing";
import { grouped } from "../grouped";
import { basename } from "node:path";
import type { Answer, ShowOptions } from "./arguments";
import type { Environment, PeopleSecrets } from "../environment";
import { jsonSchema, keyPaths } from "../json-schema";
import type { Loaded, Provenance } from "../load";
import { annotations, formatProblems, problemsAsJson, type Problem } from "../problems";
import { setSecretCommand } from "../secrets";
import { loadStackFile } from "../stack-file";
import { at, leaves, type Tree } from "../tree";

export interface Row {
    readonly key: string;
    /** Undefined: an optional key that nobody set. */
    readonly value: unknown;
    readonly source: string;
}

export interface SecretRow {
    readonly key: string;
    readonly state: "present" | "missing";
    /** Systems that ask for it. */
    readonly neededBy: readonly string[];
}

export function show({ file, stack, note, format }: ShowOptions): Answer {
    const loaded = loadStackFile(file, stack);
    const notes = note === undefined ? {} : { note };
    if (!loaded.ok) return { status: 2, ...notes, ...refusal(file, loaded.problems, format) };
    if (format === "github") return { status: 0, ...notes, text: "" };
    return { status: 0, ...notes, text: format === "json" ? asJson(loaded) : asText(loaded) };
}

function refusal(file: string, problems: readonly Problem[], format: ShowOptions["format"]): Omit<Answer, "status"> {
    const text = formatProblems(basename(file), problems);
    if (format === "json") return { text, machine: problemsAsJson(file, problems) };
    return format === "github" ? { text, machine: `${annotations(basename(file), problems)}\n` } : { text };
}

type Good = Extract<Loaded, { ok: true }>;

/** Every setting in the order of the schema; free keys (node groups, tags) in the alphabet. */
export function rowsOf({ environment, provenance }: Good): Row[] {
    const { project: _p, stack: _s, region, partition: _a, zoneNames, needs: _n, idle: _i, ...settings } = environment;
    const tree = settings as unknown as Tree;
    const known = keyPaths(jsonSchema());
    const unset = known.filter((path) => at(tree, path.split(".")) === undefined && hasParent(tree, path));
    const isSection = (key: string) => known.some((path) => path.startsWith(`${key}.`));
    const filled = leaves(tree).filter(([key]) => !isSection(key));
    const said = filled.map(([key, value]) => ({ key, value, source: sourceOf(key, provenance) }));
    const blank = unset.map((key) =>
        key === "network.zoneNames"
            ? { key, value: zoneNames, source: `region ${region}` }
            : { key, value: undefined, source: "not set" },
    );
    const idle = SHADOWS.filter(({ brought }) => at(tree, brought.split(".")) !== undefined);
    const unused = (key: string) =>
        idle.find(({ keys }) => keys.some((each) => key === each || key.startsWith(`${each}.`)))?.brought;
    const place = new Map(known.map((path, index) => [path, index]));
    const section = (key: string): number => {
        for (let path = key; path !== ""; path = path.slice(0, Math.max(0, path.lastIndexOf(".")))) {
            const index = place.get(path);
            if (index !== undefined) return index;
        }
        return -1;
    };
    const rows = [...said, ...blank].map((row) => {
        const brought = unused(row.key);
        return brought === undefined ? row : { ...row, value: undefined, source: `not used: ${brought} is` };
    });
    return rows.sort((a, b) => section(a.key) - section(b.key));
}

/** Below an optional section that nobody set, its keys need no rows of their own. */
function hasParent(tree: Tree, path: string): boolean {
    const parent = path.split(".").slice(0, -1);
    return parent.length === 0 || at(tree, parent) !== undefined;
}

function sourceOf(key: string, provenance: Provenance): string {
    for (let path = key; path !== ""; path = path.slice(0, Math.max(0, path.lastIndexOf(".")))) {
        const source = provenance.get(path);
        if (source !== undefined) return source;
    }
    return "default";
}

export function secretRows({ needs }: Environment, secrets: PeopleSecrets): SecretRow[] {
    const neededBy = (key: string) =>
        Object.entries(needs.systems).flatMap(([name, system]) => (system.peopleSecrets?.includes(key) ? [name] : []));
    const keys = [...new Set([...Object.keys(secrets), ...needs.peopleSecrets])].sort();
    return keys.map((key) => ({
        key,
        state: Object.hasOwn(secrets, key) ? "present" : "missing",
        neededBy: neededBy(key),
    }));
}

function asJson(loaded: Good): string {
    const { project, stack, region, partition } = loaded.environment;
    const settings = Object.fromEntries(
        rowsOf(loaded).map(({ key, value = null, source }) => [key, { value, source }]),
    );
    const secrets = Object.fromEntries(
        secretRows(loaded.environment, loaded.secrets).map(({ key, ...row }) => [key, row]),
    );
    return JSON.stringify({ project, stack, region, partition, settings, secrets }, undefined, 4);
}

const WIDEST = 56;

function asText(loaded: Good): string {
    const { environment, secrets } = loaded;
    const rows = rowsOf(loaded).map(({ key, value, source }) => ({ key, value: shown(value), source }));
    const keyWidth = Math.max(...rows.map(({ key }) => (key.length > WIDEST ? 0 : key.length)));
    const valueWidth = Math.max(...rows.map(({ value }) => (value.length > WIDEST ? 0 : value.length)));
    const line = ({ key, value, source }: (typeof rows)[number]) =>
        key.length > WIDEST
            ? [`  ${key}`, `  ${"".padEnd(keyWidth)}  ${value.padEnd(valueWidth)}  ${source}`]
            : [`  ${key.padEnd(keyWidth)}  ${value.padEnd(valueWidth)}  ${source}`];
    const sections = grouped(rows, ({ key }) => (key.includes(".") ? (key.split(".")[0] ?? "") : ""));
    const missing = secretRows(environment, secrets).map(({ key, state, neededBy }) => {
        const who = neededBy.length === 0 ? "needed by no enabled system" : `needed by ${neededBy.join(", ")}`;
        const how =
            state === "missing" ? [`  ${"".padEnd(keyWidth)}  ${setSecretCommand(key, environment.stack)}`] : [];
        return [`  ${`secrets.${key}`.padEnd(keyWidth)}  ${state.padEnd(valueWidth)}  ${who}`, ...how].join("\n");
    });
    return [
        `${environment.project}  ${environment.stack}  ${environment.region}  ${environment.profile}`,
        ...[...sections.values()].map((section) => section.flatMap(line).join("\n")),
        ...(missing.length === 0 ? [] : [missing.join("\n")]),
    ].join("\n\n");
}

function shown(value: unknown): string {
    if (value === undefined) return "-";
    if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
    return typeof value === "string" && /^[a-zA-Z][\w.@/:+-]*$/.test(value) ? value : JSON.stringify(value);
}
