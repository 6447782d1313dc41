/** Two states of one stack, and what lies between them. */
import assert from "node:assert/strict";
import { stringify } from "yaml";
import { load } from "../../config/load";
import { formatProblems } from "../../config/problems";
import { readStackText } from "../../config/stack-file";
import { transitionProblems, type TransitionProblem } from "../../config/transition";
import type { Environment } from "../../config/environment";
import { overlay } from "./bad-inputs";

const BASE = `
data: disposable
profile: highlyAvailable
monitoring: { logs: { enabled: false }, cloudWatch: false }
systems:
    akosha: { enabled: true, size: dev }
    memstack: { enabled: true }
    simpleCli: { enabled: true, size: dev, companies: { acme: {}, globex: {} } }
`;

export function environment(...says: readonly string[]): Environment {
    const file = "Pulumi.test.yaml";
    const config = says.reduce<Record<string, unknown>>((below, text) => deep(below, overlay(text)), overlay(BASE));
    const { input, problems } = readStackText(stringify({ config }, { version: "1.1" }), file);
    assert.ok(input !== undefined);
    const loaded = load(input, problems);
    if (!loaded.ok) assert.fail(formatProblems(file, loaded.problems));
    return loaded.environment;
}

type Tree = Record<string, unknown>;
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

function deep(below: Tree, above: Tree): Tree {
    return Object.fromEntries(
        [...new Set([...Object.keys(below), ...Object.keys(above)])].flatMap((key) => {
            const [old, now] = [below[key], above[key]];
            if (now === null) return [];
            return [[key, isTree(old) && isTree(now) ? deep(old, now) : (now ?? old)]];
        }),
    );
}

export const between = (from: string, to: string): readonly TransitionProblem[] =>
    transitionProblems({ from: environment(from), to: environment(to) });

/** What it refuses, and what a person would do, in order. */
export const said = (problems: readonly TransitionProblem[]): readonly string[] =>
    problems.map(({ path, note = "", steps }) => `${path} ${note}: ${steps.map(({ does }) => does).join(", ")}`);
