/** The workflows of GitHub: what actionlint does not know. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

const ROOT = path.join(__dirname, "../..");
const FOLDER = path.join(ROOT, ".github", "workflows");
const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), "utf8");

interface Step {
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, string | boolean>>;
}

interface Job {
    readonly "timeout-minutes"?: number;
    readonly permissions?: Readonly<Record<string, string>>;
    readonly steps: readonly Step[];
}

interface Workflow {
    readonly permissions?: Readonly<Record<string, string>>;
    readonly jobs: Readonly<Record<string, Job>>;
}

interface ImageRow {
    readonly image: string;
    readonly folder: string;
    readonly target?: string;
    readonly upstream?: string;
    readonly commit?: string;
}

const names = fs.readdirSync(FOLDER).sort();
const workflows = names.map((name) => [name, parse(read(`.github/workflows/${name}`)) as Workflow] as const);
const jobs = workflows.flatMap(([name, { jobs }]) =>
    Object.entries(jobs).map(([job, it]) => [`${name} ${job}`, it] as const),
);
const steps = jobs.flatMap(([name, { steps }]) => steps.map((step) => [name, step] as const));

describe("the workflows", () => {
    it("are those that docs/guides/deploy-by-github.md explains", () => {
        assert.deepEqual(names, ["check.yml", "deploy.yml", "drift.yml", "images.yml", "preview.yml"]);
        const guide = read("docs/guides/deploy-by-github.md");
        for (const name of names) assert.ok(guide.includes(`\`${name}\``), name);
    });

    it("use actions by commit, with the release beside it", () => {
        const uses = names.flatMap((name) => read(`.github/workflows/${name}`).match(/uses: .*/g) ?? []);
        assert.ok(uses.length > 10);
        for (const line of uses) assert.match(line, /^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });

    it("may read the repository, ask for a token of AWS where they use one, and write where they open a pull request", () => {
        for (const [name, { permissions }] of workflows) assert.deepEqual(permissions, { contents: "read" }, name);
        for (const [name, { permissions, steps }] of jobs) {
            const aws = steps.some(({ uses }) => uses?.startsWith("aws-actions/configure-aws-credentials@"));
            const proposes = steps.some(({ run }) => run?.includes("scripts/images/pull-request.sh"));
            const wanted = {
                ...(aws && { contents: "read", "id-token": "write" }),
                ...(proposes && { contents: "write", "pull-requests": "write" }),
            };
            assert.deepEqual(permissions, aws || proposes ? wanted : undefined, name);
        }
    });

    it("give up after a while, and leave no token of GitHub in the checkout", () => {
        for (const [name, job] of jobs) assert.ok((job["timeout-minutes"] ?? 0) > 0, name);
        for (const [name, { uses, with: parameters }] of steps)
            if (uses?.startsWith("actions/checkout@")) assert.equal(parameters?.["persist-credentials"], false, name);
    });

    it("never paste what somebody wrote into a shell, and have no long-lived key", () => {
        for (const [name, { run }] of steps) assert.ok(!(run ?? "").includes("${{"), name);
        for (const name of names) assert.doesNotMatch(read(`.github/workflows/${name}`), /secrets\.|aws-access-key-id/);
    });

    it("install the Pulumi CLI of the SDK's version", () => {
        const { dependencies } = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };
        const versions = steps.flatMap(([, { with: parameters }]) => parameters?.["pulumi-version"] ?? []);
        assert.deepEqual([...new Set(versions)], [dependencies["@pulumi/pulumi"]]);
    });

    it("build an image for every repository that bootstrap makes, from stages and files that exist", () => {
        const images = JSON.parse(read("images/images.json")) as readonly ImageRow[];
        const [, repositories = ""] =
            /\n {2}Repositories:[^]*?Default: >-\n\s+(\S+)/.exec(read("bootstrap/account.yaml")) ?? [];
        // No upstream code: these three run the stand-in.
        const without = ["myriad/graphdb", "myriad/input-processor", "myriad/output-processor"];
        assert.deepEqual([...images.map(({ image }) => image), ...without].sort(), repositories.split(",").sort());
        for (const { image, folder, target, upstream, commit } of images) {
            const dockerfile = read(`${folder}/Dockerfile`);
            if (target !== undefined) assert.match(dockerfile, new RegExp(`^FROM \\S+ AS ${target}$`, "m"), image);
            if (upstream !== undefined) assert.match(commit ?? "", /^[0-9a-f]{40}$/, image);
        }
    });
});
