/** The official Kubernetes provider as a process: it finds the environment's cluster, its charts and `aws` where it would find them on AWS. */
import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { createInterface } from "node:readline";
import type { World } from "../../aws/provider";
import { archivesIn } from "../../cluster/charts";
import { killProcessesIn } from "../../cluster/processes";
import { shapeIn } from "../../cluster/fill";
import { goProgram } from "../../programs/go-programs";
import { readKubeconfig } from "./access";
import type { Certificate } from "./certificates";
import { chartSite } from "./charts";
import { connect } from "./cluster";
import { front } from "./front";
import { network } from "./network";
import { eachRun, type ServedRun } from "./runs";
import { StandIns } from "./stand-ins";

/** With the controllers of charts beside it, which watch the API server whoever writes to it. */
export async function serveOfficial(
    kubeconfig: string,
    { store, faults, authority }: World & { readonly authority: Certificate },
): Promise<{ readonly port: number }> {
    const cluster = connect(kubeconfig);
    const { directory } = cluster;
    new StandIns(cluster, store);
    const releases = shapeIn(directory)?.releases ?? [];
    const apiServer = front({ access: readKubeconfig(kubeconfig), faults, directory });
    const archives = archivesIn(directory);
    const { port: proxy } = await network(authority, (host) => chartSite(releases, host, archives) ?? apiServer);
    const program = await goProgram("pulumi-kubernetes", () => undefined);
    const start = await official({ program, directory, proxy, authority: authority.cert });
    return eachRun(start);
}

/** As Pulumi calls it; Helm takes that for the manager of what it makes (helm.sh/helm, pkg/kube). */
const PROGRAM = "pulumi-resource-kubernetes";

/** What the provider's process has to itself, its program included. */
export const providerIn = (directory: string): string => path.join(directory, "provider");

interface OfficialOptions {
    readonly program: string;
    /** What it may write, and by which its process is found. */
    readonly directory: string;
    /** Port of the proxy through which everything is reached. */
    readonly proxy: number;
    /** PEM of who signs for what it reaches. */
    readonly authority: string;
}

/** Starts one. It ends with this process; what a kill leaves is found by its program's place. */
async function official({ program, directory, proxy, authority }: OfficialOptions): Promise<() => Promise<ServedRun>> {
    const own = (name: string): string => path.join(providerIn(directory), name);
    await killProcessesIn(own("")); // of a command that was killed
    fs.rmSync(own(""), { recursive: true, force: true });
    fs.mkdirSync(own("bin"), { recursive: true });
    fs.symlinkSync(program, own(PROGRAM));
    fs.writeFileSync(own("authority.pem"), authority);
    fs.writeFileSync(own("bin/aws"), AWS, { mode: 0o755 });
    const running = new Set<ChildProcess>();
    process.once("exit", () => {
        for (const child of running) child.kill("SIGKILL");
    });
    return () =>
        new Promise((resolve, reject) => {
            const child = spawn(own(PROGRAM), [], {
                cwd: own(""),
                env: {
                    ...process.env,
                    PATH: `${own("bin")}${path.delimiter}${process.env.PATH ?? ""}`,
                    HOME: own(""),
                    HTTPS_PROXY: `http://127.0.0.1:${String(proxy)}`,
                    SSL_CERT_FILE: own("authority.pem"),
                    // On EKS it holds itself to 50 requests a second, so that others get their turn; here are no others.
                    PULUMI_K8S_CLIENT_QPS: "2000",
                    PULUMI_K8S_CLIENT_BURST: "4000",
                    // Seconds of one request, watches included. Left alone, it gives the API server 32 to describe itself, which a busy machine needs.
                    PULUMI_K8S_CLIENT_TIMEOUT: "600",
                    GOMEMLIMIT: "400MiB",
                },
                stdio: ["ignore", "pipe", "pipe"],
            });
            running.add(child);
            child.stderr.pipe(fs.createWriteStream(own("log"), { flags: "a" })); // the libraries of Kubernetes tell there of each watch that ends
            createInterface({ input: child.stdout }).once("line", (port) => {
                resolve({ port: Number(port), stop: () => child.kill("SIGKILL") });
            });
            child.once("exit", (code) => {
                running.delete(child);
                reject(new Error(`the Kubernetes provider ended with status ${String(code)} at its start`));
            });
        });
}

/** `aws eks get-token`, as far as the format goes. */
const AWS = `#!/bin/sh
echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","spec":{},"status":{"token":"k8s-aws-v1.embedded"}}'
`;
