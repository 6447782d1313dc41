import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { goPrograms } from "./go-build";
import { BuildFailed } from "./go-command";
import { MissingTool } from "./missing-tool";
import { pulumiDownload } from "./released";
import type { Output } from "../view/screen";

export { MissingTool } from "./missing-tool";

export interface Tool {
    readonly file: string;
    readonly version: string;
}

const MODULE = "github.com/pulumi/pulumi/pkg/v3";
const ROOT = path.join(__dirname, "../..");
const SOURCES = path.join(ROOT, "rehearsal/tools/pulumi");

/** The version of the CLI that fits @pulumi/pulumi, and the Go that builds it: from the module that builds it. */
export function wantedVersions(goMod = fs.readFileSync(path.join(SOURCES, "go.mod"), "utf8")): {
    readonly pulumi: string;
    readonly go: string;
} {
    const pulumi = new RegExp(`${MODULE} v(\\S+)`).exec(goMod)?.[1];
    const go = /^go (\S+)$/m.exec(goMod)?.[1];
    if (pulumi === undefined || go === undefined)
        throw new Error(`rehearsal/tools/pulumi/go.mod names no version of ${MODULE} or of Go`);
    return { pulumi, go };
}

let found: Promise<Tool> | undefined;

/** A CLI on the PATH that fits is used; otherwise the one that was built before; otherwise it is built, once. */
export function findPulumi(output: Output): Promise<Tool> {
    return (found ??= search(output));
}

async function search(output: Output): Promise<Tool> {
    const wanted = wantedVersions();
    const onPath = await versionOf("pulumi", "version");
    if (onPath !== undefined && fits(onPath, wanted.pulumi)) return { file: await whereIs("pulumi"), version: onPath };
    const built = path.join(ROOT, ".cache", "bin", "pulumi");
    if (fs.existsSync(built) && (await versionOf(built, "version")) === wanted.pulumi)
        return { file: built, version: wanted.pulumi };
    const go = await versionOf("go", "version");
    if (go === undefined || compare(go, wanted.go) < 0) throw new MissingTool(missing(wanted, onPath, go));
    await build(wanted.pulumi, output);
    return { file: built, version: wanted.pulumi };
}

export function missing(
    wanted: { pulumi: string; go: string },
    pulumi: string | undefined,
    go: string | undefined,
): string {
    const found = [pulumi === undefined ? "" : `pulumi ${pulumi}`, go === undefined ? "" : `go ${go}`].filter(
        (item) => item !== "",
    );
    return `pulumi is missing${found.length === 0 ? "" : ` (found ${found.join(", ")})`}: install pulumi ${wanted.pulumi} or newer (below 4), or Go ${wanted.go} or newer, with which it is built once`;
}

/** Same major version, and not older than what the program was written for. */
export function fits(version: string, wanted: string): boolean {
    return version.split(".")[0] === wanted.split(".")[0] && compare(version, wanted) >= 0;
}

export function compare(one: string, other: string): number {
    const [a, b] = [one, other].map((version) =>
        version
            .replace(/^[v]|[-+].*$/g, "")
            .split(".")
            .map(Number),
    );
    for (const index of [0, 1, 2]) {
        const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
        if (difference !== 0) return difference;
    }
    return 0;
}

/** Undefined when the tool is not there. */
export async function versionOf(file: string, ...args: readonly string[]): Promise<string | undefined> {
    const text = await output(file, args).catch(() => undefined);
    return /\d+\.\d+(\.\d+)?[-+.\w]*/.exec(text ?? "")?.[0];
}

async function whereIs(name: string): Promise<string> {
    const found = (process.env.PATH ?? "")
        .split(path.delimiter)
        .map((directory) => path.join(directory, name))
        .find((file) => fs.existsSync(file));
    return Promise.resolve(found ?? name);
}

function output(file: string, args: readonly string[]): Promise<string> {
    return new Promise((resolve, reject) => {
        const child = spawn(file, [...args], {
            stdio: ["ignore", "pipe", "ignore"],
            env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
        });
        let text = "";
        child.stdout.on("data", (data: Buffer) => {
            text += data.toString();
        });
        child.on("error", reject);
        child.on("close", () => {
            resolve(text);
        });
    });
}

/** From nothing on two cores: three minutes. */
async function build(version: string, screen: Output): Promise<void> {
    const pulumi = {
        ...{ name: "pulumi", module: "pulumi", packageName: `${MODULE}/cmd/pulumi` },
        set: [`github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`],
        // One on the PATH was looked for already; this is for TOOLS=download.
        released: { name: "pulumi", version, says: ["version"], download: pulumiDownload(version) },
        // A reader of OpenAPI, all generics, for `pulumi cloud` alone: a quarter of the compiler's time, nearly half of which was inlining.
        notInlined: ["github.com/pb33f/...", `${MODULE}/cmd/pulumi/cloud`],
    };
    try {
        await goPrograms([pulumi], (line) => {
            screen.write(`${line}\n`);
        });
    } catch (error) {
        if (!(error instanceof BuildFailed)) throw error;
        throw new MissingTool(`install pulumi ${version} instead: ${error.message}`);
    }
}
