/** Objects find each other: what Kubernetes would find out late, or never say. */
import { at, isMap, list, type Map } from "../inputs";
import { manifestsOf, maps, matches, one, type Manifest, type PodTemplate } from "../kubernetes";
import { ruleForKinds } from "../kubernetes-rule";
import { rule, type Complaint, type Rule } from "../rule";

/** Namespaces that Kubernetes makes. */
const GIVEN = new Set(["", "default", "kube-system", "kube-public", "kube-node-lease"]);
function portProblems(service: Manifest, pod: PodTemplate): readonly string[] {
    const ports = pod.running.flatMap((container) => maps(container, "ports"));
    return maps(service.inputs, "spec.ports").flatMap(({ port, targetPort = port }) => {
        const target = ports.find(({ name, containerPort }) => name === targetPort || containerPort === targetPort);
        if (target === undefined) return [`sends to port ${String(targetPort)}, which no container has`];
        return target.containerPort === port
            ? []
            : [
                  `offers ${String(port)} for container port ${String(target.containerPort)}: the CNI's policies need the same`,
              ];
    });
}

export const referenceRules: readonly Rule[] = [
    rule("manifest-unique", "No two resources are the same object", "docs/design.md, rule 12", (graph) => {
        const seen = new Map<string, Manifest>();
        // In a preview nobody knows what a random suffix will be.
        const named = manifestsOf(graph).all.filter(({ name }) => name !== "");
        return named.flatMap((manifest): Complaint[] => {
            const key = `${manifest.kind} ${manifest.namespace}/${manifest.name}`;
            const first = seen.get(key);
            if (first === undefined) seen.set(key, manifest);
            return first === undefined ? [] : [[manifest.resource, `is ${key}, as ${first.resource.name} is`]];
        });
    }),
    rule(
        "manifest-namespace",
        "Every object lies in a namespace that is there before it",
        "docs/design.md, rule 6",
        (graph) => {
            const manifests = manifestsOf(graph);
            return manifests.all.flatMap((manifest): Complaint[] => {
                const { namespace, resource } = manifest;
                if (GIVEN.has(namespace)) return [];
                const home = manifests.find("Namespace", "", namespace);
                if (home === undefined) return [[resource, `lies in the namespace ${namespace}, which nothing makes`]];
                return graph.dependsOn(resource, home.resource)
                    ? []
                    : [[resource, `does not wait for its namespace ${namespace}`]];
            });
        },
    ),
    ruleForKinds(
        ["Service"],
        "service-selects",
        "Every Service selects the pods of one workload",
        "Kubernetes documentation, Service",
        ({ inputs, namespace }, manifests) => {
            if (one(inputs, "spec.type") === "ExternalName") return [];
            const selected = manifests.selected(namespace, one(inputs, "spec.selector"));
            return selected.length === 1 ? [] : [`selects the pods of ${selected.length} workloads`];
        },
    ),
    ruleForKinds(
        ["Service"],
        "service-ports",
        "A Service's port is its container's port",
        "EKS user guide, Kubernetes network policies",
        (service, manifests) =>
            manifests
                .selected(service.namespace, one(service.inputs, "spec.selector"))
                .flatMap((pod) => portProblems(service, pod)),
    ),
    ruleForKinds(
        ["ServiceMonitor"],
        "monitor-selects",
        "Every monitor finds a Service with the port that it scrapes",
        "Prometheus Operator, ServiceMonitor",
        ({ inputs, namespace }, manifests) => {
            const labels = one(inputs, "spec.selector.matchLabels");
            const services = manifests
                .of("Service")
                .filter(
                    (service) =>
                        service.namespace === namespace &&
                        isMap(labels) &&
                        matches((one(service.inputs, "metadata.labels") ?? {}) as Map, labels),
                );
            const [service] = services;
            if (service === undefined || services.length > 1) return [`finds ${services.length} Services`];
            const offered = at(service.inputs, "spec.ports[].name");
            return at(inputs, "spec.endpoints[].port")
                .filter((port) => !offered.includes(port))
                .map((port) => `scrapes ${String(port)}, which ${service.name} does not offer`);
        },
    ),
    ruleForKinds(
        ["Ingress"],
        "ingress-backend",
        "Every Ingress sends to a Service and port that exist",
        "Kubernetes documentation, Ingress",
        ({ inputs, namespace }, manifests) =>
            at(inputs, "spec.rules[].http.paths[].backend.service").flatMap((backend) => {
                const name = one(backend, "name");
                const service = manifests.find("Service", namespace, name);
                if (service === undefined) return [`sends to ${String(name)}, which does not exist`];
                const ports = maps(service.inputs, "spec.ports");
                const wanted = one(backend, "port.name") ?? one(backend, "port.number");
                return ports.some(({ name: port, port: number }) => port === wanted || number === wanted)
                    ? []
                    : [`sends to ${String(name)} on ${String(wanted)}, which it does not offer`];
            }),
    ),
    ruleForKinds(
        ["Role", "ClusterRole"],
        "role-narrow",
        "No role says everything, and none reads all secrets",
        "docs/design.md, rule 8; CKV_K8S_49, KSV-0041",
        ({ inputs }) =>
            maps(inputs, "rules").flatMap((each) => {
                const said = ["apiGroups", "resources", "verbs"].flatMap((key) => list(each[key]));
                const secrets = list(each.resources).includes("secrets") && each.resourceNames === undefined;
                return [
                    ...(said.includes("*") ? ["grants *"] : []),
                    ...(secrets ? ["reads every secret of its namespace"] : []),
                ];
            }),
    ),
    ruleForKinds(
        ["RoleBinding"],
        "binding-exists",
        "Every binding joins a role and accounts that exist",
        "docs/design.md, rule 8",
        ({ inputs, namespace }, manifests, graph, { clusterServices = {} }) => {
            const kind = String(one(inputs, "roleRef.kind"));
            // Its chart makes the account; where others installed a controller, its documentation says where it lives.
            const ofChart = (home: unknown, name: unknown) =>
                graph
                    .ofType("kubernetes:helm.sh/v3:Release")
                    .some(
                        (chart) =>
                            chart.inputs.namespace === home && one(chart.inputs, "values.fullnameOverride") === name,
                    );
            const ofOthers = (home: unknown) =>
                home === "kube-system" && Object.values(clusterServices).includes("present");
            const role = manifests.find(kind, kind === "Role" ? namespace : "", one(inputs, "roleRef.name"));
            return [
                ...(role === undefined
                    ? [`binds ${kind} ${String(one(inputs, "roleRef.name"))}, which does not exist`]
                    : []),
                ...maps(inputs, "subjects")
                    .filter(({ kind: subject }) => subject === "ServiceAccount")
                    .filter(
                        ({ name, namespace: home }) =>
                            manifests.find("ServiceAccount", String(home), name) === undefined &&
                            !ofChart(home, name) &&
                            !ofOthers(home),
                    )
                    .map(({ name }) => `binds the account ${String(name)}, which does not exist`),
            ];
        },
    ),
];
