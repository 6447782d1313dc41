import * as fs from "node:fs";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { AwsProvider } from "../aws/provider";
import { Store } from "../cloud/store";
import { KubernetesProvider } from "../kubernetes/provider";
import { authorityIn } from "../kubernetes/real/certificates";
import { askedOfKubernetes } from "../kubernetes/real/front";
import { serveOfficial } from "../kubernetes/real/official";
import { principalOf, type Caller } from "../account/roles";
import { RandomProvider } from "../random/provider";
import { othersCompute } from "./busy";
import { Clock } from "./clock";
import type { Fault } from "./faults";
import { serveLanguage } from "./language";
import { recordRequests, REQUESTS } from "./requests";
import { inFlight, serve } from "./server";

/** What the process that starts this one writes to its standard input, as one line of JSON. */
export interface CloudSettings {
    readonly directory: string;
    readonly minuteInMilliseconds: number;
    readonly faults: readonly Fault[];
    readonly existing: readonly string[];
    /** Hours that have passed since the last command: nobody waits for a maintenance window. */
    readonly laterHours?: number;
    /** Whoever acts on AWS; without it an administrator. */
    readonly caller?: Caller;
    /** Where the time that has passed is written, in milliseconds; then minutes are real ones, without those that everybody waits. */
    readonly clockFile?: string;
    /** Of the real control plane; without it Kubernetes is in memory. */
    readonly kubeconfig?: string;
}

/** What this process answers with, once it listens. */
export interface CloudPorts {
    readonly providers: Readonly<Record<string, number | undefined>>;
    readonly languages: Readonly<Record<string, number>>;
}

const IDLE_SECONDS = 3;

/**
 * The embedded cloud is a process of its own, as AWS is: when the command that started it is killed, the engine still gets its answers.
 * Standard input stays open as long as that command lives; after it, this process ends as soon as nobody asks anything any more.
 */
async function main(line: string): Promise<void> {
    const settings = JSON.parse(line) as CloudSettings;
    const { directory, minuteInMilliseconds, faults, existing, laterHours, kubeconfig, clockFile, caller } = settings;
    const store = Store.open(directory, "own");
    if (laterHours !== undefined) await store.later(laterHours);
    const clock =
        clockFile === undefined
            ? undefined
            : new Clock({ inFlight, compute: othersCompute }, (milliseconds) => {
                  fs.writeFileSync(clockFile, String(milliseconds));
              });
    const authority = authorityIn(directory);
    const world = {
        ...{ store, pace: { minuteInMilliseconds, clock }, faults, existing: new Set(existing), authority },
        ...(caller === undefined
            ? {}
            : { caller: principalOf(caller), onRequest: recordRequests(path.join(directory, REQUESTS)) }),
    };
    const [aws, objects, random] = await Promise.all([
        serve(new AwsProvider(world)),
        kubeconfig === undefined ? serve(new KubernetesProvider(world)) : serveOfficial(kubeconfig, world),
        serve(new RandomProvider()),
    ]);
    const providers = { aws: aws.port, kubernetes: objects.port, random: random.port };
    const ports: CloudPorts = { providers, languages: { nodejs: await serveLanguage() } };
    process.stdout.write(JSON.stringify(ports) + "\n");
}

function endWhenIdle(): void {
    let idleSince = Date.now();
    setInterval(() => {
        if (inFlight() + askedOfKubernetes() > 0) idleSince = Date.now();
        else if (Date.now() - idleSince > IDLE_SECONDS * 1000) process.exit(0);
    }, 200);
}

process.on("SIGTERM", () => process.exit(0)); // and with it what it has started
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined); // Ctrl-C is for the engine: it still needs answers
const input = createInterface({ input: process.stdin });
input.once("line", (line) => {
    main(line).catch((error: unknown) => {
        process.stderr.write(
            `the embedded cloud did not start: ${error instanceof Error ? error.message : String(error)}\n`,
        );
        process.exit(1);
    });
});
input.once("close", endWhenIdle);
