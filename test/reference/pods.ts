/** What runs: containers with what they get, and each variable with its value or where it comes from. */
import type { Graph, RecordedResource } from "../../plan/graph";
import { isMap } from "../../plan/values";
import { code, section, table, text, type Cell } from "./markdown";

type Tree = Readonly<Record<string, unknown>>;

interface Container {
    readonly workload: string;
    readonly role: "" | "init" | "sidecar";
    readonly spec: Tree;
}

export const at = (value: unknown, ...path: readonly string[]): unknown =>
    path.reduce<unknown>((inner, key) => (isMap(inner) ? inner[key] : undefined), value);

export const listAt = (value: unknown, ...path: readonly string[]): readonly Tree[] => {
    const found = at(value, ...path);
    return Array.isArray(found) ? (found as readonly Tree[]) : [];
};

const TEMPLATES: readonly (readonly string[])[] = [
    ["spec", "template", "spec"],
    ["spec", "jobTemplate", "spec", "template", "spec"],
];

export const nameIn = ({ inputs }: RecordedResource): string => text(at(inputs, "metadata", "name"));

export const kindOf = ({ type }: RecordedResource): string => type.split(":").at(-1) ?? "";

/** Objects of these namespaces, by kind and name. */
export function objectsIn(graph: Graph, namespaces: readonly string[]): readonly RecordedResource[] {
    const key = (resource: RecordedResource): string => `${kindOf(resource)} ${nameIn(resource)}`;
    return graph.resources
        .filter(({ type, inputs }) => {
            const namespace = at(inputs, "metadata", "namespace");
            return type.startsWith("kubernetes:") && typeof namespace === "string" && namespaces.includes(namespace);
        })
        .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function containersOf(resource: RecordedResource): readonly Container[] {
    const pod = TEMPLATES.map((path) => at(resource.inputs, ...path)).find((each) => isMap(each));
    const workload = `${kindOf(resource)} ${nameIn(resource)}`;
    return [
        ...listAt(pod, "containers").map((spec): Container => ({ workload, role: "", spec })),
        ...listAt(pod, "initContainers").map((spec): Container => ({
            workload,
            role: spec.restartPolicy === "Always" ? "sidecar" : "init",
            spec,
        })),
    ];
}

export function podSections(objects: readonly RecordedResource[]): readonly string[] {
    const containers = objects.flatMap(containersOf);
    return [
        ...section("Containers", table(HEAD, containers.map(row))),
        ...section("Variables", table(["variable", "value or source", "containers"], variables(containers))),
    ];
}

const HEAD = [
    "workload",
    "container",
    "starts",
    "ports",
    "requests",
    "limits",
    "probes",
    "stops after",
    "user",
    "mounts",
];

function row({ workload, role, spec }: Container): readonly Cell[] {
    const words = [at(spec, "command"), at(spec, "args")].flatMap((each) =>
        Array.isArray(each) ? each.map(text) : [],
    );
    return [
        workload,
        `${text(spec.name)}${role === "" ? "" : ` (${role})`}`,
        code(short(words.join(" "))),
        listAt(spec, "ports")
            .map((port) => `${text(port.name)} ${text(port.containerPort)}`)
            .join(", "),
        pairs(at(spec, "resources", "requests")),
        pairs(at(spec, "resources", "limits")),
        PROBES.flatMap((kind) => probe(kind, spec[`${kind}Probe`])).join("; "),
        stopping(at(spec, "lifecycle", "preStop")),
        text(at(spec, "securityContext", "runAsUser")),
        listAt(spec, "volumeMounts")
            .map((mount) => `${text(mount.mountPath)}${mount.readOnly === true ? " (ro)" : ""}`)
            .join(", "),
    ];
}

const LONG = 160;
const short = (words: string): string => {
    const line = words.replace(/\s+/g, " ");
    return line.length <= LONG ? line : `${line.slice(0, LONG)} ...`;
};

const pairs = (map: unknown): string =>
    isMap(map)
        ? Object.entries(map)
              .map(([key, value]) => `${key} ${text(value)}`)
              .join(", ")
        : "";

const PROBES = ["startup", "readiness", "liveness"] as const;

function probe(kind: string, value: unknown): readonly string[] {
    if (!isMap(value)) return [];
    const http = at(value, "httpGet");
    const asked = isMap(http)
        ? `${text(http.path)} on ${text(http.port)}`
        : isMap(value.tcpSocket)
          ? `tcp ${text(value.tcpSocket.port)}`
          : short(listWords(at(value, "exec", "command")));
    const times = `every ${text(value.periodSeconds)} s, ${text(value.timeoutSeconds)} s each, ${text(value.failureThreshold)} times`;
    return [`${kind} ${asked}, ${times}`];
}

const listWords = (value: unknown): string => (Array.isArray(value) ? value.map(text).join(" ") : "");

const stopping = (preStop: unknown): string =>
    isMap(preStop) ? short(pairs(preStop.sleep) || listWords(at(preStop, "exec", "command"))) : "";

function variables(containers: readonly Container[]): readonly (readonly Cell[])[] {
    const found = new Map<string, string[]>();
    for (const { workload, spec } of containers) {
        const who = `${workload.split(" ").at(-1) ?? ""}/${text(spec.name)}`;
        const add = (line: string): void => void found.set(line, [...(found.get(line) ?? []), who]);
        for (const variable of listAt(spec, "env")) add(`${text(variable.name)}\n${valueOf(variable)}`);
        for (const source of listAt(spec, "envFrom")) {
            const reference = source.configMapRef ?? source.secretRef;
            add(`all of\n${source.secretRef === undefined ? "ConfigMap" : "Secret"} ${text(at(reference, "name"))}`);
        }
    }
    return [...found]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([line, who]) => [
            code(line.split("\n")[0]),
            code(line.split("\n").slice(1).join(" ")),
            [...new Set(who)].join(", "),
        ]);
}

function valueOf({ value, valueFrom }: Tree): string {
    if (value !== undefined) return typeof value === "string" ? value : JSON.stringify(value);
    const [[kind, reference] = ["", {}]] = Object.entries(valueFrom as Tree);
    return `${kind.replace(/Ref$/, "")} ${[at(reference, "name"), at(reference, "key"), at(reference, "fieldPath"), at(reference, "resource")].filter(Boolean).join("/")}`;
}
