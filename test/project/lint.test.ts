import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { ESLint, type Linter } from "eslint";
import tseslint from "typescript-eslint";

const root = path.resolve(__dirname, "../..");

/** A small project of empty files, so that these tests hold whatever the real folders look like today. */
const house = path.join(root, ".cache/test/house");
const rooms = [
    ...["index.ts", "program.ts", "config/versions.ts", "plan/graph.ts", "policy/rules.ts", "rehearsal/cli.ts"],
    ...["components/tags.ts", "components/aws/network.ts", "components/workload/workload.ts"],
    ...["components/systems/akosha/schema.ts", "components/systems/memstack/schema.ts"],
];

/** The project's own configuration less the rules that need types: those cost 8 s, and typescript-eslint tests them. */
const eslint = new ESLint({
    cwd: house,
    overrideConfigFile: path.join(root, "eslint.config.mjs"),
    overrideConfig: [
        {
            files: ["**/*.ts"],
            ...(tseslint.configs.disableTypeChecked as Linter.Config),
            languageOptions: { parserOptions: { project: false, projectService: false } },
            settings: { "boundaries/root-path": house },
        },
    ],
});

before(() => {
    for (const room of rooms) {
        const file = path.join(house, room);
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, "export {};\n");
    }
});

async function rulesBroken(file: string, code: string): Promise<readonly string[]> {
    const results = await eslint.lintText(code, { filePath: path.join(house, file) });
    const messages = results.flatMap((result) => result.messages);
    const fatal = messages.filter((message) => message.fatal === true);
    assert.deepEqual(fatal, [], `${file} was not linted at all`);
    return messages.map((message) => message.ruleId ?? message.message);
}

const arrow = "boundaries/dependencies";

describe("the arrows between folders", () => {
    const forbidden: readonly (readonly [file: string, code: string])[] = [
        ["config/load.ts", `import { tagsFor } from "../components/tags"; tagsFor("x");`],
        ["config/load.ts", `import type { Graph } from "../plan/graph"; export type G = Graph;`],
        ["config/load.ts", `import { s3 } from "@pulumi/aws"; new s3.Bucket("x");`],
        ["config/load.ts", `export * from "../program";`],
        ["components/systems/akosha/schema.ts", `export { MINORS } from "../../../config/versions";`],
        ["components/systems/akosha/schema.ts", `export * as pulumi from "@pulumi/pulumi";`],
        ["components/systems/akosha/schema.ts", `export * as fs from "node:fs";`],
        ["components/systems/akosha/system.ts", `export * from "../../aws/network";`],
        ["components/systems/akosha/system.ts", `export * from "../memstack/schema";`],
        ["components/systems/akosha/parts/store.ts", `export * from "../../../aws/network";`],
        ["components/aws/new.ts", `export * from "../../plan/graph";`],
        ["components/aws/new.ts", `export * from "../../rehearsal/cli";`],
        ["components/aws/new.ts", `export * from "../../program";`],
        ["components/aws/new.ts", `export * as fs from "node:fs";`],
        ["components/workload/new.ts", `export const graph = await import("../../plan/graph");`],
        ["plan/new.ts", `export * from "../rehearsal/cli";`],
        ["plan/new.ts", `export * from "../components/tags";`],
        ["policy/new.ts", `export * from "../rehearsal/cli";`],
        ["program.ts", `export * from "./plan/graph";`],
        ["rehearsal/new.ts", `export * from "../components/tags";`],
        ["rehearsal/new.ts", `export * from "../index";`],
        ["test/new.ts", `export * from "../index";`],
    ];
    for (const [file, code] of forbidden)
        it(`${file} may not say ${code}`, async () => {
            assert.ok((await rulesBroken(file, code)).includes(arrow));
        });

    const allowed: readonly (readonly [file: string, code: string])[] = [
        ["config/new.ts", `export * from "../components/systems/akosha/schema";\nexport * from "zod";`],
        ["components/systems/akosha/system.ts", `export * from "./schema";\nexport * from "@pulumi/pulumi";`],
        ["components/aws/new.ts", `export * from "../tags";\nexport * from "../../config/versions";`],
        ["plan/new.ts", `export * from "../program";\nexport * as fs from "node:fs/promises";`],
        ["rehearsal/new.ts", `export * from "../plan/graph";`],
    ];
    for (const [file, code] of allowed)
        it(`${file} may say ${code.replaceAll("\n", " ")}`, async () => {
            assert.deepEqual(await rulesBroken(file, code), []);
        });

    it("ask a new folder where it stands", async () => {
        assert.deepEqual(await rulesBroken("helpers/new.ts", "export const one = 1;"), ["boundaries/no-unknown-files"]);
    });
});

