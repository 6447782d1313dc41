/** Annotations and labels are read by somebody: one that nobody knows is no error anywhere, it does nothing. */
import assert from "node:assert/strict";
import { isMap, type Map } from "../../../policy/inputs";
import { manifestsOf, one, type Manifests } from "../../../policy/kubernetes";
import { COMPLETE, FOREIGN, MOVING, recordingOf, STACK_FILES } from "../../support/recordings";

const ATTACHED = "test/environments/attached.yaml";

type Reader = readonly [key: RegExp, kinds: RegExp, value: RegExp];

const JSON_MAP = /^\{".+\}$/s;
const HASH = /^[0-9a-f]{16}$/;
const ROLLS = /^(Deployment|StatefulSet|Job|CronJob)$/;

/** Of the objects themselves and of their pods. */
const ANNOTATIONS: readonly Reader[] = [
    // https://github.com/pulumi/pulumi-kubernetes/blob/v4.34.2/provider/pkg/metadata/annotations.go
    [/^pulumi\.com\/waitFor$/, /^(ExternalSecret|ClusterSecretStore)$/, /^condition=Ready$/],
    [/^pulumi\.com\/waitFor$/, /^Ingress$/, /^jsonpath=\{\.status\.loadBalancer\.ingress\[0\]\.hostname\}$/],
    [/^pulumi\.com\/skipAwait$/, /^(Service|PersistentVolumeClaim)$/, /^true$/],
    [/^pulumi\.com\/patchForce$/, /^(Deployment|StatefulSet)$/, /^true$/],
    // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
    [/^alb\.ingress\.kubernetes\.io\/listen-ports$/, /^Ingress$/, /^\[\{"HTTP":80\},\{"HTTPS":443\}\]$/],
    [/^alb\.ingress\.kubernetes\.io\/ssl-redirect$/, /^Ingress$/, /^443$/],
    [/^alb\.ingress\.kubernetes\.io\/certificate-arn$/, /^Ingress$/, /^arn:aws[a-z-]*:acm:/],
    [/^alb\.ingress\.kubernetes\.io\/healthcheck-path$/, /^Ingress$/, /^\/\S+$/],
    [/^alb\.ingress\.kubernetes\.io\/success-codes$/, /^Ingress$/, /^200$/],
    [
        /^alb\.ingress\.kubernetes\.io\/target-group-attributes$/,
        /^Ingress$/,
        /^deregistration_delay\.timeout_seconds=\d+(,stickiness\.enabled=true,stickiness\.lb_cookie\.duration_seconds=\d+)?$/,
    ],
    [/^alb\.ingress\.kubernetes\.io\/auth-type$/, /^Ingress$/, /^oidc$/],
    [/^alb\.ingress\.kubernetes\.io\/auth-on-unauthenticated-request$/, /^Ingress$/, /^authenticate$/],
    [/^alb\.ingress\.kubernetes\.io\/auth-scope$/, /^Ingress$/, /^openid( [a-z]+)*$/],
    [/^alb\.ingress\.kubernetes\.io\/auth-idp-oidc$/, /^Ingress$/, JSON_MAP],
    // https://kubernetes.io/docs/reference/labels-annotations-taints/
    [/^storageclass\.kubernetes\.io\/is-default-class$/, /^StorageClass$/, /^true$/],
    [/^snapshot\.storage\.kubernetes\.io\/is-default-class$/, /^VolumeSnapshotClass$/, /^true$/],
    // Grafana's sidecar asks for it (relied/told.ts).
    [/^grafana_folder$/, /^ConfigMap$/, /^mindcloud$/],
    // Our own: what changes with content, and what the cluster's laws read.
    [/^mindcloud\.dev\/versions$/, /^ExternalSecret$/, HASH],
    [/^(configuration|secret)\.mindcloud\.dev\/[a-z0-9-]+$/, ROLLS, HASH],
    [/^mindcloud\.dev\/(chart|pod-security)-exception$/, /^Namespace$/, /.{20,}/],
    [/^mindcloud\.dev\/user-exception$/, ROLLS, /.{20,}/],
    // A Job is made anew when its pod's annotations change, whatever their name; rehearsals read what copies.
    [/^mindcloud\.dev\/run-again-on$/, /^Job$/, /./],
    [/^mindcloud\.dev\/copies$/, /^Job$/, /^[a-z0-9-]+=[a-z0-9-]+$/],
];

/** https://kubernetes.io/docs/reference/labels-annotations-taints/, and whose name comes first. */
const LABELS: readonly Reader[] = [
    [/^app$/, /./, /^[a-z0-9-]+$/],
    [/^app\.kubernetes\.io\/(name|instance|component|part-of)$/, /./, /^[a-z0-9-]+$/],
    [/^app\.kubernetes\.io\/version$/, /./, /^[\w.-]+$/],
    [/^app\.kubernetes\.io\/managed-by$/, /./, /^mindcloud$/],
    [/^pod-security\.kubernetes\.io\/(audit|enforce|warn)$/, /^Namespace$/, /^(restricted|privileged)$/],
    [/^pod-security\.kubernetes\.io\/(audit|enforce|warn)-version$/, /^Namespace$/, /^v1\.\d+$/],
    // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/pod_readiness_gate/
    [/^elbv2\.k8s\.aws\/pod-readiness-gate-inject$/, /^Namespace$/, /^enabled$/],
    [/^grafana_dashboard$/, /^ConfigMap$/, /^1$/],
    [/^mindcloud\.dev\/company$/, /^Namespace$/, /^[a-z0-9-]+$/],
    [/^mindcloud\.dev\/service$/, /^(Service|ServiceMonitor)$/, /^(clients|pods)$/],
    // What the Prometheus of a cluster of others chooses by; the stack file says it.
    [/^release$/, /^(ServiceMonitor|PodMonitor|Probe|PrometheusRule)$/, /^[a-z0-9-]+$/],
];

/** Everybody else goes on only when they are there: an address to name, a Secret to mount. */
const WAITED_FOR = ["ExternalSecret", "ClusterSecretStore", "Ingress"];

const entriesAt = (value: unknown, path: string): readonly (readonly [string, unknown])[] => {
    const found = one(value, path);
    return isMap(found) ? Object.entries(found) : [];
};

function strangers({ all, pods }: Manifests): readonly string[] {
    const holders: readonly { kind: string; where: string; annotations: Map; labels: Map }[] = [
        ...all.map(({ kind, name, inputs }) => ({
            ...{ kind, where: `${kind} ${name}` },
            annotations: Object.fromEntries(entriesAt(inputs, "metadata.annotations")),
            labels: Object.fromEntries(entriesAt(inputs, "metadata.labels")),
        })),
        ...pods.map(({ owner: { kind, name }, annotations, labels }) => ({
            ...{ kind, annotations, labels },
            where: `pods of ${kind} ${name}`,
        })),
    ];
    const isRead =
        (readers: readonly Reader[], kind: string) =>
        ([key, value]: readonly [string, unknown]) =>
            readers.some(([keys, kinds, values]) => keys.test(key) && kinds.test(kind) && values.test(String(value)));
    return holders.flatMap(({ kind, where, annotations, labels }) =>
        [
            ...Object.entries(annotations).filter((each) => !isRead(ANNOTATIONS, kind)(each)),
            ...Object.entries(labels).filter((each) => !isRead(LABELS, kind)(each)),
        ].map(([key, value]) => `${where}: nobody reads ${key}: ${String(value)}`),
    );
}

for (const file of [...STACK_FILES, COMPLETE, MOVING, ATTACHED, FOREIGN])
    describe(`annotations and labels of ${file}`, () => {
        let manifests: Manifests;
        before(async () => {
            manifests = manifestsOf((await recordingOf(file, "update")).graph);
        });

        it("are each read by somebody, on this kind and in this form", () => {
            assert.deepEqual(strangers(manifests), []);
        });

        it("let Pulumi wait for what others need, until it has it", () => {
            for (const { kind, name, inputs } of manifests.of(...WAITED_FOR))
                assert.ok(
                    entriesAt(inputs, "metadata.annotations").some(([key]) => key === "pulumi.com/waitFor"),
                    `nobody waits for ${kind} ${name}`,
                );
        });

        it("of pods change with ConfigMaps and Secrets of their own namespace", () => {
            for (const { owner, annotations } of manifests.pods)
                for (const key of Object.keys(annotations)) {
                    const [, kind, name] = /^(configuration|secret)\.mindcloud\.dev\/(.+)$/.exec(key) ?? [];
                    if (kind === undefined) continue;
                    const kinds = kind === "secret" ? ["ExternalSecret", "Secret"] : ["ConfigMap"];
                    assert.ok(
                        kinds.some((each) => manifests.find(each, owner.namespace, name) !== undefined),
                        `${owner.namespace}/${owner.name}: ${key}`,
                    );
                }
        });
    });
