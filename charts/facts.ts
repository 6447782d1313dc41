/** Facts about what a release makes, out of its rendered objects. */
import type {
    BudgetFacts,
    ContainerFacts,
    ObjectFacts,
    PodFacts,
    ServiceFacts,
    Variant,
    WebhookFacts,
} from "../plan/charts/record";
import { operated } from "./operator";
import { isMap, listIn, mapIn, text, type Rendered } from "./rendered";
import { secretReaders } from "./roles";

export type Facts = Omit<Variant, "release" | "environments" | "when">;

export function factsOf(objects: readonly Rendered[], home: string): Facts {
    const found = objects.map((object) => placed(object, home));
    const of = (...kinds: readonly string[]) => found.filter(({ kind }) => kinds.includes(text(kind)));
    const pods = [
        ...of("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob").map(podsOf),
        ...operated(found).map(({ set, madeOf }) => ({ ...podsOf(set), madeOf })),
    ].sort(byName);
    return {
        objects: found.map(nameOf).sort(byName),
        images: [
            ...new Set(
                pods.flatMap((pod) => [...pod.containers, ...(pod.initContainers ?? [])].map(({ image }) => image)),
            ),
        ].sort(),
        pods,
        services: of("Service").map(serviceOf).sort(byName),
        serviceAccounts: of("ServiceAccount").map(nameOf).sort(byName),
        budgets: of("PodDisruptionBudget").map(budgetOf).sort(byName),
        webhooks: of("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration").flatMap(webhooksOf).sort(byName),
        apiServices: of("APIService")
            .map((object) => ({
                name: nameOf(object).name,
                service: serviceName(mapIn(mapIn(object.spec).service), home),
            }))
            .sort(byName),
        secretReaders: secretReaders(found),
        monitors: of("ServiceMonitor", "PodMonitor").flatMap(monitorsOf).sort(byName),
    };
}

const byName = (a: { readonly name: string; readonly kind?: string }, b: typeof a): number => {
    const [one, other] = [`${a.name} ${a.kind ?? ""}`, `${b.name} ${b.kind ?? ""}`];
    return one < other ? -1 : one > other ? 1 : 0;
};

/** Kinds that have no namespace, among those that charts make. */
const CLUSTER_WIDE =
    /^(ClusterRole|ClusterRoleBinding|CustomResourceDefinition|APIService|(Validating|Mutating)WebhookConfiguration|PriorityClass|StorageClass|IngressClass|IngressClassParams|Namespace)$/;

function placed(object: Rendered, home: string): Rendered {
    if (CLUSTER_WIDE.test(text(object.kind))) return object;
    const metadata = mapIn(object.metadata);
    return { ...object, metadata: { ...metadata, namespace: metadata.namespace ?? home } };
}

function nameOf({ apiVersion, kind, metadata }: Rendered): ObjectFacts {
    const { name, namespace } = mapIn(metadata);
    return {
        ...{ apiVersion: text(apiVersion), kind: text(kind), name: text(name) },
        ...(namespace !== undefined && { namespace: text(namespace) }),
    };
}

function podsOf(object: Rendered): PodFacts {
    const { kind, name, namespace = "" } = nameOf(object);
    const outer = mapIn(object.spec);
    const spec = kind === "CronJob" ? mapIn(mapIn(outer.jobTemplate).spec) : outer;
    const template = mapIn(spec.template);
    const pod = mapIn(template.spec);
    const labels = mapIn(mapIn(template.metadata).labels) as PodFacts["labels"];
    const claims = listIn(spec.volumeClaimTemplates).map(claimOf);
    const init = listIn(pod.initContainers).map(containerOf);
    return {
        ...{ kind: kind as PodFacts["kind"], name, namespace },
        ...(kind !== "DaemonSet" && { replicas: typeof outer.replicas === "number" ? outer.replicas : 1 }),
        ...{ selector: mapIn(mapIn(spec.selector).matchLabels) as PodFacts["selector"], labels },
        ...said(pod, "serviceAccountName", "priorityClassName", "securityContext"),
        ...(pod.hostNetwork === true && { hostNetwork: true as const }),
        ...filled(pod, "nodeSelector", "tolerations", "affinity"),
        ...(listIn(pod.topologySpreadConstraints).length > 0 && { spread: listIn(pod.topologySpreadConstraints) }),
        containers: listIn(pod.containers).map(containerOf),
        ...(init.length > 0 && { initContainers: init }),
        ...(claims.length > 0 && { claims }),
        ...(kind === "StatefulSet" && {
            ...said(spec, "serviceName", "podManagementPolicy"),
            ...(spec.persistentVolumeClaimRetentionPolicy !== undefined && {
                claimRetention: spec.persistentVolumeClaimRetentionPolicy,
            }),
        }),
    };
}

