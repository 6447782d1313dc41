/** Whoever selects by labels selects what is there: Services, budgets, spreads, policies, monitors and nodes, in every stack. */
import assert from "node:assert/strict";
import { isMap, list } from "../../../policy/inputs";
import { manifestsOf, one, type Manifests, type PodTemplate } from "../../../policy/kubernetes";
import { COMPLETE, MOVING, recordingOf, STACK_FILES, stackFrom } from "../../support/recordings";

type Labels = Readonly<Record<string, string | undefined>>;

const labelsAt = (holder: unknown, path: string): Labels => (one(holder, path) ?? {}) as Labels;
const selects = (selector: Labels, labels: Labels | PodTemplate["labels"]): boolean =>
    Object.entries(selector).every(([key, value]) => labels[key] === value);

/** Every value of a key, however deep, with whatever holds it. */
function each(value: unknown, key: string): readonly unknown[] {
    if (Array.isArray(value)) return value.flatMap((item) => each(item, key));
    if (!isMap(value)) return [];
    return Object.entries(value).flatMap(([name, inner]) => (name === key ? [inner] : each(inner, key)));
}

/** Pods of charts and of Kubernetes, which no object of the program describes: by their charts' templates. */
const FOREIGN_PODS: readonly Labels[] = [
    { "app.kubernetes.io/name": "prometheus" },
    { "app.kubernetes.io/name": "grafana" },
    { "app.kubernetes.io/name": "alertmanager" },
    { "k8s-app": "kube-dns" },
];

const where = ({ owner }: PodTemplate): string => `${owner.kind} ${owner.namespace}/${owner.name}`;

