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
    readonly with?: Readonly<Record<string, string | boolean | number>>;
    readonly env?: Readonly<Record<string, string>>;
}

interface Job {
    readonly "timeout-minutes"?: number;
    readonly permissions?: Readonly<Record<string, string>>;
    readonly environment?: string;
    readonly needs?: string;
    readonly uses?: string;
    readonly steps?: readonly Step[];
}

interface Workflow {
    readonly on: unknown;
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
const steps = jobs.flatMap(([name, { steps = [] }]) => steps.map((step) => [name, step] as const));

describe("the workflows", () => {
    it("are those that docs/guides/deploy-by-github.md explains", () => {
        assert.deepEqual(names, [
            ...[
                "ask-provider.yml",
                "check.yml",
                "comment.yml",
                "deploy-stack.yml",
                "deploy.yml",
                "drift.yml",
                "health.yml",
                "images.yml",
            ],
            "preview.yml",
        ]);
        const guide = read("docs/guides/deploy-by-github.md");
        for (const name of names) assert.ok(guide.includes(`\`${name}\``), name);
    });

    it("use actions by commit, with the release beside it", () => {
        const lines = names.flatMap((name) => read(`.github/workflows/${name}`).match(/uses: .*/g) ?? []);
        const uses = lines.filter((line) => !line.startsWith("uses: ./"));
        assert.ok(uses.length > 10);
        for (const line of uses) assert.match(line, /^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });

    it("may read the repository, and each job beyond that what its steps are for", () => {
        for (const [name, { permissions }] of workflows) assert.deepEqual(permissions, { contents: "read" }, name);
        for (const [name, { permissions, steps = [], uses }] of jobs) {
            const has = (word: string): boolean =>
                steps.some(({ run, uses: action }) => `${run ?? ""} ${action ?? ""}`.includes(word));
            const wanted = {
                ...(has("aws-actions/configure-aws-credentials@") && { contents: "read", "id-token": "write" }),
                ...(has("scripts/images/pull-request.sh") && { contents: "write", "pull-requests": "write" }),
                ...(has("review -- post") && { actions: "read", contents: "read", "pull-requests": "write" }),
                ...(has("git/refs/tags/deployed") && { contents: "write" }),
                // What its jobs may have at most.
                ...(uses !== undefined && { contents: "write", "id-token": "write" }),
            };
            assert.deepEqual(permissions, Object.keys(wanted).length > 0 ? wanted : undefined, name);
        }
    });

    it("give nobody's pull request a credential, a secret or a role", () => {
        const opened = workflows.filter(([, { on }]) => JSON.stringify(on).includes("pull_request"));
        assert.deepEqual(
            opened.map(([name]) => name),
            ["check.yml", "preview.yml"],
        );
        for (const [name, { jobs: its }] of opened)
            for (const { permissions, environment, steps: all = [] } of Object.values(its)) {
                assert.deepEqual([permissions, environment], [undefined, undefined], name);
                assert.doesNotMatch(
                    JSON.stringify(all),
                    /github\.token|GITHUB_TOKEN|configure-aws|npm ci(?!.*--ignore-scripts)/,
                    name,
                );
            }
    });

    it("hand the token that comments to one step only, which reads foreign text and runs none", () => {
        const [comment] = workflows.flatMap(([name, { jobs: its }]) => (name === "comment.yml" ? [its.comment] : []));
        const all = comment?.steps ?? [];
        const holding = all
            .filter(({ env }) => JSON.stringify(env ?? {}).includes("github.token"))
            .map(({ run }) => run);
        assert.deepEqual(
            holding.map((run) => /^(gh run download|npm run --silent review -- post)/.exec(run ?? "")?.[1]),
            ["gh run download", "npm run --silent review -- post"],
        );
        const [checkout] = all;
        assert.equal(checkout?.with?.ref, undefined); // the default branch, as workflow_run has it
    });

    it("deploy after the reviewers saw the engine's preview, the state that it was of, and tag what is deployed", () => {
        const [, { jobs: its }] = workflows.find(([name]) => name === "deploy-stack.yml") ?? assert.fail();
        const { preview, deploy, tag } = its;
        const runs = (job: Job | undefined): string => (job?.steps ?? []).map(({ run = "" }) => run).join("\n");
        assert.deepEqual([deploy?.needs, tag?.needs], ["preview", "deploy"]);
        assert.deepEqual(
            [preview?.environment, deploy?.environment],
            ["${{ inputs.stack }}-preview", "${{ inputs.stack }}"],
        );
        assert.match(runs(preview), /scripts\/ci\/state\.sh[^]*scripts\/ci\/preview\.sh/);
        assert.match(runs(deploy), /state\.sh --expect "\$REVIEWED"\npulumi up /);
        assert.doesNotMatch(runs(preview), /pulumi up/);
        for (const line of [read("scripts/ci/preview.sh"), runs(deploy)])
            assert.match(line, /^ *pulumi (preview|up) .*--policy-pack policy /m);
    });

    it("give up after a while, and leave no token of GitHub in the checkout", () => {
        for (const [name, job] of jobs) assert.ok(job.uses !== undefined || (job["timeout-minutes"] ?? 0) > 0, name);
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

describe("the example for GitLab", () => {
    const text = read("docs/examples/gitlab-ci.yml");
    const {
        stages,
        variables,
        default: _,
        ...all
    } = parse(text) as Record<string, unknown> & { stages: string[]; variables: object };
    const jobs = all as Readonly<
        Record<string, { stage?: string; script?: readonly string[]; rules?: readonly object[] }>
    >;

    it("reviews merge requests without credentials, and deploys what was reviewed after somebody said so", () => {
        assert.ok(Object.keys(variables).length > 0);
        assert.deepEqual(stages, ["review", "preview", "deploy", "tag"]);
        assert.deepEqual(Object.keys(jobs), ["review", "note", ".with-credentials", "preview", "deploy", "tag"]);
        assert.doesNotMatch(JSON.stringify(jobs.review), /TOKEN|AWS|pulumi/);
        assert.match(JSON.stringify(jobs.deploy?.rules), /"when":"manual","allow_failure":false/);
        const [guard = "", up = ""] = jobs.deploy?.script ?? [];
        assert.match(guard, /state\.sh --expect "\$\(cat reviewed\)"/);
        assert.match(up, /^pulumi up .*--policy-pack policy /);
    });

    it("names commands and scripts that exist, and the CLI of the SDK's version", () => {
        const { scripts, dependencies } = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
        for (const [, script = ""] of text.matchAll(/npm run --silent (\w+)/g))
            assert.ok(scripts?.[script] !== undefined, script);
        for (const [script] of text.matchAll(/scripts\/ci\/\w+\.sh/g))
            assert.ok(fs.existsSync(path.join(ROOT, script)), script);
        assert.equal(/--version (\S+)/.exec(text)?.[1], dependencies?.["@pulumi/pulumi"]);
    });
});
