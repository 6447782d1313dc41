/** Everything that a pod names is there: volumes, claims, configuration, secrets, its account. */
import { isMap, textOf } from "../inputs";
import { maps, one, type Manifests, type PodTemplate } from "../kubernetes";
import { ruleForKinds, ruleForPods } from "../kubernetes-rule";
import type { Rule } from "../rule";
import { isUnknown, Secret } from "../../plan/graph";

/** ConfigMaps that the control plane puts into every namespace. */
const GIVEN_CONFIG_MAPS = new Set(["kube-root-ca.crt"]);

/** Keys of a ConfigMap or of the Secret that an ExternalSecret makes; undefined when nothing makes it. */
function keysOf(kind: "configMap" | "secret", namespace: string, name: unknown, manifests: Manifests) {
    if (kind === "configMap") {
        if (GIVEN_CONFIG_MAPS.has(textOf(name))) return "any";
        const found = manifests.find("ConfigMap", namespace, name);
        return found === undefined
            ? undefined
            : new Set([...keys(found.inputs.data), ...keys(found.inputs.binaryData)]);
    }
    const made = manifests
        .of("ExternalSecret")
        .find(
            (external) =>
                external.namespace === namespace &&
                (one(external.inputs, "spec.target.name") ?? external.name) === name,
        );
    if (made !== undefined)
        return new Set([
            ...maps(made.inputs, "spec.data").map(({ secretKey }) => String(secretKey)),
            ...keys(one(made.inputs, "spec.target.template.data")),
        ]);
    const found = manifests.find("Secret", namespace, name);
    if (found === undefined) return undefined;
    return new Set([...keys(found.inputs.data), ...keys(found.inputs.stringData)]);
}

/** Of a map, or of one whose values are secret: its keys are not. */
function keys(value: unknown): readonly string[] {
    const content = value instanceof Secret ? value.reveal() : value;
    return isMap(content) ? Object.keys(content) : [];
}

interface Reference {
    readonly kind: "configMap" | "secret";
    readonly name: unknown;
    readonly keys: readonly string[];
}

/** Everything that a pod reads from ConfigMaps and Secrets. */
function referencesOf({ spec, containers }: PodTemplate): readonly Reference[] {
    const single = (kind: Reference["kind"], reference: unknown): readonly Reference[] =>
        isMap(reference) ? [{ kind, name: reference.name, keys: [String(reference.key)] }] : [];
    const whole = (kind: Reference["kind"], reference: unknown, name: string): readonly Reference[] =>
        isMap(reference)
            ? [{ kind, name: reference[name], keys: maps(reference, "items").map(({ key }) => String(key)) }]
            : [];
    return [
        ...containers
            .flatMap((container) => maps(container, "env"))
            .flatMap(({ valueFrom }) => [
                ...single("configMap", one(valueFrom, "configMapKeyRef")),
                ...single("secret", one(valueFrom, "secretKeyRef")),
            ]),
        ...containers
            .flatMap((container) => maps(container, "envFrom"))
            .flatMap(({ configMapRef, secretRef }) => [
                ...whole("configMap", configMapRef, "name"),
                ...whole("secret", secretRef, "name"),
            ]),
        ...maps(spec, "volumes").flatMap((volume) => [
            ...whole("configMap", volume.configMap, "name"),
            ...whole("secret", volume.secret, "secretName"),
            ...maps(volume, "projected.sources").flatMap((source) => [
                ...whole("configMap", source.configMap, "name"),
                ...whole("secret", source.secret, "name"),
            ]),
        ]),
    ];
}