for (const file of [...STACK_FILES, COMPLETE, MOVING])
    describe(`selectors of ${file}`, () => {
        let manifests: Manifests;
        let nodeLabels: readonly Labels[];
        before(async () => {
            const { graph } = await recordingOf(file, "update");
            manifests = manifestsOf(graph);
            nodeLabels = graph.ofType("aws:eks/nodeGroup:NodeGroup").map(({ inputs }) => inputs.labels as Labels);
        });

        it("of a workload choose its own pods and nobody else's", () => {
            const serving = manifests.pods.filter(({ owner }) => ["Deployment", "StatefulSet"].includes(owner.kind));
            if (file === COMPLETE) assert.notEqual(serving.length, 0); // a user may have no system at all
            for (const pod of serving) {
                const selector = labelsAt(pod.owner.inputs, "spec.selector.matchLabels");
                assert.ok(Object.keys(selector).length >= 2, where(pod));
                const chosen = manifests.pods.filter(
                    ({ owner, labels }) => owner.namespace === pod.owner.namespace && selects(selector, labels),
                );
                assert.deepEqual(chosen.map(where), [where(pod)]);
            }
        });

        it("of budgets, Services and policies choose the pods of one workload, or all of a namespace", () => {
            const chosenBy = (kind: string, path: string) => {
                for (const { namespace, name, inputs } of manifests.of(kind)) {
                    const selector = labelsAt(inputs, path);
                    if (Object.keys(selector).length === 0 || isForeign(selector)) continue;
                    const chosen = manifests.pods.filter(
                        ({ owner, labels }) => owner.namespace === namespace && selects(selector, labels),
                    );
                    assert.ok(chosen.length >= 1, `${kind} ${namespace}/${name} chooses nobody`);
                    const names = new Set(chosen.map(({ labels }) => labels["app.kubernetes.io/name"]));
                    assert.equal(names.size, 1, `${kind} ${namespace}/${name}: ${[...names].join()}`);
                }
            };
            chosenBy("PodDisruptionBudget", "spec.selector.matchLabels");
            chosenBy("Service", "spec.selector");
            chosenBy("NetworkPolicy", "spec.podSelector.matchLabels");
        });

        it("of policies' peers choose pods that exist, in namespaces that exist", () => {
            const namespaces = manifests.of("Namespace");
            for (const { namespace, name, inputs } of manifests.of("NetworkPolicy"))
                for (const peer of [...each(inputs, "from"), ...each(inputs, "to")].flat()) {
                    if (!isMap(peer)) continue;
                    const pods = labelsAt(peer, "podSelector.matchLabels");
                    if (Object.keys(pods).length > 0 && !isForeign(pods))
                        assert.ok(
                            manifests.pods.some(({ labels }) => selects(pods, labels)),
                            `${namespace}/${name}: nobody is ${JSON.stringify(pods)}`,
                        );
                    const homes = labelsAt(peer, "namespaceSelector.matchLabels");
                    const named = homes["kubernetes.io/metadata.name"];
                    if (named !== undefined) {
                        const theirs = stackFrom(file).environment.existing.cluster?.monitoring?.namespace;
                        const known = [...namespaces.map((home) => home.name), "kube-system", theirs];
                        assert.ok(known.includes(named), `${namespace}/${name}: no namespace ${named}`);
                    } else if (Object.keys(homes).length > 0)
                        assert.ok(
                            namespaces.some((home) => selects(homes, labelsAt(home.inputs, "metadata.labels"))),
                            `${namespace}/${name}: no namespace is ${JSON.stringify(homes)}`,
                        );
                }
        });

        it("of monitors choose Services, by labels that these have", () => {
            for (const { namespace, name, inputs } of manifests.of("ServiceMonitor")) {
                const selector = labelsAt(inputs, "spec.selector.matchLabels");
                const services = manifests
                    .of("Service")
                    .filter(
                        (service) =>
                            service.namespace === namespace &&
                            selects(selector, labelsAt(service.inputs, "metadata.labels")),
                    );
                assert.equal(services.length, 1, `${namespace}/${name}: ${JSON.stringify(selector)}`);
            }
        });

        it("of spreads and affinities choose the pod itself, or another of its namespace that is there", () => {
            for (const pod of manifests.pods) {
                const own = list(pod.spec.topologySpreadConstraints).concat(each(pod.spec.affinity, "podAntiAffinity"));
                for (const selector of each(own, "matchLabels") as readonly Labels[])
                    assert.ok(selects(selector, pod.labels), `${where(pod)}: ${JSON.stringify(selector)}`);
                for (const selector of each(each(pod.spec.affinity, "podAffinity"), "matchLabels") as readonly Labels[])
                    assert.ok(
                        manifests.pods.some(
                            ({ owner, labels }) => owner.namespace === pod.owner.namespace && selects(selector, labels),
                        ),
                        `${where(pod)}: ${JSON.stringify(selector)}`,
                    );
                // Of one rollout, as https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/ has it.
                for (const keys of each(list(pod.spec.topologySpreadConstraints), "matchLabelKeys"))
                    assert.deepEqual(keys, ["pod-template-hash"], where(pod));
            }
        });

        it("of nodes choose a node group, and what the group's taints ask is tolerated", () => {
            if (nodeLabels.length === 0) return; // An existing cluster: its nodes are not known.
            for (const pod of manifests.pods) {
                const selector = (pod.spec.nodeSelector ?? {}) as Labels;
                const wanted = Object.fromEntries(
                    Object.entries(selector).filter(([key]) => key.startsWith("mindcloud.dev/")),
                );
                assert.ok(
                    nodeLabels.some((labels) => selects(wanted, labels)),
                    `${where(pod)}: no nodes are ${JSON.stringify(wanted)}`,
                );
            }
        });

        it("leave each pod one user and the group of the same number, and secrets' files to them alone", () => {
            for (const pod of manifests.pods) {
                const context = labelsAt(pod.spec, "securityContext");
                assert.equal(context.runAsGroup, context.runAsUser, where(pod));
                for (const container of pod.containers) {
                    const own = labelsAt(container, "securityContext");
                    assert.equal(own.runAsGroup, own.runAsUser, where(pod));
                }
                // 0440: who runs it reads it, by group; https://kubernetes.io/docs/concepts/storage/projected-volumes/
                for (const volume of pod.volumes.values())
                    if (isMap(volume.projected) && JSON.stringify(volume.projected).includes('"secret"'))
                        assert.equal(volume.projected.defaultMode, 0o440, where(pod));
            }
        });

        it("leave an external secret's object to its owner, keep it when the owner is gone, and read it again within the hour", () => {
            // https://external-secrets.io/latest/api/externalsecret/
            for (const { namespace, name, inputs } of manifests.of("ExternalSecret")) {
                const target = labelsAt(inputs, "spec.target");
                assert.deepEqual(
                    [target.creationPolicy, target.deletionPolicy],
                    ["Owner", "Retain"],
                    `${namespace}/${name}`,
                );
                // The first engine is gone: https://external-secrets.io/latest/guides/templating/
                assert.equal(one(target, "template.engineVersion"), "v2", `${namespace}/${name}`);
                // Whoever changes a secret by hand waits an hour at the longest; 0 would be never again.
                const waits = Number(/^(\d+)s$/.exec(String(one(inputs, "spec.refreshInterval")))?.[1]) / 60;
                assert.ok(waits >= 1 && waits <= 60, `${namespace}/${name} waits ${String(waits)} minutes`);
            }
        });

        it("give a rollout longer than its pods may take to start", () => {
            for (const { owner, running } of manifests.pods.filter(({ owner: { kind } }) => kind === "Deployment")) {
                const { progressDeadlineSeconds = 600, revisionHistoryLimit } = owner.inputs.spec as Readonly<
                    Record<string, number>
                >;
                const budgets = running.map(({ startupProbe }) => {
                    if (!isMap(startupProbe)) return 0;
                    const {
                        initialDelaySeconds = 0,
                        periodSeconds = 10,
                        failureThreshold = 3,
                    } = startupProbe as Readonly<Record<string, number>>;
                    return initialDelaySeconds + periodSeconds * failureThreshold;
                });
                assert.ok(progressDeadlineSeconds >= Math.max(0, ...budgets), owner.name);
                assert.equal(revisionHistoryLimit, 3, `${owner.name}: what kubectl rollout undo goes back to`);
            }
        });
    });

const isForeign = (selector: Labels): boolean => FOREIGN_PODS.some((labels) => selects(selector, labels));