describe("the laws of the code", () => {
    const syntax = "no-restricted-syntax";
    const imports = "no-restricted-imports";
    const broken: readonly (readonly [rule: string, what: string, code: string])[] = [
        [syntax, "the environment of the process", `export const region = process.env.AWS_REGION;`],
        [syntax, "the process by another name", `export const { env } = process;`],
        [syntax, "Pulumi's configuration", `new pulumi.Config("mindcloud").require("x");`],
        [syntax, "the name of the stack", `export const stack = pulumi.getStack();`],
        [syntax, "the clock", `export const now = Date.now();`],
        [syntax, "the date of today", `export const today = new Date();`],
        [syntax, "chance", `export const lot = Math.random();`],
        [syntax, "a resource made in apply", `vpc.id.apply((id) => new aws.ec2.Subnet("x", { vpcId: id }));`],
        [syntax, "a component made in apply", `vpc.id.apply((id) => { return new Network("x", { id }); });`],
        [syntax, "a look-up", `export const zones = aws.getAvailabilityZonesOutput({});`],
        [syntax, "a look-up of a module", `export const ami = aws.ec2.getAmi({});`],
        [syntax, "a resource that is read", `export const bucket = aws.s3.Bucket.get("x", "y");`],
        [syntax, "an invoke", `pulumi.runtime.invoke("aws:index/getRegion:getRegion", {});`],
        [syntax, "another stack", `new pulumi.StackReference("x");`],
        [syntax, "an imported look-up", `import { getAmi } from "@pulumi/aws/ec2"; getAmi();`],
        [syntax, "a look-up of an imported module", `import * as ec2 from "@pulumi/aws/ec2"; ec2.getAmi();`],
        [imports, "the process as a module", `import process from "node:process"; process.exit();`],
    ];
    for (const [rule, what, code] of broken)
        for (const file of ["components/aws/new.ts", "program.ts"])
            it(`${file} may not use ${what}`, async () => {
                assert.ok((await rulesBroken(file, code)).includes(rule));
            });

    it("let a module of the provider be imported whole", async () => {
        const code = `import * as iam from "@pulumi/aws/iam"; export const role = iam.Role;`;
        assert.deepEqual(await rulesBroken("components/aws/new.ts", code), []);
    });

    it("let apply compute with plain objects", async () => {
        const code = `export const hosts = url.apply((text) => new URL(text).host);`;
        assert.ok(!(await rulesBroken("components/aws/new.ts", code)).includes(syntax));
    });

    it("let Pulumi's configuration be read by the loader only", async () => {
        const code = `new pulumi.Config("mindcloud").require("x");`;
        assert.ok(!(await rulesBroken("config/load.ts", code)).includes(syntax));
        assert.ok((await rulesBroken("config/checks/new.ts", code)).includes(syntax));
    });

    it("refuse any, non-null assertions and files over 300 lines", async () => {
        const code = `export const a: any = 1;\nexport const b = a!;\n${"// line\n".repeat(300)}`;
        const rules = await rulesBroken("components/aws/new.ts", code);
        for (const rule of ["no-explicit-any", "no-non-null-assertion"])
            assert.ok(rules.includes(`@typescript-eslint/${rule}`), rule);
        assert.ok(rules.includes("max-lines"));
    });

    it("refuse deprecated arguments and unawaited promises, by rules that know types", async () => {
        const real = new ESLint({ cwd: root });
        const config = (await real.calculateConfigForFile("components/aws/new.ts")) as Linter.Config;
        for (const rule of ["no-deprecated", "no-floating-promises", "no-unsafe-argument"])
            assert.deepEqual([config.rules?.[`@typescript-eslint/${rule}`]].flat(2)[0], 2, rule);
    });
});
