/** Everything that the complete environment makes on a real API server, with what its charts and EKS add to it: names, kinds, accounts, pods. */
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { documentsOf } from "../../../plan/manifests";
import type { TestPlane } from "../../rehearsal/cluster/support";
import { GENERAL } from "../../rehearsal/cluster/fixture";
import { COMPLETE, recordingOf } from "../../support/recordings";

export interface Thing {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: {
        readonly name: string;
        readonly namespace?: string;
        readonly labels?: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
    };
    readonly spec?: Part;
}

type Part = Record<string, unknown>;

/** Room for every pod: nothing is scheduled by what it asks for. */
export const ROOMY = {
    region: "us-east-1",
    groups: [{ ...GENERAL, pods: 1000, volumes: 100 }],
    counts: { general: 2 },
    releases: [],
    standIns: [],
};

/** Quotas and limits would refuse pods whose requests are taken away here; webhooks and disruption budgets are nobody's right. */
const LEFT_OUT = new Set(["ResourceQuota", "LimitRange", "PersistentVolume"]);

/** What the program writes, in the order of the graph. */
export async function written(): Promise<readonly Thing[]> {
    const { graph } = await recordingOf(COMPLETE, "update");
    return documentsOf(graph)
        .filter(({ file }) => !file.startsWith("charts"))
        .map(({ text }) => parse(text) as Thing)
        .filter(({ kind }) => !LEFT_OUT.has(kind));
}

interface RecordedPods {
    readonly kind: string;
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly serviceAccountName?: string;
    readonly containers: readonly { readonly name: string }[];
}

interface ChartRecord {
    readonly variants: readonly {
        readonly environments: readonly string[];
        readonly objects: readonly { apiVersion: string; kind: string; name: string; namespace?: string }[];
        readonly pods: readonly RecordedPods[];
    }[];
}

const CHARTS = path.join(__dirname, "../../../config/charts");
/** Recorded by name only; they need no more than that here. */
const BARE = new Set(["ServiceAccount", "ConfigMap", "Secret"]);

/** What the charts would make (config/charts): accounts, and pods' owners with the account and the containers that they have. */
export function fromCharts(): readonly Thing[] {
    const variants = readdirSync(CHARTS)
        .map((file) => JSON.parse(readFileSync(path.join(CHARTS, file), "utf8")) as ChartRecord)
        .flatMap((record) => record.variants)
        .filter(({ environments }) => environments.includes(COMPLETE));
    return variants.flatMap(({ objects, pods }) => [
        ...objects
            .filter(({ kind }) => BARE.has(kind))
            .map(({ apiVersion, kind, name, namespace }) => thing(apiVersion, kind, name, namespace)),
        ...objects
            .filter(({ kind }) => kind === "Service")
            .map(({ name, namespace }) => service(namespace ?? "default", name)),
        ...objects
            .filter(({ kind }) => kind === "Prometheus" || kind === "Alertmanager")
            .map(({ apiVersion, kind, name, namespace }) => thing(apiVersion, kind, name, namespace, {})),
        ...pods.map(owner),
    ]);
}

