/** Programs as their projects publish them: what of that is on this machine already, and where the rest can be had. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

export interface Released {
    /** As the project calls the file. */
    readonly name: string;
    /** Without its v. A program of the same minor, and not older, takes its place. */
    readonly version: string;
    /** Of the same major is enough, and not older: for who keeps what a minor adds. */
    readonly anyMinor?: boolean;
    /** Words that make it say its version. */
    readonly says: readonly string[];
    /** For `TOOLS=download`; none where the project publishes no checksum, or no program for this machine. */
    readonly download?: Download;
}

export interface Download {
    readonly url: string;
    /** A file with SHA-256 sums by name, or of the one file. */
    readonly sums: string;
    /** Of the program in the archive; without it the file is the program. */
    readonly member?: string;
}

export interface Found {
    readonly file: string;
    readonly version: string;
}

/** Where envtest and its users keep a control plane (kubernetes-sigs/controller-runtime, pkg/envtest), before the PATH. */
function folders(env: NodeJS.ProcessEnv): readonly string[] {
    const assets = env.KUBEBUILDER_ASSETS ?? "/usr/local/kubebuilder/bin";
    return [assets, ...(env.PATH ?? "").split(path.delimiter)].filter((folder) => folder !== "");
}

/** The first that fits; undefined where none does. */
export function onMachine({ name, version, says, anyMinor = false }: Released, env = process.env): Found | undefined {
    for (const folder of folders(env)) {
        const file = path.join(folder, name);
        if (!fs.existsSync(file)) continue;
        const { stdout, stderr } = spawnSync(file, [...says], { encoding: "utf8", timeout: 10_000, env });
        const found = /\d+\.\d+\.\d+/.exec(`${stdout}${stderr}`)?.[0];
        if (found !== undefined && takesThePlaceOf(found, version, anyMinor)) return { file, version: found };
    }
    return undefined;
}

export function takesThePlaceOf(found: string, wanted: string, anyMinor = false): boolean {
    const [a, b] = [found, wanted].map((version) => version.split(".").map(Number));
    if (anyMinor && a?.[0] === b?.[0] && (a?.[1] ?? 0) > (b?.[1] ?? 0)) return true;
    return a?.[0] === b?.[0] && a?.[1] === b?.[1] && (a?.[2] ?? 0) >= (b?.[2] ?? 0);
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

interface Machine {
    readonly platform: string;
    readonly arch: string;
}

/** https://kubernetes.io/docs/tasks/tools/install-kubectl-linux/ shows both addresses; servers exist for Linux only. */
export function kubernetesDownload(
    name: string,
    version: string,
    { platform, arch }: Machine = process,
): Download | undefined {
    const architecture = ARCHITECTURES[arch];
    if (architecture === undefined || platform !== "linux") return undefined;
    const url = `https://dl.k8s.io/release/v${version}/bin/linux/${architecture}/${name}`;
    return { url, sums: `${url}.sha256` };
}

/** https://github.com/etcd-io/etcd/releases */
export function etcdDownload(version: string, { platform, arch }: Machine = process): Download | undefined {
    const architecture = ARCHITECTURES[arch];
    if (architecture === undefined || platform !== "linux") return undefined;
    const folder = `etcd-v${version}-linux-${architecture}`;
    const base = `https://github.com/etcd-io/etcd/releases/download/v${version}`;
    return { url: `${base}/${folder}.tar.gz`, sums: `${base}/SHA256SUMS`, member: `${folder}/etcd` };
}

/** https://github.com/pulumi/pulumi/releases */
export function pulumiDownload(version: string, { platform, arch }: Machine = process): Download | undefined {
    if (!["linux", "darwin"].includes(platform) || ARCHITECTURES[arch] === undefined) return undefined;
    const base = `https://github.com/pulumi/pulumi/releases/download/v${version}`;
    return {
        url: `${base}/pulumi-v${version}-${platform}-${arch}.tar.gz`,
        sums: `${base}/pulumi-${version}-checksums.txt`,
        member: "pulumi/pulumi",
    };
}
