import assert from "node:assert/strict";
import { suffixOf } from "../../../../config/restores";
import { at } from "../../../../plan/replacements";
import { changed, recordingOf, recordStack } from "../../../support/recordings";
import { AGENCY } from "./stack";

const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
const VOLUME = "kubernetes:core/v1:PersistentVolume";
const RESTORE = { directory: "aws-backup-restore_2026-11-29T11-55-00-000Z", only: ["acme-brain"] };

describe("simple-cli with a directory that came back", () => {
    it("mounts it by a claim and a volume of its own, and leaves the old ones as they are", async () => {
        const before = (await recordingOf(AGENCY, "update")).graph;
        const file = changed(AGENCY, { stores: { sharedFiles: { restoreFrom: [RESTORE] } } });
        const after = (await recordStack(file, "update")).graph;
        const claim = `acme-brain-files-${suffixOf(RESTORE)}`;
        const named = (type: string, name: string) =>
            after.ofType(type).find(({ inputs }) => at(inputs, "metadata.name") === name) ?? assert.fail(name);
        const volume = named(VOLUME, String(at(named(CLAIM, claim).inputs, "spec.volumeName")));
        const old = named(VOLUME, String(at(named(CLAIM, "acme-brain-files").inputs, "spec.volumeName")));
        assert.notEqual(at(volume.inputs, "spec.csi.volumeHandle"), at(old.inputs, "spec.csi.volumeHandle"));
        for (const type of [CLAIM, VOLUME])
            for (const { urn, inputs } of before.ofType(type)) assert.deepEqual(after.find(urn)?.inputs, inputs, urn);

        const mounted = after
            .ofType("kubernetes:apps/v1:StatefulSet")
            .filter(({ inputs }) => at(inputs, "metadata.namespace") === "acme")
            .map(({ inputs }) => JSON.stringify(at(inputs, "spec.template.spec.volumes")));
        assert.ok(mounted.some((text) => text.includes(`"${claim}"`)));
        assert.ok(!mounted.some((text) => text.includes('"acme-brain-files"')), "somebody still mounts the old one");
    });
});
