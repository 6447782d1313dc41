/**
 * The stack files and fragments of them that pages show. A fragment is laid on what its reader has: a file that the fence names behind
 * `yaml` (```yaml test/environments/complete.yaml), or else the smallest environment in which every system runs.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { load, type Loaded } from "../../config/load";
import { readStackText } from "../../config/stack-file";
import { isTree, merge, type Tree } from "../../config/tree";
import { blocksIn } from "../support/page";
import { stringify } from "yaml";

const ROOT = path.join(__dirname, "../..");
const FOLDERS = ["docs", "docs/guides", "docs/systems", "docs/runbooks", "docs/decisions", "images"];

/** Every page that people follow; docs/reference are made from the program. */
export const PAGES: readonly string[] = [
    "README.md",
    "CONTRIBUTING.md",
    ...FOLDERS.flatMap((folder) =>
        readdirSync(path.join(ROOT, folder))
            .filter((name) => name.endsWith(".md"))
            .map((name) => `${folder}/${name}`),
    ),
];

/** Pages whose fragments another test follows, because they only make sense one after the other or with what the page adds. */
const FOLLOWED: Readonly<Record<string, string>> = {
    "docs/add-a-system.md": "test/project/add-a-system.turn.ts",
    "docs/changes.md": "rehearsal/rehearse/promises.ts",
};

export interface Example {
    /** `docs/guides/access.md:5`. */
    readonly where: string;
    readonly text: string;
    /** The stack file on which it is laid. */
    readonly base?: string;
}

/** Of a page's text: what begins with `config:` or with a key of ours. A page of Kubernetes objects shows none. */
export function examplesIn(page: string, markdown: string): readonly Example[] {
    return blocksIn(markdown)
        .filter(({ language, text }) => /^ya?ml$/.test(language) && /^\s*(config|mindcloud:\w+):/m.test(text))
        .map(({ name, text, line }) => ({
            ...{ where: `${page}:${String(line)}`, text },
            ...(existsSync(path.join(ROOT, name)) && name !== "" && { base: name }),
        }));
}

export const EXAMPLES: readonly Example[] = PAGES.filter((page) => FOLLOWED[page] === undefined).flatMap((page) =>
    examplesIn(page, readFileSync(path.join(ROOT, page), "utf8")),
);

const SMALLEST: Tree = {
    "aws:region": "us-east-1",
    "mindcloud:account": "123456789012",
    "mindcloud:cluster": {
        access: { "arn:aws:iam::123456789012:role/deploy": "admin" },
        endpoint: { publicCidrs: ["203.0.113.0/24"] },
    },
    "mindcloud:budget": { monthlyUsd: 1500 },
    "mindcloud:alerts": { emails: ["platform@example.com"] },
    "mindcloud:systems": {
        akosha: { enabled: true },
        memstack: { enabled: true },
        myriad: { enabled: true },
        myriadPython: { enabled: true },
        simpleCli: { enabled: true, companies: { acme: {} } },
    },
};

/** A whole file (`config:` with a region) stands for itself. Who reads puts the own names in the place of PROJECT-STACK. */
export function loadedFrom({ text, base }: Example): Loaded {
    const said = treeOf(parse(text.replaceAll("PROJECT-STACK", "mindcloud-example")));
    const isWhole = isTree(said.config) && "aws:region" in said.config;
    const own = isTree(said.config) ? said.config : said;
    const under =
        base === undefined ? SMALLEST : treeOf(treeOf(parse(readFileSync(path.join(ROOT, base), "utf8"))).config);
    const config = isWhole ? own : merge(under, own);
    const { input, problems } = readStackText(stringify({ config }, { version: "1.1" }), "Pulumi.example.yaml");
    return input === undefined ? { ok: false, problems } : load(input, problems);
}

const treeOf = (value: unknown): Tree => (isTree(value) ? value : {});
