import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { onAws, notForAws } from "../../rehearsal/account/account";
import { missingFor, type Machine } from "../../rehearsal/account/doctor";
import { cleanEnvironment } from "../../rehearsal/engine/environment";
import { Busy, Lock } from "../../rehearsal/session/lock";
import { main } from "../../rehearsal/main";
import { inventedSecrets } from "../../rehearsal/session/mindcloud";
import { pathsOf } from "../../rehearsal/session/paths";
import { compare, fits, wantedVersions } from "../../rehearsal/programs/tools";
import { loadStackFile } from "../../config/stack-file";

const ROOT = path.join(__dirname, "..", "..");
const STACKS = path.join(ROOT, "test", "stacks");
const WANTED = { pulumi: "3.246.0", go: "1.25.8" };
const COMPLETE: Machine = { node: "22.1.0", pulumi: "3.250.1", go: undefined, aws: "2.17.0", languageHost: true };

function sink(): { write(text: string): void; text: string } {
    return {
        text: "",
        write(part) {
            this.text += part;
        },
    };
}

describe("rehearsal: what a child process gets of this machine", () => {
    it("is a list of what may pass: no credentials, no home directory, no proxies", () => {
        const clean = cleanEnvironment(pathsOf("root", "dev"), {
            PATH: "/bin",
            HOME: "/poisoned",
            AWS_PROFILE: "prod",
            AWS_SESSION_TOKEN: "x",
            PULUMI_ACCESS_TOKEN: "x",
            KUBECONFIG: "x",
            GOOGLE_APPLICATION_CREDENTIALS: "x",
        });
        assert.equal(clean.PATH, "/bin");
        assert.ok(clean.HOME?.startsWith(path.join("root", ".cache")));
        assert.deepEqual(
            Object.keys(clean).filter((name) => /AWS|TOKEN|KUBECONFIG|GOOGLE/.test(name)),
            [],
        );
        for (const [name, value] of Object.entries(clean)) assert.ok(!value.includes("/poisoned"), name);
    });
});

describe("rehearsal: one command at a time", () => {
    let file: string;
    beforeEach(() => {
        file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "lock-")), "lock.json");
    });
    afterEach(() => {
        fs.rmSync(path.dirname(file), { recursive: true });
    });
    const silent = (): void => undefined;

    it("says who is at work, and lets the next one in afterwards", async () => {
        const lock = await Lock.take(file, "up", silent);
        await assert.rejects(
            Lock.take(file, "down", silent),
            (error) => error instanceof Busy && error.message.includes("make up is running"),
        );
        lock.release();
        (await Lock.take(file, "down", silent)).release();
    });

    it("takes over from a dead process after what that had started has ended", async () => {
        const dead = spawnSync("true").pid;
        const orphan = spawn("sleep", ["0.3"]);
        const gone = once(orphan, "exit");
        fs.writeFileSync(
            file,
            JSON.stringify({ pid: dead, began: "", command: "up", since: "", children: [orphan.pid] }),
        );
        const said: string[] = [];
        const lock = await Lock.take(file, "up", (line) => said.push(line));
        await gone;
        assert.match(said.join(), /waiting for the engine that it had started/);
        lock.release();
    });

    it("is not fooled by a process id that is used again", async () => {
        fs.writeFileSync(
            file,
            JSON.stringify({ pid: process.pid, began: "long ago", command: "up", since: "", children: [] }),
        );
        (await Lock.take(file, "up", silent)).release();
    });

    it("ends what does not end by itself", async () => {
        const stuck = spawn("sleep", ["60"]);
        const gone = once(stuck, "exit");
        fs.writeFileSync(
            file,
            JSON.stringify({ pid: spawnSync("true").pid, began: "", command: "up", since: "", children: [stuck.pid] }),
        );
        (await Lock.take(file, "up", silent, 0.1)).release();
        assert.deepEqual(await gone, [null, "SIGKILL"]);
    });
});