export const podReferenceRules: readonly Rule[] = [
    ruleForPods("mount-volume", "Every mount has its volume", "Kubernetes API, Container.volumeMounts", (pod) =>
        pod.containers.flatMap((container) =>
            maps(container, "volumeMounts")
                .filter(({ name }) => !pod.volumes.has(textOf(name)))
                .map(({ name }) => `container ${String(container.name)} mounts ${textOf(name)}, which is no volume`),
        ),
    ),
    ruleForPods(
        "claim-exists",
        "Every claim that a pod mounts exists",
        "Kubernetes documentation, Persistent Volumes (a pod waits for its claim)",
        (pod, manifests) =>
            [...pod.volumes.values()].flatMap((volume) => {
                const claim = one(volume, "persistentVolumeClaim.claimName");
                return claim === undefined ||
                    manifests.find("PersistentVolumeClaim", pod.owner.namespace, claim) !== undefined
                    ? []
                    : [`mounts the claim ${textOf(claim)}, which does not exist`];
            }),
    ),
    ruleForKinds(
        ["PersistentVolumeClaim", "StatefulSet"],
        "claim-class",
        "Every claim names a StorageClass, or the volume that was made for it",
        "Kubernetes documentation, Storage Classes (the default class of a cluster may change)",
        ({ kind, inputs }, manifests, _graph, { existing }) => {
            const theirs = Object.values<unknown>(existing?.cluster?.storageClasses ?? {});
            const specs =
                kind === "StatefulSet"
                    ? maps(inputs, "spec.volumeClaimTemplates").flatMap((claim) => maps(claim, "spec"))
                    : maps(inputs, "spec");
            return specs.flatMap(({ storageClassName, volumeName }) => {
                if (volumeName !== undefined)
                    return isUnknown(volumeName) || manifests.find("PersistentVolume", "", volumeName) !== undefined
                        ? []
                        : [`names the volume ${textOf(volumeName)}, which does not exist`];
                if (storageClassName === undefined) return ["names no StorageClass"];
                return manifests.find("StorageClass", "", storageClassName) === undefined &&
                    !theirs.includes(storageClassName)
                    ? [`names the StorageClass ${textOf(storageClassName)}, which does not exist`]
                    : [];
            });
        },
    ),
    ruleForPods(
        "disposable-class",
        "A volume that Kubernetes makes for a pod and deletes with it has a class that deletes",
        "https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#lifecycle-and-persistentvolumeclaim",
        (pod, manifests, _graph, { existing }) => {
            const theirs = Object.values<unknown>(existing?.cluster?.storageClasses ?? {});
            return [...pod.volumes.values()].flatMap((volume) =>
                maps(volume, "ephemeral.volumeClaimTemplate.spec").flatMap(({ storageClassName: name }) => {
                    const found = manifests.find("StorageClass", "", name);
                    if (found === undefined) return theirs.includes(name) ? [] : [`names no class: ${textOf(name)}`];
                    return one(found.inputs, "reclaimPolicy") === "Delete"
                        ? []
                        : [`makes a volume of class ${textOf(name)} with each pod, which leaves it behind`];
                }),
            );
        },
    ),
    ruleForPods(
        "configuration-exists",
        "Every ConfigMap and Secret that a pod reads exists, with the keys that it reads",
        "Kubernetes documentation, ConfigMaps (a pod does not start without what it names)",
        (pod, manifests) =>
            referencesOf(pod).flatMap(({ kind, name, keys: wanted }) => {
                const there = keysOf(kind, pod.owner.namespace, name, manifests);
                if (there === undefined) return [`reads the ${kind} ${textOf(name)}, which does not exist`];
                return there === "any"
                    ? []
                    : wanted
                          .filter((key) => !there.has(key))
                          .map((key) => `reads ${key} of the ${kind} ${textOf(name)}, which it does not have`);
            }),
    ),
    ruleForPods(
        "account-exists",
        "Every pod has a service account of its own",
        "docs/design.md, rule 8",
        ({ owner, spec }, manifests) =>
            spec.serviceAccountName !== undefined &&
            spec.serviceAccountName !== "default" &&
            manifests.find("ServiceAccount", owner.namespace, spec.serviceAccountName) !== undefined
                ? []
                : [`runs as the service account ${textOf(spec.serviceAccountName)}`],
    ),
];
