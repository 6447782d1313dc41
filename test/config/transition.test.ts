import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { transition } from "../../config/commands/transition";
import { formatProblems } from "../../config/problems";
import { loadStackFile } from "../../config/stack-file";
import { RULES, transitionProblems } from "../../config/transition";
import { refusalText } from "../../config/transition/deployed";
import { differenceOf } from "../../plan/diff/difference";
import { transitionOf, verdictOf } from "../../plan/diff/reading";
import { Graph } from "../../plan/graph";
import type { Environment } from "../../config/environment";
import { overlay } from "./bad-inputs";
import { between, environment, said } from "./transition-fixture";

describe("a change of a deployed environment", () => {
    const ANEW = "anew, byHand, byHand";

    for (const [what, from, to] of [
        ["the same file", "", ""],
        ["a profile", "profile: economy", "profile: highlyAvailable"],
        ["a larger volume", "systems: { akosha: { size: dev } }", "systems: { akosha: { size: pilot } }"],
        ["the next minor", 'cluster: { kubernetes: "1.35" }', 'cluster: { kubernetes: "1.36" }'],
        ["a newer engine", 'stores: { postgres: { version: "16" } }', 'stores: { postgres: { version: "18" } }'],
        ["protection on", "data: disposable", "data: keep"],
        ["protection off", "data: keep", "data: disposable"],
        ["another system", "systems: { memstack: { enabled: false } }", "systems: { memstack: { enabled: true } }"],
        ["a company less where data may go", "", "systems: { simpleCli: { companies: { globex: null } } }"],
        ["a node group's sizes", "nodeGroups: { general: { max: 20 } }", "nodeGroups: { general: { max: 9 } }"],
    ] as const)
        it(`goes in one step: ${what}`, () => {
            assert.deepEqual(said(between(from, to)), []);
        });

    for (const [what, from, to, expected] of [
        [
            "the VPC's block",
            "",
            "network: { cidr: 10.60.0.0/16 }",
            `network.cidr 10.20.0.0/16 -> 10.60.0.0/16: ${ANEW}`,
        ],
        ["the account", "", 'account: "210987654321"', `account 111122223333 -> 210987654321: ${ANEW}`],
        ["a zone less", "network: { zones: 3 }", "network: { zones: 2 }", "network.zones 3 -> 2: up"],
        [
            "another number of zones of the control plane",
            "",
            "cluster: { controlPlaneZones: 3 }",
            "cluster.controlPlaneZones 2 -> 3: up",
        ],
        [
            "a PostgreSQL major back",
            'stores: { postgres: { version: "18" } }',
            'stores: { postgres: { version: "17" } }',
            `stores.postgres.version 18 -> 17: ${ANEW}`,
        ],
        [
            "a Valkey major back",
            'stores: { redis: { version: "9" } }',
            'stores: { redis: { version: "8" } }',
            `stores.redis.version 9 -> 8: ${ANEW}`,
        ],
        [
            "a smaller database",
            "stores: { postgres: { storageGibibytes: 200, maxStorageGibibytes: 400 } }",
            "stores: { postgres: { storageGibibytes: 100, maxStorageGibibytes: 400 } }",
            "stores.postgres.storageGibibytes 200 -> 100: up",
        ],
        [
            "a smaller volume of a company",
            "systems: { simpleCli: { storage: { agentGibibytes: 20 } } }",
            "systems: { simpleCli: { storage: { agentGibibytes: 2 } } }",
            "systems.simpleCli.storage.agentGibibytes 20 -> 2: byHand, up, up",
        ],
        [
            "a company less where data is kept",
            "data: keep",
            "{ data: keep, systems: { simpleCli: { companies: { globex: null } } } }",
            "systems.simpleCli.companies.globex a company -> nothing: byHand, unprotect, up",
        ],
        [
            "gp3 to EFS where data is kept",
            "data: keep",
            "{ data: keep, systems: { simpleCli: { size: production } } }",
            "systems.simpleCli.size dev -> production: up, up, unprotect, up",
        ],
        [
            "a system less, and with it its database, where data is kept",
            "data: keep",
            "{ data: keep, systems: { memstack: { enabled: false } } }",
            "systems.memstack enabled -> nothing: byHand, up, up",
        ],
        [
            "a system less and protection off, in one step",
            "data: keep",
            "systems: { akosha: { enabled: false } }",
            "systems.akosha enabled -> nothing: byHand, up, up",
        ],
        [
            "other instance types where data is kept",
            "{ data: keep, nodeGroups: { general: { instanceTypes: [m7g.2xlarge] } } }",
            "{ data: keep, nodeGroups: { general: { instanceTypes: [m7g.4xlarge] } } }",
            'nodeGroups.general.instanceTypes ["m7g.2xlarge"] -> ["m7g.4xlarge"]: byHand, unprotect, up',
        ],
        [
            "the control plane back below its nodes",
            'cluster: { kubernetes: "1.36" }',
            'cluster: { kubernetes: "1.35" }',
            "cluster.kubernetes 1.36 -> 1.35: up, up",
        ],
    ] as const)
        it(`is refused with its steps: ${what}`, () => {
            assert.deepEqual(said(between(from, to)), [expected]);
        });

    it("goes back a minor in one step once the nodes are back", () => {
        const groups = Object.keys(environment().nodeGroups);
        const held = groups.map((name) => `${name}: { kubernetes: "1.35" }`).join(", ");
        const from = `{ cluster: { kubernetes: "1.36" }, nodeGroups: { ${held} } }`;
        assert.deepEqual(said(between(from, 'cluster: { kubernetes: "1.35" }')), []);
    });

    it("leads to pages that are there", () => {
        const problems = [
            ...between("", "network: { cidr: 10.60.0.0/16 }"),
            ...between("data: keep", "{ data: keep, systems: { memstack: { enabled: false } } }"),
            ...between("data: keep", "{ data: keep, systems: { simpleCli: { companies: { globex: null } } } }"),
            ...between("systems: { simpleCli: { storage: { agentGibibytes: 9 } } }", ""),
        ];
        const pages = problems.flatMap(({ fix }) => fix.match(/docs\/[\w./-]+\.md/g) ?? []);
        assert.ok(pages.length > 3);
        const absent = pages.filter((page) => !fs.existsSync(path.join(__dirname, "../..", page)));
        assert.deepEqual(absent, []);
    });

    it("takes a minor at a time, whatever lies between", () => {
        const [from, to] = [environment('cluster: { kubernetes: "1.35" }'), environment()];
        const far = { ...to, cluster: { ...to.cluster, kubernetes: "1.38" } } as unknown as Environment;
        const [problem] = transitionProblems({ from, to: far });
        assert.deepEqual(
            problem?.steps.map(({ say }) => say),
            [
                "up with the wanted file and cluster.kubernetes: 1.36",
                "up with the wanted file and cluster.kubernetes: 1.37",
                "up with the wanted file",
            ],
        );
    });

    it("is told in the form of a problem of a stack file", () => {
        const text = formatProblems("Pulumi.test.yaml", between("", "network: { cidr: 10.60.0.0/16 }"));
        assert.match(
            text,
            /^Pulumi\.test\.yaml: 1 problem\n\n {2}network\.cidr {2}10\.20\.0\.0\/16 -> 10\.60\.0\.0\/16 {2}is the block of a VPC/,
        );
        assert.match(text, /1\. write the wanted file as another stack/);
    });

    it("is refused by a pipeline's command and by make up with the same words, by what the stack itself told", () => {
        const [from, to] = [environment(), environment("network: { cidr: 10.60.0.0/16 }")];
        const told: unknown = JSON.parse(JSON.stringify(from));
        assert.match(refusalText("Pulumi.test.yaml", told, to) ?? "", /network\.cidr .*\n.*\n\nnothing was started/);
        assert.equal(refusalText("Pulumi.test.yaml", told, from), undefined);
        // Who follows the steps has taken the protection away, and must get through.
        const kept = JSON.parse(JSON.stringify(environment("data: keep"))) as unknown;
        const less = environment("{ data: keep, systems: { simpleCli: { companies: { globex: null } } } }");
        assert.equal(refusalText("Pulumi.test.yaml", kept, less), undefined);
        for (const nothing of [undefined, "text", {}, { account: "1" }])
            assert.equal(
                refusalText("Pulumi.test.yaml", nothing, to),
                undefined,
                "what cannot be read holds nobody up",
            );
    });

    it("is asked for by npm run transition: exit status 2 and the steps, or 0", () => {
        const directory = fs.mkdtempSync(path.join(os.tmpdir(), "transition-"));
        const [file, deployed] = [path.join(directory, "Pulumi.test.yaml"), path.join(directory, "deployed.json")];
        const ask = (told: unknown) => {
            fs.writeFileSync(deployed, JSON.stringify(told));
            return transition({ file, stack: "test", deployed });
        };
        try {
            fs.writeFileSync(file, stringify({ config: overlay("") }));
            const here = loadStackFile(file);
            assert.ok(here.ok);
            assert.equal(ask(here.environment).status, 0);
            const network = { ...here.environment.network, cidr: "10.60.0.0/16" };
            const { status, text } = ask({ ...here.environment, network });
            assert.equal(status, 2);
            assert.match(text, /network\.cidr {2}10\.60\.0\.0\/16 -> 10\.20\.0\.0\/16/);
            assert.deepEqual([ask("text").status, ask("text").note?.includes("not compared")], [0, true]);
            assert.equal(transition({ file, stack: "test", deployed: path.join(directory, "nothing") }).status, 2);
        } finally {
            fs.rmSync(directory, { recursive: true });
        }
    });

    it("moves the volumes of companies to another class of storage: copied, kept, then let go; and back again", () => {
        const dev = "systems: { simpleCli: { size: dev } }";
        const on = (size: string, replaced: string) =>
            `systems: { simpleCli: { size: ${size}, storage: { replaced: ${replaced} } } }`;
        const production = "systems: { simpleCli: { size: production } }";
        const refused = (from: string, to: string) => said(between(from, to));
        const MOVES = ["systems.simpleCli.size dev -> production: up, up, up"];
        assert.deepEqual(refused(dev, production), MOVES);
        assert.deepEqual(
            between(dev, production)[0]?.steps.map((step) => (step.does === "up" ? step.keys : undefined)),
            [{ "systems.simpleCli.storage.replaced": "copy" }, { "systems.simpleCli.storage.replaced": "keep" }, {}],
        );
        for (const [from, to] of [
            [dev, on("production", "copy")],
            [on("production", "copy"), on("production", "keep")],
            [on("production", "keep"), production],
            // Nobody has written since.
            [on("production", "copy"), dev],
            [on("production", "keep"), on("dev", "copy")],
        ] as const)
            assert.deepEqual(refused(from, to), [], `${from} -> ${to}`);
        assert.deepEqual(refused(dev, on("production", "keep")), ["systems.simpleCli.size dev -> production: up, up"]);
        // What was written into the copies is not in the old ones.
        assert.deepEqual(refused(on("production", "keep"), dev), [
            "systems.simpleCli.size production -> dev: up, up, up",
        ]);
        assert.deepEqual(refused(production, on("production", "copy")), [
            "systems.simpleCli.storage.replaced nothing -> copy: up",
        ]);
        // No company that was there before: nothing to move.
        assert.deepEqual(
            refused(
                dev,
                "systems: { simpleCli: { size: production, companies: { acme: null, globex: null, initech: {} } } }",
            ),
            [],
        );
        const kept = (text: string) => `{ data: keep, ${text} }`;
        assert.deepEqual(refused(kept(on("production", "keep")), kept(production)), [
            "systems.simpleCli.storage.replaced the volumes of the size before -> nothing: byHand, unprotect, up",
        ]);
    });

    it("is told by the difference too, which it makes a refused one", () => {
        const side = (of: Environment) => ({
            graph: new Graph([]),
            environment: of,
            secrets: {},
            encrypted: new Map<string, string>(),
        });
        const [from, to] = [
            environment('stores: { postgres: { version: "18" } }'),
            environment('stores: { postgres: { version: "17" } }'),
        ];
        const difference = differenceOf("test", side(from), side(to), { source: "a test" });
        assert.equal(verdictOf(difference, []), "refused");
        assert.equal(verdictOf(differenceOf("test", side(from), side(from), { source: "a test" }), []), "none");
        assert.deepEqual(
            transitionOf(difference).map(({ path }) => path),
            ["stores.postgres.version"],
        );
    });

    it("is written down, rule by rule, and each rule says where it is known from", () => {
        const page = fs.readFileSync(path.join(__dirname, "../../docs/changes.md"), "utf8");
        const section = page.slice(page.indexOf("## What one step cannot do"));
        for (const { id, source } of RULES) {
            assert.match(source, /^https:\/\//, id);
            // What follows the theme is the key; two themes are about many keys.
            const key = WRITTEN[id] ?? id.slice(id.indexOf(".") + 1);
            assert.ok(section.includes(key), `${id}: docs/changes.md does not name ${key}`);
        }
    });
});

const WRITTEN: Readonly<Record<string, string>> = {
    "versions.kubernetes": "cluster.kubernetes",
    "volumes.shrink": "shrinks no volume",
    "volumes.database": "stores.postgres.storageGibibytes",
    "kept.goes": "data: keep",
    "moves.size": "systems.simpleCli.storage.replaced",
    "kept.nodes": "instanceTypes",
};