describe("rehearsal: tools", () => {
    it("reads the wanted versions from the module that builds the CLI, the same as the SDK's", () => {
        const sdk = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
            dependencies: Record<string, string>;
        };
        assert.equal(wantedVersions().pulumi, sdk.dependencies["@pulumi/pulumi"]);
        assert.match(wantedVersions().go, /^1\.\d+/);
    });

    it("takes a newer CLI of the same major version", () => {
        assert.deepEqual(
            ["3.245.9", "3.246.0", "3.300.0", "4.0.0"].map((version) => fits(version, "3.246.0")),
            [false, true, true, false],
        );
        assert.ok(
            compare("1.25.10", "1.25.8") > 0 &&
                compare("v1.9.0", "1.25.8") < 0 &&
                compare("3.246.0-alpha", "3.246.0") === 0,
        );
    });

    it("names each missing tool in one line with what to install", () => {
        const bare: Machine = { node: "18.0.0", pulumi: undefined, go: "1.20.0", aws: undefined, languageHost: false };
        assert.deepEqual(missingFor("embedded", bare, WANTED), [
            "node 18.0.0 is too old: install Node 20.19.0 or newer",
            "pulumi is missing (found go 1.20.0): install pulumi 3.246.0 or newer (below 4), or Go 1.25.8 or newer, with which it is built once",
        ]);
        assert.equal(missingFor("aws", bare, WANTED).length, 3);
        assert.deepEqual(
            missingFor("embedded", { ...bare, node: "20.19.0", go: "1.26.0" }, WANTED),
            [],
            "Go builds the CLI",
        );
        assert.deepEqual(missingFor("aws", COMPLETE, WANTED), []);
        assert.match(
            missingFor("aws", { ...COMPLETE, languageHost: false }, WANTED).join(),
            /pulumi-language-nodejs is missing/,
        );
    });
});

describe("rehearsal: the command line", () => {
    const run = async (
        argv: readonly string[],
        load = (): { problems: string } => ({ problems: "Pulumi.dev.yaml: 1 problem" }),
    ): Promise<[number, string]> => {
        const [output, errors] = [sink(), sink()];
        const root = path.join(os.tmpdir(), "nothing-is-written-here");
        const status = await main(argv, { root, load, output, errors });
        assert.ok(!fs.existsSync(root), "nothing was started");
        assert.equal(output.text, "");
        return [status, errors.text];
    };

    it("ends with 2 and says what is wrong, before anything is started", async () => {
        for (const [argv, words] of [
            [["destroy", "--stack", "dev"], /"destroy" is not a command/],
            [["up"], /--stack must name a stack/],
            [["up", "--stack", "../x"], /--stack must name a stack/],
            [["up", "--stack", "dev", "--cloud", "azure"], /only aws is known/],
            [["down", "--stack", "dev", "--charts", "charts"], /--charts belongs to up/],
            [["up", "--stack", "dev", "--charts", "real", "--cloud", "aws"], /--charts belongs to the embedded cloud/],
            [["up", "--stack", "dev", "--minute", "soon"], /--minute must be a whole number/],
            [["up", "--stack", "dev", "--fault", "x"], /is not a fault/],
            [["up", "--stack", "dev", "--verbose"], /Unknown option '--verbose'/],
            [["up", "--stack", "dev"], /^Pulumi.dev.yaml: 1 problem\n$/],
        ] as const) {
            const [status, text] = await run(argv);
            assert.equal(status, 2);
            assert.match(text, words);
        }
    });
});

