import assert from "node:assert/strict";
import { suffixOf, type Restore } from "../../../config/restores";
import type { Graph, RecordedResource } from "../../../plan/graph";
import { at } from "../../../plan/replacements";
import { changedGraph, COMPLETE, FOREIGN, only, recordingOf, stackFrom } from "../../support/recordings";

const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
const SNAPSHOT = "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshot";
const HOT = { claim: "akosha/akosha-hot-store-data", snapshot: "snap-0123456789abcdef0" };
const FIRST = "akosha-hot-store-data";
const SECOND = `${FIRST}-${suffixOf(HOT)}`;

const named = (graph: Graph, type: string, name: string): RecordedResource =>
    graph.ofType(type).find(({ inputs }) => at(inputs, "metadata.name") === name) ?? assert.fail(`${type} ${name}`);

const STORED = only("akosha", "memstack");

async function restored(fate: Restore = {}): Promise<Graph> {
    return changedGraph(COMPLETE, STORED, { stores: { volumes: { restoreFrom: [{ ...HOT, ...fate }] } } });
}

const mountedIn = (graph: Graph): string =>
    JSON.stringify(
        at(named(graph, "kubernetes:apps/v1:StatefulSet", "akosha-hot-store").inputs, "spec.template.spec.volumes"),
    );
const claimsIn = (graph: Graph): readonly string[] =>
    graph.ofType(CLAIM).map(({ inputs }) => String(at(inputs, "metadata.name")));

describe("a volume that comes back", () => {
    it("begins with the snapshot, in a claim beside the old one, which stays as it is", async () => {
        const [before, after] = [await changedGraph(COMPLETE, STORED), await restored()];
        const claim = named(after, CLAIM, SECOND);
        const snapshot = named(after, SNAPSHOT, SECOND);
        const content = named(
            after,
            `${SNAPSHOT}Content`,
            String(at(snapshot.inputs, "spec.source.volumeSnapshotContentName")),
        );
        assert.equal(at(content.inputs, "spec.source.snapshotHandle"), HOT.snapshot);
        assert.equal(at(content.inputs, "spec.deletionPolicy"), "Retain", "a snapshot outlives what leads to it");
        assert.deepEqual(at(content.inputs, "spec.volumeSnapshotRef"), { namespace: "akosha", name: SECOND });
        assert.deepEqual(at(claim.inputs, "spec.dataSource"), {
            apiGroup: "snapshot.storage.k8s.io",
            kind: "VolumeSnapshot",
            name: SECOND,
        });
        assert.ok(claim.dependencies.includes(snapshot.urn) && snapshot.dependencies.includes(content.urn));
        const spec = ({ inputs }: RecordedResource) => ({ ...(inputs.spec as object), dataSource: undefined });
        assert.deepEqual(spec(claim), spec(named(before, CLAIM, FIRST)), "the same class, size and performance");
        for (const { urn, inputs, protect } of before.ofType(CLAIM)) {
            const now = after.find(urn);
            assert.deepEqual([now?.inputs, now?.protect], [inputs, protect], urn);
        }
        assert.ok(claim.protect);
    });

    it("is mounted by its pod, and by nobody else; the one before it where it is abandoned", async () => {
        const [after, back] = [mountedIn(await restored()), mountedIn(await restored({ abandoned: true }))];
        assert.ok(after.includes(`"${SECOND}"`) && !after.includes(`"${FIRST}"`), after);
        assert.ok(back.includes(`"${FIRST}"`) && !back.includes(`"${SECOND}"`), back);
    });

    it("lets the old one go in two steps", async () => {
        const leaving = await restored({ replaced: "leaving" });
        assert.deepEqual(
            [FIRST, SECOND].map((name) => named(leaving, CLAIM, name).protect),
            [false, true],
        );
        const gone = claimsIn(await restored({ replaced: "absent" }));
        assert.ok(gone.includes(SECOND) && !gone.includes(FIRST));
    });

    it("may be any claim on EBS that an environment makes, and nothing else is told to be one", async () => {
        for (const file of [COMPLETE, FOREIGN, "test/environments/private.yaml", "test/environments/simple-cli.yaml"]) {
            const { graph } = await recordingOf(file, "preview");
            const made = graph
                .ofType(CLAIM)
                .filter(({ inputs }) => at(inputs, "spec.storageClassName") !== "")
                .map(
                    ({ inputs }) =>
                        `${String(at(inputs, "metadata.namespace"))}/${String(at(inputs, "metadata.name"))}`,
                );
            const { needs, existing } = stackFrom(file).environment;
            const theirs = Object.keys(existing.neo4j ?? {}).map((name) => `${name}/neo4j-data`);
            assert.deepEqual(
                made.sort(),
                needs.volumes.filter((claim) => !theirs.includes(claim)),
                file,
            );
            assert.equal(needs.zonalVolumes, needs.volumes.length > 0, file);
        }
    });
});
