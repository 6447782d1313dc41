/** What holds for every pod, whoever wrote it (docs/design.md, rule 9). */
import { looksSecret } from "../../config/secret-looks";
import { at, isMap, textOf, type Map } from "../inputs";
import { maps, mostReplicas, one, type PodTemplate } from "../kubernetes";
import { ruleForPods } from "../kubernetes-rule";
import type { Rule } from "../rule";

/** Above what a node itself uses (DEFAULT_USER of components/workload). */
const FIRST_USER = 10_001;
const RESOURCES = ["cpu", "memory", "ephemeral-storage"] as const;

const nameOf = (container: Map): string => String(container.name);

/** Containers that fail a test. */
const containersThat = (pod: PodTemplate, wrong: (container: Map) => string | undefined): readonly string[] =>
    pod.containers.flatMap((container) => {
        const message = wrong(container);
        return message === undefined ? [] : [`container ${nameOf(container)} ${message}`];
    });

export const podRules: readonly Rule[] = [
    ruleForPods(
        "pod-user",
        "No pod runs as root, nor as a user of the node",
        "docs/design.md, rule 9; CKV_K8S_40, KSV-0020",
        (pod) => {
            const uid = one(pod.spec, "securityContext.runAsUser");
            const excused = pod.annotations["mindcloud.dev/user-exception"] !== undefined;
            return [
                ...(one(pod.spec, "securityContext.runAsNonRoot") === true ? [] : ["may run as root"]),
                ...(typeof uid === "number" && (uid >= FIRST_USER || (excused && uid > 0))
                    ? []
                    : [`runs as uid ${String(uid)}: use 10001 or more, or give a reason`]),
            ];
        },
    ),
    ruleForPods(
        "pod-restricted",
        "Every pod keeps the restricted Pod Security Standard",
        "docs/design.md, rule 9; Kubernetes Pod Security Standards",
        (pod) => [
            ...["hostNetwork", "hostPID", "hostIPC"]
                .filter((key) => pod.spec[key] === true)
                .map((key) => `sets ${key}`),
            ...[...pod.volumes].flatMap(([name, volume]) =>
                volume.hostPath === undefined ? [] : [`mounts a path of the node as ${name}`],
            ),
            ...(one(pod.spec, "securityContext.seccompProfile.type") === "RuntimeDefault"
                ? []
                : ["has no seccomp profile RuntimeDefault"]),
            ...containersThat(pod, ({ securityContext }) => {
                const dropped = at(securityContext, "capabilities.drop[]");
                if (one(securityContext, "allowPrivilegeEscalation") !== false) return "may gain privileges";
                if (one(securityContext, "privileged") === true) return "is privileged";
                return dropped.includes("ALL") ? undefined : "does not drop all capabilities";
            }),
        ],
    ),
    ruleForPods(
        "pod-read-only",
        "Every root file system is read-only",
        "docs/design.md, rule 9; CKV_K8S_22, KSV-0014",
        (pod) =>
            containersThat(pod, (container) =>
                one(container, "securityContext.readOnlyRootFilesystem") === true ||
                pod.annotations[`mindcloud.dev/writable-root.${nameOf(container)}`] !== undefined
                    ? undefined
                    : "writes to its root file system without a reason",
            ),
    ),
    ruleForPods(
        "pod-service-links",
        "No Service becomes a variable in a pod",
        "docs/design.md, rule 9; docs/upstream.md, All of them (AKOSHA_API_PORT=tcp://... stops Akosha, NEO4J_* Neo4j)",
        ({ spec }) => (spec.enableServiceLinks === false ? [] : ["gets a variable for every Service of its namespace"]),
    ),
    ruleForPods(
        "pod-token",
        "Only who has rights in the Kubernetes API has a token for it",
        "docs/design.md, rule 9; CKV_K8S_38",
        ({ spec, owner }, manifests) => {
            if (spec.automountServiceAccountToken === false) return [];
            const bound = manifests
                .of("RoleBinding", "ClusterRoleBinding")
                .some(({ inputs }) =>
                    maps(inputs, "subjects[]").some(
                        ({ name, namespace }) => name === spec.serviceAccountName && namespace === owner.namespace,
                    ),
                );
            return bound ? [] : ["mounts a token for the Kubernetes API, in which it may do nothing"];
        },
    ),
    ruleForPods(
        "pod-resources",
        "Every container asks for and is held to cpu, memory and ephemeral storage",
        "docs/design.md, rule 9; kube-score container-resources",
        (pod) =>
            containersThat(pod, ({ resources }) => {
                const absent = (["requests", "limits"] as const).flatMap((part) =>
                    RESOURCES.filter((resource) => one(resources, `${part}.${resource}`) === undefined).map(
                        (resource) => `${resource} in ${part}`,
                    ),
                );
                return absent.length === 0 ? undefined : `says no ${absent.join(", ")}`;
            }),
    ),
    ruleForPods(
        "pod-probes",
        "What serves shows that it is well",
        "docs/design.md, rule 9; kube-score pod-probes",
        (pod) =>
            pod.serves
                ? pod.running.flatMap((container) => {
                      const absent = ["startupProbe", "livenessProbe", "readinessProbe"].filter(
                          (probe) => !isMap(container[probe]),
                      );
                      return absent.length === 0 ? [] : [`container ${nameOf(container)} has no ${absent.join(", ")}`];
                  })
                : [],
    ),
    ruleForPods(
        "pod-image",
        "No image can change under a pod",
        "docs/decisions/0008-documents.md, Images that cannot change; CKV_K8S_14, CKV_K8S_43",
        (pod) =>
            containersThat(pod, ({ image }) => {
                const text = String(image);
                if (/@sha256:[0-9a-f]{64}$/.test(text)) return undefined;
                const tag = /:([\w.-]+)$/.exec(text)?.[1];
                return tag === undefined || tag === "latest"
                    ? `runs ${text}, which is whatever is newest`
                    : `runs ${text} without a digest`;
            }),
    ),
    ruleForPods(
        "pod-priority",
        "Every pod has a place in the queue for nodes",
        "docs/design.md, rule 9",
        ({ spec }, manifests, _graph, { clusterServices }) => {
            const name = spec.priorityClassName;
            if (name === undefined) return ["has no PriorityClass"];
            if (clusterServices?.priorityClasses === "present") return [];
            const isKnown =
                textOf(name).startsWith("system-") || manifests.find("PriorityClass", "", name) !== undefined;
            return isKnown ? [] : [`has the PriorityClass ${textOf(name)}, which does not exist`];
        },
    ),
    ruleForPods(
        "pod-spread",
        "Replicas are spread over zones and hosts",
        "docs/design.md, rule 9",
        (pod, _manifests, graph) => {
            if (!pod.serves || mostReplicas(pod, graph) < 2) return [];
            const keys = maps(pod.spec, "topologySpreadConstraints").map(({ topologyKey }) => topologyKey);
            return ["topology.kubernetes.io/zone", "kubernetes.io/hostname"]
                .filter((key) => !keys.includes(key))
                .map((key) => `is not spread by ${key}`);
        },
    ),
    ruleForPods(
        "pod-graceful",
        "What listens leaves its Services before it stops",
        "docs/design.md, rule 9; EKS best practices (graceful stop)",
        (pod) => {
            if (!pod.serves) return [];
            const grace = Number(pod.spec.terminationGracePeriodSeconds ?? 30);
            const listening = maps(pod.spec, "containers").filter((container) => maps(container, "ports").length > 0);
            return listening.flatMap((container) => {
                const pause = Number(one(container, "lifecycle.preStop.sleep.seconds") ?? 0);
                if (pause === 0) return [`container ${nameOf(container)} stops while clients still send`];
                return pause < grace ? [] : [`container ${nameOf(container)} is killed before its pause ends`];
            });
        },
    ),
    ruleForPods("pod-no-secret", "No credential stands in a manifest", "docs/design.md, rule 7", (pod) =>
        containersThat(pod, (container) => {
            const literal = maps(container, "env").find(({ value }) => typeof value === "string" && looksSecret(value));
            return literal === undefined ? undefined : `has a credential in ${String(literal.name)}`;
        }),
    ),
];