/** EKS's own, which no program makes: `aws-node` runs privileged. And what the prometheus-operator, KEDA and External Secrets make. */
export function fromControllers(written: readonly Thing[]): readonly Thing[] {
    const system = (kind: string, name: string, labels: Part = {}) =>
        owner({ kind, name, namespace: "kube-system", labels: { "k8s-app": name, ...labels }, containers: [{ name }] });
    const synced = written
        .filter(({ kind }) => kind === "ExternalSecret")
        .map(({ metadata, spec }) => ({
            ...thing("v1", "Secret", targetOf(metadata.name, spec), metadata.namespace),
            stringData: { value: "canary" },
        }));
    const scaled = written.filter(({ kind }) => kind === "ScaledObject").map(hpaOf);
    const volumes = written.filter(({ kind }) => kind === "PersistentVolumeClaim").map(volumeOf);
    return [
        ...volumes,
        ...["aws-node", "kube-proxy", "eks-pod-identity-agent", "ebs-csi-node"].map((name) =>
            system("DaemonSet", name),
        ),
        system("Deployment", "coredns", { "k8s-app": "kube-dns" }),
        system("Deployment", "metrics-server", { "app.kubernetes.io/name": "metrics-server" }),
        owner({
            ...{ kind: "Deployment", name: "ebs-csi-controller", namespace: "kube-system", labels: { app: "ebs" } },
            containers: [{ name: "csi-provisioner" }],
        }),
        thing("v1", "ConfigMap", "cluster-autoscaler-status", "cluster-autoscaler"),
        service("monitoring", "prometheus-operated"),
        service("monitoring", "alertmanager-operated"),
        ...synced,
        ...scaled,
    ];
}

const targetOf = (name: string, spec: Part = {}): string => {
    const target = spec.target as { readonly name?: string } | undefined;
    return target?.name ?? name;
};

function hpaOf({ metadata, spec = {} }: Thing): Thing {
    const advanced = spec.advanced as
        | { readonly horizontalPodAutoscalerConfig?: { readonly name?: string } }
        | undefined;
    const { kind = "Deployment", name } = spec.scaleTargetRef as { kind?: string; name: string };
    return thing(
        ...(["autoscaling/v2", "HorizontalPodAutoscaler"] as const),
        advanced?.horizontalPodAutoscalerConfig?.name ?? `keda-hpa-${metadata.name}`,
        metadata.namespace,
        { scaleTargetRef: { apiVersion: "apps/v1", kind, name }, minReplicas: 1, maxReplicas: 5 },
    );
}

function thing(apiVersion: string, kind: string, name: string, namespace?: string, spec?: Part): Thing {
    return { apiVersion, kind, metadata: { name, ...(namespace && { namespace }) }, ...(spec && { spec }) };
}

const service = (namespace: string, name: string): Thing =>
    thing("v1", "Service", name, namespace, { ports: [{ name: "web", port: 9090 }], selector: { app: name } });

const IMAGE = `registry.example/chart:1.2.3@sha256:${"ab".repeat(32)}`;

