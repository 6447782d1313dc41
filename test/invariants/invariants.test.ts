/** What holds for every stack file of the project, whatever it says. */
import assert from "node:assert/strict";
import { evaluate } from "../../policy/evaluate";
import { physicalNames } from "../../policy/rules/names";
import { DATA_STORES, TYPE } from "../../policy/types";
import type { Graph } from "../../plan/graph";
import { namespaceLaw } from "../../components/cluster/laws/namespaces";
import { podLaw } from "../../components/cluster/laws/pods";
import { judge } from "../components/cluster/law-evaluator";
import { manifestsOf, type Manifest } from "../../policy/kubernetes";
import {
    FOREIGN,
    recordingOf,
    recordStack,
    renamed,
    shuffled,
    MODES,
    STACK_FILES,
    stackFrom,
    TODAY,
} from "../support/recordings";

function explain(graph: Graph, file: string): readonly string[] {
    const { findings } = evaluate(graph, stackFrom(file).environment, { today: TODAY });
    return findings.map(({ rule, urn, message }) => `${rule}: ${graph.get(urn).name} ${message}`);
}

it("there are stack files to hold the rules against", () => {
    assert.ok(STACK_FILES.length > 0);
});

/** As kubectl would send it. */
const sent = ({ kind, inputs }: Manifest) => JSON.parse(JSON.stringify({ ...inputs, kind })) as Record<string, unknown>;

for (const file of [...STACK_FILES, FOREIGN])
    describe(`the program of ${file}`, () => {
        for (const mode of MODES)
            it(`breaks no rule (${mode})`, async () => {
                const { graph } = await recordingOf(file, mode);
                assert.ok(graph.resources.length > 20);
                assert.deepEqual(explain(graph, file), []);
            });

        it("is the same, byte by byte, on the next run and with its configuration in any order", async () => {
            const before = JSON.stringify(await recordingOf(file, "update"));
            assert.equal(JSON.stringify(await recordStack(shuffled(file), "update")), before);
        });

        it("has the same resources in a preview, where AWS has not answered yet", async () => {
            const [preview, update] = await Promise.all([recordingOf(file, "preview"), recordingOf(file, "update")]);
            assert.deepEqual(
                preview.graph.resources.map(({ urn }) => urn),
                update.graph.resources.map(({ urn }) => urn),
            );
        });

        it("gives another stack of the same account none of its physical names", async () => {
            const names = ({ resources }: Graph) =>
                resources.flatMap(({ type, inputs }) => physicalNames(type, inputs).map((name) => `${type} ${name}`));
            const mine = names((await recordingOf(file, "update")).graph);
            const theirs = new Set(names((await recordStack(renamed(file, "other"), "update")).graph));
            assert.ok(mine.length > 10 && theirs.size > 10, `${mine.length} and ${theirs.size} names`);
            assert.deepEqual(
                mine.filter((name) => theirs.has(name)),
                [],
            );
        });

        it("lets claims change: nothing waits until a bound one is pending again, and those on EFS are not resized", async () => {
            const { graph } = await recordingOf(file, "update");
            const claims = graph.resources.filter(({ type }) => type === "kubernetes:core/v1:PersistentVolumeClaim");
            const waits = ({ inputs }: (typeof claims)[number]) =>
                (inputs.metadata as Manifest["inputs"]).annotations as Record<string, string> | undefined;
            const isRight = (claim: (typeof claims)[number]) =>
                (claim.inputs.spec as { storageClassName: string }).storageClassName === ""
                    ? claim.ignoreChanges.includes("spec.resources")
                    : waits(claim)?.["pulumi.com/skipAwait"] === "true";
            assert.deepEqual(
                claims.filter((claim) => !isRight(claim)).map(({ name }) => name),
                [],
            );
        });

        it("says nothing of labels and annotations where there are none: the API server drops that, and would differ for ever", async () => {
            const { all } = manifestsOf((await recordingOf(file, "update")).graph);
            const empty = all.flatMap((manifest) => {
                const { labels, annotations } = (sent(manifest).metadata ?? {}) as Record<string, object | undefined>;
                const isEmpty = [labels, annotations].some((map) => map !== undefined && Object.keys(map).length === 0);
                return isEmpty ? [`${manifest.kind} ${manifest.name}`] : [];
            });
            assert.ok(all.length > 10);
            assert.deepEqual(empty, []);
        });

        it("writes nothing that its own admission laws would refuse", async () => {
            const { graph } = await recordingOf(file, "update");
            const { pods, all } = manifestsOf(graph);
            const homes = all.filter(({ kind }) => kind === "Namespace");
            const annotationsOf = (namespace: string) => {
                const [home] = homes.filter(({ name }) => name === namespace);
                return home && (sent(home).metadata as { annotations?: Record<string, string> }).annotations;
            };
            if (file === FOREIGN) assert.ok(pods.length > 3 && homes.length > 0); // a user may have no system at all
            for (const { owner } of pods) {
                const annotations = annotationsOf(owner.namespace) ?? {};
                const refused = judge(podLaw("digest"), { object: sent(owner), namespace: { annotations } });
                assert.deepEqual(refused, [], `${owner.namespace}/${owner.name}`);
            }
            for (const home of homes) assert.deepEqual(judge(namespaceLaw, { object: sent(home) }), [], home.name);
        });

        it("is destroyed in the opposite order: nodes before their routes, CNI and role, stores before their keys and subnets", async () => {
            const { graph } = await recordingOf(file, "update");
            const destroyed = new Map([...graph.inOrder()].reverse().map(({ urn }, index) => [urn, index]));
            const at = (urn: string) => destroyed.get(urn) ?? Number.NaN;
            const last = (...types: readonly string[]) => Math.max(...graph.ofType(...types).map(({ urn }) => at(urn)));
            const first = (...types: readonly string[]) =>
                Math.min(...graph.ofType(...types).map(({ urn }) => at(urn)));
            const natRoutes = graph.ofType(TYPE.route).filter(({ inputs }) => inputs.natGatewayId !== undefined);
            const cni = graph.ofType(TYPE.addon).filter(({ inputs }) => inputs.addonName === "vpc-cni");
            const ownCluster = stackFrom(file).environment.existing.cluster === undefined;
            assert.equal(cni.length > 0 && graph.ofType(TYPE.nodeGroup).length > 0, ownCluster);
            for (const { urn } of [...natRoutes, ...cni])
                assert.ok(last(TYPE.nodeGroup) < at(urn), `${urn} goes before the last node group`);
            if (ownCluster) {
                assert.ok(last(TYPE.nodeGroup) < first(TYPE.cluster));
                assert.ok(last(TYPE.kubernetesProvider) < first(TYPE.nodeGroup), "the Kubernetes provider goes first");
                assert.ok(last(...DATA_STORES) < first(TYPE.vpc));
            }
            if (file === FOREIGN) assert.ok(graph.ofType(...DATA_STORES).length > 0);
            for (const store of graph.ofType(...DATA_STORES))
                for (const urn of store.dependencies) assert.ok(at(store.urn) < at(urn));
        });
    });
