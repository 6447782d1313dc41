/**
 * `make upgrade`: moves every pin of package.json, and the engine that is built from its Go module, to the newest versions that fit
 * together (docs/upgrade.md). Writes files and installs; commits nothing. Exit status 2 where a registry does not answer.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { newestCommon, packageWanted, type Wanted } from "./upgrade/wanted";

const ROOT = path.join(__dirname, "..");
const ENGINE = path.join(ROOT, "rehearsal/tools/pulumi");
const MODULE = "github.com/pulumi/pulumi/pkg/v3";
const CLI = `${MODULE}/cmd/pulumi`;

class Stopped extends Error {}

function run(command: string, words: readonly string[], cwd = ROOT): string {
    const done = spawnSync(command, [...words], { cwd, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
    if (done.error !== undefined) throw new Stopped(`${command} is missing: ${done.error.message}`);
    if (done.status !== 0) throw new Stopped(`${command} ${words.join(" ")}\n${done.stderr.trim()}`);
    return done.stdout;
}

const read = (file: string): string => fs.readFileSync(path.join(ROOT, file), "utf8");
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function versionsOf(name: string): readonly string[] {
    return [JSON.parse(run("npm", ["view", name, "versions", "--json"])) as string | string[]].flat();
}

/** The SDK and the engine speak one protocol, so they are of one version: the newest that npm and Go's proxy both serve. */
function pulumi(): string {
    const [, ...served] = run("go", ["list", "-m", "-versions", MODULE], ENGINE).trim().split(" ");
    const version = newestCommon(versionsOf("@pulumi/pulumi"), served);
    if (version === undefined) throw new Stopped(`no version of @pulumi/pulumi is also served as ${MODULE}`);
    return version;
}

interface Manifest {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
}

function movePackages(version: string): void {
    const manifest = JSON.parse(read("package.json")) as Manifest;
    for (const [kind, flag] of [
        ["dependencies", "--save-prod"],
        ["devDependencies", "--save-dev"],
    ] as const) {
        const moves = Object.entries(manifest[kind]).flatMap(([name, pinned]) => {
            const wanted: Wanted | undefined = packageWanted(name, pinned, version, versionsOf);
            if (wanted === undefined || wanted.version === wanted.now) return [];
            say(`  ${name} ${wanted.now} -> ${wanted.version}`);
            return [wanted.install];
        });
        if (moves.length > 0) run("npm", ["install", "--ignore-scripts", "--save-exact", flag, ...moves]);
    }
}

function moveEngine(version: string): void {
    run("go", ["get", "-tool", `${CLI}@v${version}`], ENGINE);
    run("go", ["mod", "tidy"], ENGINE);
    // A replacement is not inherited by those who require the module.
    const mod = run("go", ["list", "-m", "-f", "{{.GoMod}}", MODULE], ENGINE).trim();
    const ours = read("rehearsal/tools/pulumi/go.mod");
    for (const [line] of fs.readFileSync(mod, "utf8").matchAll(/^replace (?!.*=> \.).*$/gm))
        if (!ours.includes(line)) say(`  look: the CLI's go.mod says "${line}", ours does not`);
    for (const file of fs.readdirSync(path.join(ROOT, ".github/workflows"))) {
        const name = path.join(".github/workflows", file);
        fs.writeFileSync(path.join(ROOT, name), read(name).replace(/(pulumi-version: )\S+/g, `$1${version}`));
    }
}

function main(): number {
    try {
        const version = pulumi();
        say(`pulumi ${version} is the newest that npm and Go's module proxy both serve`);
        movePackages(version);
        moveEngine(version);
        say("next: make test, make check; then see docs/upgrade.md for what a plan and a state must show");
        return 0;
    } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        process.stderr.write(`${error.message}\n`);
        return 2;
    }
}

process.exitCode = main();
