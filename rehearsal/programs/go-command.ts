/** What is asked of `go`: the sources of programs, and the programs out of them. */
import { spawn, type ChildProcess } from "node:child_process";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { MissingTool } from "./missing-tool";
import type { Released } from "./released";

export interface GoProgram {
    /** Of the checkout with rehearsal/tools and .cache. Default this one. */
    readonly root?: string;
    /** Of the file under .cache/bin. */
    readonly name: string;
    /** Folder under rehearsal/tools. */
    readonly module: string;
    readonly packageName: string;
    /** Go's `-X` settings, as `package.variable=value`. */
    readonly set?: readonly string[];
    /** Build constraints, for what is left out. */
    readonly tags?: readonly string[];
    /** No part of `make up`, nor of what checks start. */
    readonly apart?: true;
    /** As its project publishes it: what may take the place of a build. */
    readonly released?: Released;
    /** Patterns of packages that are compiled without inlining: half the time where a library is all generics, and slower at run time. */
    readonly notInlined?: readonly string[];
}

/** Programs of one module with the same settings, which one command builds. */
export type Group = readonly [GoProgram, ...GoProgram[]];

/** A build that failed, with what Go said. */
export class BuildFailed extends Error {}

type Tell = (progress: string) => void;

export const EVERY_MILLISECONDS = 10_000;

export const namesOf = (group: Group): string => group.map(({ name }) => name).join(", ");
const packagesOf = (group: Group): readonly string[] => group.map(({ packageName }) => packageName);
const tagsOf = ([{ tags = [] }]: Group): readonly string[] => (tags.length > 0 ? ["-tags", tags.join(",")] : []);

/** Into Go's cache of modules, ahead of the build. What goes wrong is not told here: the build meets it again, and says it. */
export async function download(group: Group, sources: string, tell: Tell): Promise<void> {
    const child = spawn("go", ["list", "-deps", ...tagsOf(group), ...packagesOf(group)], {
        ...{ cwd: sources, stdio: "ignore" },
    });
    await ended(child, () => {
        tell("downloading the sources");
    }).catch(() => undefined);
}

/** Into a folder, each under the name that `executableOf` gives it. */
export async function compile(group: Group, sources: string, into: string, tell: Tell): Promise<void> {
    const [{ set = [], notInlined = [] }] = group;
    // What a debugger reads is taken out by -s at the end anyway; not to make it saved 8 % of kube-score's processor time.
    const each = "-dwarf=false";
    const words = [
        ...["build", "-v", `-gcflags=all=${each}`, ...notInlined.map((pattern) => `-gcflags=${pattern}=${each} -l`)],
        ...["-ldflags", ["-s", "-w", ...set.flatMap((setting) => ["-X", setting])].join(" ")],
        ...[...tagsOf(group), "-o", `${into}${path.sep}`, ...packagesOf(group)],
    ];
    const child = spawn("go", words, {
        cwd: sources,
        stdio: ["ignore", "ignore", "pipe"],
        // Few collections, and 700 MiB for one compiler's heap: a tenth less time for Kubernetes' packages than with 200. No C compiler, as
        // in the programs that these projects publish for Linux.
        env: { GOGC: "1000", GOMEMLIMIT: "700MiB", CGO_ENABLED: "0", ...process.env },
    });
    const tail: string[] = [];
    let packages = 0;
    createInterface({ input: child.stderr }).on("line", (line) => {
        if (!line.startsWith("go: ")) packages++;
        tail.push(line);
        if (tail.length > 10) tail.shift();
    });
    const code = await ended(child, () => {
        tell(packages === 0 ? "downloading, or reading the cache" : `${String(packages)} packages compiled`);
    }).catch((error: unknown) => {
        const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
        throw missing ? new MissingTool(`go is missing: ${namesOf(group)} is built with it`) : error;
    });
    if (code !== 0)
        throw new BuildFailed(
            `${namesOf(group)} could not be built with Go (status ${String(code)}). Go said:\n${tail.join("\n")}`,
        );
}

/** Its exit status; as long as it takes, a call every ten seconds. */
function ended(child: ChildProcess, meanwhile: () => void): Promise<number | null> {
    const heartbeat = setInterval(meanwhile, EVERY_MILLISECONDS);
    return new Promise<number | null>((resolve, reject) => {
        child.on("error", reject).on("close", resolve);
    }).finally(() => {
        clearInterval(heartbeat);
    });
}

/** Go's own name for it: the last part of the package's path that is no major version, or of the module's in its root. */
export function executableOf({ packageName, module }: GoProgram): string {
    if (packageName === ".") return module;
    const parts = packageName.split("/").filter((part) => !/^v\d+$/.test(part));
    return parts.at(-1) ?? module;
}