/** What is said, as it is said. */
function said<Key extends string>(map: Rendered, ...keys: readonly Key[]): Readonly<Partial<Record<Key, never>>> {
    return Object.fromEntries(keys.flatMap((key) => (map[key] === undefined ? [] : [[key, map[key]]]))) as never;
}

function filled<Key extends string>(map: Rendered, ...keys: readonly Key[]): Readonly<Partial<Record<Key, never>>> {
    const isFull = (value: unknown) => (Array.isArray(value) ? value.length > 0 : Object.keys(mapIn(value)).length > 0);
    return Object.fromEntries(keys.flatMap((key) => (isFull(map[key]) ? [[key, map[key]]] : []))) as never;
}

function containerOf(container: Rendered): ContainerFacts {
    const { requests, limits } = mapIn(container.resources);
    const ports = listIn(container.ports).map((port) => ({
        ...said(port, "name", "protocol"),
        containerPort: Number(port.containerPort),
    }));
    return {
        ...{ name: text(container.name), image: text(container.image) },
        ...(ports.length > 0 && { ports }),
        ...{ requests: amountsIn(requests), limits: amountsIn(limits) },
        ...said(container, "securityContext", "restartPolicy"),
    };
}

const amountsIn = (value: unknown): Record<string, string> =>
    Object.fromEntries(Object.entries(mapIn(value)).map(([key, amount]) => [key, text(amount)]));

function claimOf({ metadata, spec }: Rendered): NonNullable<PodFacts["claims"]>[number] {
    const { storageClassName, accessModes, resources } = mapIn(spec);
    return {
        name: text(mapIn(metadata).name),
        storageClassName: text(storageClassName),
        accessModes: (accessModes as readonly string[] | undefined) ?? [],
        storage: text(mapIn(mapIn(resources).requests).storage),
    };
}

function serviceOf(object: Rendered): ServiceFacts {
    const { name, namespace = "" } = nameOf(object);
    const spec = mapIn(object.spec);
    return {
        ...{ name, namespace },
        ...(spec.clusterIP === "None" && { headless: true as const }),
        ...(isMap(spec.selector) && { selector: spec.selector as Record<string, string> }),
        ports: listIn(spec.ports).map((port) => ({
            ...said(port, "name", "targetPort", "protocol"),
            port: Number(port.port),
        })),
    };
}

function budgetOf(object: Rendered): BudgetFacts {
    const { name, namespace = "" } = nameOf(object);
    const spec = mapIn(object.spec);
    const selector = mapIn(mapIn(spec.selector).matchLabels) as BudgetFacts["selector"];
    return { name, namespace, selector, ...said(spec, "minAvailable", "maxUnavailable") };
}

function webhooksOf(object: Rendered): readonly WebhookFacts[] {
    const { kind, name } = nameOf(object);
    return listIn(object.webhooks).map((webhook) => ({
        ...{ kind, configuration: name, name: text(webhook.name) },
        service: serviceName(mapIn(mapIn(webhook.clientConfig).service), ""),
        failurePolicy: text(webhook.failurePolicy ?? "Fail"),
    }));
}

const serviceName = ({ name, namespace }: Rendered, home: string): string => `${text(namespace ?? home)}/${text(name)}`;

function monitorsOf(object: Rendered): readonly { readonly name: string }[] {
    const { endpoints, podMetricsEndpoints } = mapIn(object.spec);
    return listIn(endpoints ?? podMetricsEndpoints).map((endpoint) => ({
        name: nameOf(object).name,
        ...said(endpoint, "interval", "port"),
    }));
}
