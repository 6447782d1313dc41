/** The programs of a control plane, out of the Go modules that rehearsal/tools pins. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Minor } from "../../config/versions";
import { goPrograms, type Say } from "../programs/go-build";
import type { GoProgram } from "../programs/go-command";
import { etcdDownload, kubernetesDownload } from "../programs/released";

const TOOLS = path.join(__dirname, "..", "tools");

const KUBERNETES = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"] as const;

export interface Programs {
    readonly etcd: string;
    readonly apiServer: string;
    readonly controllerManager: string;
    readonly scheduler: string;
    readonly kubectl: string;
    readonly kwok: string;
    readonly kwokctl: string;
}

/** The Kubernetes minors whose control plane can be built: one module each. */
export function minors(): readonly string[] {
    return fs
        .readdirSync(TOOLS)
        .flatMap((name) => /^kubernetes-(.+)$/.exec(name)?.[1] ?? [])
        .sort();
}

/** Builds what is missing, of this minor only: minutes each from nothing on two cores, the API server the most. */
export async function programsFor(minor: Minor, say: Say): Promise<Programs> {
    const of = (name: string): string => `${name}-${minor}`;
    const controlPlane = await goPrograms(
        [
            // First, because its sources are few: while it is compiled, those of Kubernetes are downloaded.
            etcd(),
            ...KUBERNETES.map((name) => kubernetes(name, of(name), minor)),
        ],
        say,
    );
    // Afterwards, because three quarters of it are then compiled: its go.mod takes the versions of the default minor's.
    const nodes = await goPrograms([kwok("kwok"), kwok("kwokctl")], say);
    const built = new Map([...controlPlane, ...nodes]);
    const file = (name: string): string => built.get(name) ?? name;
    return {
        etcd: file("etcd"),
        apiServer: file(of("kube-apiserver")),
        controllerManager: file(of("kube-controller-manager")),
        scheduler: file(of("kube-scheduler")),
        kubectl: file(of("kubectl")),
        kwok: file("kwok"),
        kwokctl: file("kwokctl"),
    };
}

function etcd(): GoProgram {
    const version = versionIn("etcd", "go.etcd.io/etcd/server/v3");
    return {
        ...{ name: "etcd", module: "etcd", packageName: "go.etcd.io/etcd/server/v3" },
        released: { name: "etcd", version, says: ["--version"], download: etcdDownload(version) },
    };
}

function kwok(name: string): GoProgram {
    const version = versionIn("kwok", "sigs.k8s.io/kwok");
    return {
        ...{ name, module: "kwok", packageName: `sigs.k8s.io/kwok/cmd/${name}` },
        // The project publishes no checksums.
        released: { name, version, says: ["--version"] },
    };
}

/** A build from a module knows no version of itself, and an API server says which one it is. */
function kubernetes(name: string, file: string, minor: Minor): GoProgram {
    const module = `kubernetes-${minor}`;
    const version = versionIn(module, "k8s.io/kubernetes");
    const [major = "1", number = ""] = minor.split(".");
    return {
        ...{ name: file, module, packageName: `k8s.io/kubernetes/cmd/${name}` },
        released: {
            ...{ name, version, download: kubernetesDownload(name, version) },
            says: name === "kubectl" ? ["version", "--client"] : ["--version"],
        },
        set: ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"].flatMap((place) => [
            `${place}.gitVersion=v${version}`,
            `${place}.gitMajor=${major}`,
            `${place}.gitMinor=${number}`,
        ]),
    };
}

/** Without its v. */
function versionIn(module: string, required: string): string {
    const goMod = fs.readFileSync(path.join(TOOLS, module, "go.mod"), "utf8");
    const version = new RegExp(`^(?:require)?\\s*${required.replaceAll(".", "\\.")} v(\\S+)`, "m").exec(goMod)?.[1];
    if (version === undefined) throw new Error(`no version of ${required} in rehearsal/tools/${module}/go.mod`);
    return version;
}
