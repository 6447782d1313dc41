/**
 * What Prometheus Operator makes of the chart's Prometheus and Alertmanager: one StatefulSet each, with a container beside that reads changed
 * configuration. Source: github.com/prometheus-operator/prometheus-operator v0.93.1, pkg/prometheus/server/statefulset.go and
 * pkg/alertmanager/statefulset.go.
 */
import { listIn, mapIn, text, type Rendered } from "./rendered";

interface Operated {
    readonly kind: string;
    /** Of the StatefulSet and of its container; its pods' `app.kubernetes.io/name` too. */
    readonly word: string;
    readonly port: number;
    readonly service: string;
    /** Where the version stands that the image is named by, if it is not by the image itself. */
    readonly image: string;
}

const OPERATED: readonly Operated[] = [
    {
        ...{ kind: "Prometheus", word: "prometheus", port: 9090, service: "prometheus-operated" },
        image: "quay.io/prometheus/prometheus",
    },
    {
        ...{ kind: "Alertmanager", word: "alertmanager", port: 9093, service: "alertmanager-operated" },
        image: "quay.io/prometheus/alertmanager",
    },
];

/** StatefulSets as the operator would write them, as far as a scheduler looks at them, each with the kind that it is made of. */
export function operated(objects: readonly Rendered[]): readonly { readonly set: Rendered; readonly madeOf: string }[] {
    const reloader = reloaderIn(objects);
    return OPERATED.flatMap((how) =>
        objects
            .filter(({ kind }) => kind === how.kind)
            .map((object) => ({ set: statefulSetOf(how, object, reloader), madeOf: how.kind })),
    );
}

function statefulSetOf({ word, port, service, image }: Operated, object: Rendered, reloader: Rendered): Rendered {
    const { name, namespace } = mapIn(object.metadata);
    const spec = mapIn(object.spec);
    const labels = {
        "app.kubernetes.io/instance": text(name),
        "app.kubernetes.io/managed-by": "prometheus-operator",
        "app.kubernetes.io/name": word,
    };
    const template = mapIn(mapIn(spec.storage).volumeClaimTemplate);
    const closed = {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
    };
    return {
        ...{ apiVersion: "apps/v1", kind: "StatefulSet" },
        metadata: { name: `${word}-${text(name)}`, namespace },
        spec: {
            ...{ replicas: spec.replicas ?? 1, serviceName: service, podManagementPolicy: "Parallel" },
            selector: { matchLabels: labels },
            ...(spec.persistentVolumeClaimRetentionPolicy !== undefined && {
                persistentVolumeClaimRetentionPolicy: spec.persistentVolumeClaimRetentionPolicy,
            }),
            ...(spec.storage !== undefined && {
                volumeClaimTemplates: [{ metadata: { name: `${word}-${text(name)}-db` }, spec: template.spec }],
            }),
            template: {
                metadata: { labels },
                spec: {
                    ...picked(spec, "serviceAccountName", "priorityClassName", "nodeSelector", "tolerations"),
                    ...picked(spec, "affinity", "topologySpreadConstraints", "securityContext"),
                    initContainers: [{ ...reloader, name: "init-config-reloader", securityContext: closed }],
                    containers: [
                        {
                            ...{ name: word, image: spec.image ?? `${image}:${text(spec.version)}` },
                            ports: [{ name: spec.portName ?? "web", containerPort: port, protocol: "TCP" }],
                            ...{ resources: spec.resources, securityContext: closed },
                        },
                        { ...reloader, name: "config-reloader", securityContext: closed },
                        ...listIn(spec.containers),
                    ],
                },
            },
        },
    };
}

const picked = (map: Rendered, ...keys: readonly string[]): Rendered =>
    Object.fromEntries(keys.flatMap((key) => (map[key] === undefined ? [] : [[key, map[key]]])));

/** The operator's own arguments say it. */
function reloaderIn(objects: readonly Rendered[]): Rendered {
    const args = objects
        .filter(({ kind }) => kind === "Deployment")
        .flatMap(({ spec }) => listIn(mapIn(mapIn(mapIn(spec).template).spec).containers))
        .flatMap(({ args: words }) => (Array.isArray(words) ? words.map(text) : []));
    const argument = (name: string) => args.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
    const amounts = (what: string) =>
        Object.fromEntries(
            ["cpu", "memory"].flatMap((each) => {
                const amount = argument(`config-reloader-${each}-${what}`);
                return amount === undefined || amount === "0" ? [] : [[each, amount]];
            }),
        );
    return {
        image: argument("prometheus-config-reloader"),
        resources: { requests: amounts("request"), limits: amounts("limit") },
    };
}
