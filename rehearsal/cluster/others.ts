/** A cluster that others made, as far as the stack file says what is in it: nodes, classes of storage, a store of secrets, their charts. */
import { gzipSync } from "node:zlib";
import type { Environment } from "../../config/environment";
import { instanceType } from "../../config/instance-types";
import { CHARTS } from "../../config/versions";
import { allocatableOf } from "../../plan/capacity/nodes";
import { STANDS_IN } from "./manifests";
import type { Manifest, Shape, ShapedGroup } from "./shaped";

/** Of what size theirs are, nobody said: big enough for one system at its ceiling, one in each zone. */
const INSTANCE_TYPE = "m7g.4xlarge";
const DISK_GIBIBYTES = 100;
/** Who works for objects of the program that no release of the program brings. */
const THEIR_CHARTS = [CHARTS.externalSecrets, CHARTS.keda, CHARTS.loadBalancerController, CHARTS.kubePrometheusStack];

/** Undefined where the cluster is the program's. */
export function othersOf({
    existing: { cluster },
    region,
    zoneNames,
}: Pick<Environment, "existing" | "region" | "zoneNames">): Pick<Shape, "groups" | "counts" | "others"> | undefined {
    if (cluster === undefined) return undefined;
    const { storageClasses, secretStore, ingressClass } = cluster;
    const classes = [...new Set(Object.values(storageClasses ?? {}))];
    return {
        groups: [theirNodes(zoneNames)],
        counts: { others: zoneNames.length },
        others: [
            ...classes.map(storageClass),
            ...(secretStore === undefined ? [] : [storeOfSecrets(secretStore, region)]),
            ...(ingressClass === undefined ? [] : [classOfIngresses(ingressClass)]),
            ...THEIR_CHARTS.map(release),
        ],
    };
}

function theirNodes(zones: readonly string[]): ShapedGroup {
    const type = instanceType(INSTANCE_TYPE);
    if (type === undefined) throw new Error(`the table of sizes lacks ${INSTANCE_TYPE}`);
    const { cpu, memory, scratch, pods, volumes } = allocatableOf(type, DISK_GIBIBYTES);
    return {
        ...{ key: "others", name: "others", managedName: "others", capacityType: "ON_DEMAND", taints: [] },
        ...{ instanceType: INSTANCE_TYPE, zones, min: zones.length, max: zones.length },
        labels: { "kubernetes.io/arch": type.architecture, "kubernetes.io/os": "linux" },
        cpuMillicores: cpu,
        memoryMebibytes: Math.floor(memory),
        scratchMebibytes: Math.floor(scratch),
        pods,
        volumes,
    };
}

const storageClass = (name: string): Manifest => ({
    ...{ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name } },
    ...{ provisioner: "ebs.csi.aws.com", volumeBindingMode: "WaitForFirstConsumer", allowVolumeExpansion: true },
});

const storeOfSecrets = (name: string, region: string): Manifest => ({
    ...{ apiVersion: "external-secrets.io/v1", kind: "ClusterSecretStore", metadata: { name } },
    spec: { provider: { aws: { service: "SecretsManager", region } } },
});

const classOfIngresses = (name: string): Manifest => ({
    ...{ apiVersion: "networking.k8s.io/v1", kind: "IngressClass", metadata: { name } },
    spec: { controller: "ingress.k8s.aws/alb" },
});

/** As Helm keeps it, so that the stand-ins begin as they do for a release of the program. */
function release({ chart, version }: { readonly chart: string; readonly version: string }): Manifest {
    const kept = gzipSync(JSON.stringify({ name: chart, chart: { metadata: { name: chart, version } } }));
    return {
        ...{ apiVersion: "v1", kind: "Secret", type: "helm.sh/release.v1" },
        metadata: {
            ...{ name: `sh.helm.release.v1.${chart}.v1`, namespace: "kube-system" },
            // Without Helm's own owner: whoever looks for what Pulumi has installed passes it by.
            labels: { status: "deployed", [STANDS_IN]: chart },
        },
        data: { release: Buffer.from(kept.toString("base64")).toString("base64") },
    };
}
