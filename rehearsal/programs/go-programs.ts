/** The programs that checks and rehearsals start, out of the Go modules that rehearsal/tools pins; the control plane's are in cluster/programs.ts. */
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { fileOf, goPrograms, isBuilt, type Say } from "./go-build";
import type { GoProgram } from "./go-command";
import type { Released } from "./released";

const PROMETHEUS = "github.com/prometheus/prometheus/cmd";
/** Without service discovery, half of both: targets are listed (plugins/ of the module). */
const LISTED = ["remove_all_sd"];

const program = (name: string, packageName: string, more: Partial<GoProgram> = {}): GoProgram => ({
    ...{ name, module: name, packageName },
    ...more,
});

export const PROGRAMS = {
    actionlint: program("actionlint", "github.com/rhysd/actionlint/cmd/actionlint"),
    /** Reads Alertmanager's configuration as Alertmanager does, and says where it sends an alert. */
    amtool: program("amtool", "github.com/prometheus/alertmanager/cmd/amtool"),
    /** Reads configurations of Alloy, YACE and the blackbox exporter as they do. */
    "config-check": program("config-check", "."),
    "envoy-check": program("envoy-check", "."),
    /** Helm's library as a program that renders many releases at once. */
    helm: program("helm", "."),
    "kube-score": program("kube-score", "github.com/zegl/kube-score/cmd/kube-score"),
    "metrics-server": program("metrics-server", "sigs.k8s.io/metrics-server/cmd/metrics-server"),
    "pulumi-kubernetes": program("pulumi-kubernetes", "."),
    prometheus: program("prometheus", `${PROMETHEUS}/prometheus`, { tags: LISTED }),
    promtool: program("promtool", `${PROMETHEUS}/promtool`, { module: "prometheus", tags: LISTED }),
} as const satisfies Readonly<Record<string, GoProgram>>;

/** Semantic versions since 1.0 (https://grafana.com/docs/k6/latest/reference/versioning-and-stability-guarantees/). */
export const K6: Released = { name: "k6", version: "1.8.1", says: ["version"], anyMinor: true };

/** What no check starts by itself: built when somebody asks for it. */
export const ON_DEMAND = {
    k6: program("k6", "go.k6.io/k6", { released: K6, apart: true }),
    /** Reads its configuration as it does in a pod. */
    loki: program("loki", "github.com/grafana/loki/v3/cmd/loki", { apart: true }),
} as const satisfies Readonly<Record<string, GoProgram>>;

export type ProgramName = keyof typeof PROGRAMS;

export async function goProgram(name: ProgramName, say: Say): Promise<string> {
    await goPrograms([PROGRAMS[name]], say);
    return fileOf(PROGRAMS[name]);
}

/** For who cannot wait: a process of its own builds it, with progress on stderr, where it is not there. */
export function goProgramNow(name: ProgramName): string {
    if (!isBuilt(PROGRAMS[name])) {
        const script = path.join(__dirname, "build-tools.ts");
        const fast = path.join(__dirname, "../../scripts/fast.js");
        const { status } = spawnSync(process.execPath, ["-r", fast, script, name], { stdio: ["ignore", 2, 2] });
        if (status !== 0) throw new Error(`${name} could not be built`);
    }
    return fileOf(PROGRAMS[name]);
}
