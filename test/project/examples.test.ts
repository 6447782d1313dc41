/** Stack files that README and guides show are stack files: each is read, and the README's are planned. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { load } from "../../config/load";
import { readStackText } from "../../config/stack-file";
import { merge, type Tree } from "../../config/tree";
import { stringify } from "yaml";
import { fallsShort, planOf } from "../../plan/plan";
import { deploy } from "../../program";
import { TODAY } from "../support/recordings";

const ROOT = path.join(__dirname, "../..");
const PAGES = ["README.md", ...readdirSync(path.join(ROOT, "docs/guides")).map((name) => `docs/guides/${name}`)];

interface Example {
    readonly where: string;
    readonly text: string;
}

const examples: readonly Example[] = PAGES.flatMap((page) => {
    const text = readFileSync(path.join(ROOT, page), "utf8");
    return [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)]
        .filter(([, body = ""]) => /^\s*(config|mindcloud:\w+):/m.test(body))
        .map((match) => ({
            where: `${page}:${String(text.slice(0, match.index).split("\n").length)}`,
            text: match[1] ?? "",
        }));
});

/** What an example leaves to its reader is written as `...`. */
const isOpen = ({ text }: Example): boolean => text.includes("...");

const BASE: Tree = {
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

/** With what it does not say, as its reader would have it. */
function settingsOf({ text }: Example): Tree {
    const said = parse(text.replace(/^ {4}/gm, (indent) => (text.startsWith("    ") ? "" : indent))) as Tree;
    const own = (said.config ?? said) as Tree;
    const sized = JSON.stringify(own).includes("agents")
        ? { "mindcloud:profile": "highlyAvailable", "mindcloud:budget": { monthlyUsd: 20000 } }
        : {};
    return merge(merge(BASE, sized), own);
}

function loaded(example: Example) {
    const { input, problems } = readStackText(stringify({ config: settingsOf(example) }), "Pulumi.example.yaml");
    return input === undefined ? { ok: false as const, problems } : load(input, problems);
}

describe("stack files that README and guides show", () => {
    it("are there, and few of them leave something open", () => {
        assert.ok(examples.length >= 8, String(examples.length));
        assert.ok(
            examples.filter(isOpen).length <= 3,
            examples
                .filter(isOpen)
                .map(({ where }) => where)
                .join(),
        );
        assert.deepEqual(
            examples.filter((one) => isOpen(one) && one.where.startsWith("README")),
            [],
        );
    });

    for (const example of examples.filter((one) => !isOpen(one)))
        it(`${example.where} is read without a problem`, () => {
            const result = loaded(example);
            assert.deepEqual(result.ok ? [] : result.problems.map(({ path: key, rule }) => `${key} ${rule}`), []);
        });

    for (const example of examples.filter(({ where }) => where.startsWith("README")))
        it(`${example.where} is planned: no rule finds anything, it fits and is within its budget`, async () => {
            const result = loaded(example);
            assert.ok(result.ok);
            const plan = await planOf(deploy, result.environment, result.secrets, TODAY);
            assert.deepEqual(plan.policy.findings, []);
            assert.equal(fallsShort(plan), false);
        });
});