function owner({ kind, name, namespace, labels, serviceAccountName, containers }: RecordedPods): Thing {
    const mine = {
        ...{ "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name },
        ...{ "app.kubernetes.io/part-of": name, ...labels },
    };
    return thing("apps/v1", kind, name, namespace, {
        selector: { matchLabels: mine },
        ...(kind === "StatefulSet" && { serviceName: name }),
        template: {
            metadata: { labels: mine },
            spec: {
                ...(serviceAccountName && { serviceAccountName }),
                securityContext: {
                    ...{ runAsNonRoot: true, runAsUser: 10_001 },
                    seccompProfile: { type: "RuntimeDefault" },
                },
                containers: containers.map((container) => ({
                    ...{ name: container.name, image: IMAGE },
                    securityContext: {
                        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
                        capabilities: { drop: ["ALL"] },
                    },
                })),
            },
        },
    });
}

const volumeNameOf = ({ name, namespace = "" }: Thing["metadata"]): string => `pv-${namespace}-${name}`;

/** As the EBS driver would have made it: only a bound claim grows. */
function volumeOf({ metadata, spec = {} }: Thing): Thing {
    const { resources, accessModes, storageClassName } = spec as {
        resources: { requests: { storage: string } };
        accessModes: readonly string[];
        storageClassName: string;
    };
    return thing("v1", "PersistentVolume", volumeNameOf(metadata), undefined, {
        ...{ accessModes, storageClassName, capacity: { storage: resources.requests.storage } },
        claimRef: {
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            namespace: metadata.namespace,
            name: metadata.name,
        },
        csi: { driver: "ebs.csi.aws.com", volumeHandle: `vol-${metadata.namespace ?? ""}-${metadata.name}` },
    });
}

/** One replica, no requests, no claims, anywhere: a pod that is there, with the containers and the account that it has. */
export function light(manifest: Thing): Thing {
    const { kind, spec } = manifest;
    if (kind === "PersistentVolumeClaim" && spec !== undefined)
        return { ...manifest, spec: { ...spec, volumeName: volumeNameOf(manifest.metadata) } };
    if (!["Deployment", "StatefulSet", "DaemonSet"].includes(kind) || spec === undefined) return manifest;
    const template = spec.template as { readonly metadata: Part; readonly spec: Part };
    return {
        ...manifest,
        spec: {
            ...spec,
            ...(kind !== "DaemonSet" && { replicas: 1 }),
            volumeClaimTemplates: undefined,
            template: { metadata: template.metadata, spec: lightPod(template.spec) },
        },
    };
}

const HEAVY = ["affinity", "nodeSelector", "tolerations", "topologySpreadConstraints", "volumes", "priorityClassName"];

function lightPod(spec: Part): Part {
    const lightened = (containers: unknown) =>
        (containers as Part[] | undefined)?.map((container) => without(container, ["resources", "volumeMounts"]));
    return {
        ...without(spec, HEAVY),
        containers: lightened(spec.containers),
        ...(spec.initContainers !== undefined && { initContainers: lightened(spec.initContainers) }),
    };
}

const without = (part: Part, keys: readonly string[]): Part =>
    Object.fromEntries(Object.entries(part).filter(([key]) => !keys.includes(key)));

/** Namespaces first, then everything, with what no recording knows filled in. Returns all of it. */
export async function bring(bench: TestPlane): Promise<readonly Thing[]> {
    const own = await written();
    // EKS knows AmazonEKSViewPolicy and this API server does not: `view` of Kubernetes names the same kinds, Secrets left out.
    await bench.kubectl("create", "clusterrolebinding", "eks", "--clusterrole=view", "--group=mindcloud:view");
    const all = [...own, ...fromCharts(), ...fromControllers(own)].map(light);
    const unique = [...new Map(all.map((each) => [keyOf(each), each])).values()];
    const first = unique.filter(({ kind }) => kind === "Namespace");
    await applied(bench, first);
    await bench.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=300s");
    await applied(
        bench,
        unique.filter(({ kind }) => kind !== "Namespace"),
    );
    await bench.until(/^$/, ...["get", "deployments,statefulsets,daemonsets", "-A", "-o", UNREADY]);
    await bench.until(/^$/, ...["get", "persistentvolumeclaims", "-A", "-o", UNBOUND]);
    return unique;
}

const NAMED = "{{.metadata.namespace}}/{{.metadata.name}} ";
const HAS_ALL = "(or (eq .kind `DaemonSet`) (eq (or .status.readyReplicas 0) (or .spec.replicas 0)))";
const HAS_EACH =
    "(or (ne .kind `DaemonSet`) (and .status.numberReady (eq .status.numberReady .status.desiredNumberScheduled)))";
/** Who names a pod, or a claim that only grows once it is bound, has to find it, however slow the machine is. */
const UNREADY = `go-template={{range .items}}{{if not (and ${HAS_ALL} ${HAS_EACH})}}${NAMED}{{end}}{{end}}`;
const UNBOUND = `go-template={{range .items}}{{if ne .status.phase "Bound"}}${NAMED}{{end}}{{end}}`;

const keyOf = ({ kind, metadata: { name, namespace = "" } }: Thing): string => `${kind} ${namespace}/${name}`;

async function applied(bench: TestPlane, things: readonly Thing[]): Promise<void> {
    const said = await bench.apply(...things);
    const done = said.split("\n").filter((line) => line.endsWith("serverside-applied"));
    if (done.length !== things.length)
        throw new Error(
            said
                .split("\n")
                .filter((line) => !line.endsWith("serverside-applied"))
                .join("\n"),
        );
}