describe("rehearsal: the real account", () => {
    it("is refused what the committed examples hold, all of it at once, with exit status 2", async () => {
        const [output, errors] = [sink(), sink()];
        assert.equal(await onAws("up", "prod", true, STACKS, { output, errors }, { machine: COMPLETE }), 2);
        assert.match(errors.text, /^account: 000000000000 .*write your own$/m);
        assert.match(errors.text, /^cluster\.access: arn:aws:iam::000000000000:role\/mindcloud-deploy-prod /m);
        assert.match(
            errors.text,
            /^secrets\.llm\.deepseek: is missing: pulumi config set --secret --path 'mindcloud:secrets\.llm\.deepseek' --stack prod$/m,
        );
        assert.equal(output.text, "");
    });

    it("refuses roles that a prepared account does not have, and another stack's", () => {
        const loaded = loadStackFile(path.join(STACKS, "Pulumi.dev.yaml"));
        assert.ok(loaded.ok);
        const of = (boundary: string | undefined, ...roles: string[]): readonly string[] => {
            const { cluster, deployment, account } = loaded.environment;
            const access = Object.fromEntries(roles.map((role) => [`arn:aws:iam::${account}:role/${role}`, "admin"]));
            const environment = {
                ...loaded.environment,
                cluster: { ...cluster, access: access as typeof cluster.access },
                deployment: { ...deployment, permissionsBoundary: boundary },
            };
            return notForAws(environment, {}).filter((line) =>
                /bootstrap|another stack|role of the account/.test(line),
            );
        };
        const boundary = "arn:aws:iam::000000000000:policy/mindcloud-boundary-dev";
        assert.deepEqual(of(boundary, "mindcloud-deploy-dev", "mindcloud-preview-dev", "mindcloud-operators"), []);
        assert.deepEqual(of(undefined, "mindcloud-deploy"), []);
        assert.match(of(boundary, "mindcloud-deploy").join(), /no role that bootstrap.*mindcloud-deploy-dev$/);
        assert.match(of(boundary, "mindcloud-deploy-prod").join(), /another stack/);
        assert.match(of(boundary, "mindcloud-images").join(), /role of the account/);
    });

    it("refuses a zero digest and misses no secret that is there", () => {
        const loaded = loadStackFile(path.join(STACKS, "Pulumi.dev.yaml"));
        assert.ok(loaded.ok);
        const { environment } = loaded;
        const all = Object.fromEntries(
            environment.needs.peopleSecrets.map((name) => [name, { kind: "given" as const, value: undefined }]),
        );
        assert.ok(environment.needs.peopleSecrets.length > 0);
        const withImage = { ...environment, tags: { image: `registry/app@sha256:${"0".repeat(64)}` } };
        const lines = notForAws(withImage, all);
        assert.ok(lines.some((line) => line.includes("is the digest of no image")));
        assert.deepEqual(
            lines.filter((line) => line.startsWith("secrets.")),
            [],
        );
    });

    it("says without starting anything what is in the way: doctor", async () => {
        const [output, errors] = [sink(), sink()];
        const tools = { machine: COMPLETE, pulumi: () => Promise.reject(new Error("started")) };
        assert.equal(await onAws("doctor", "prod", true, STACKS, { output, errors }, tools), 2);
        assert.match(errors.text, /^account: 000000000000 .*write your own$/m);
        assert.equal(output.text, "");
    });

    it("has no recover: that is Pulumi's own there", async () => {
        const errors = sink();
        assert.equal(await onAws("recover", "dev", true, ROOT, { output: sink(), errors }, { machine: COMPLETE }), 2);
        assert.match(errors.text, /recover is for the embedded cloud/);
    });

    it("never meets a rehearsal: secrets of people are made up, the same on every run", () => {
        const loaded = loadStackFile(path.join(STACKS, "Pulumi.dev.yaml"));
        assert.ok(loaded.ok);
        const invent = (): unknown => inventedSecrets(loaded.environment, {});
        assert.deepEqual(invent(), invent());
        assert.ok(loaded.environment.needs.peopleSecrets.every((name) => name in (invent() as object)));
        const named = {
            [loaded.environment.needs.peopleSecrets[0] ?? ""]: { kind: "named" as const, secretName: "theirs" },
        };
        assert.deepEqual(Object.values(inventedSecrets(loaded.environment, named))[0], {
            kind: "named",
            secretName: "theirs",
        });
    });
});
