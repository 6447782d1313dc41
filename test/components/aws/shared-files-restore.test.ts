import assert from "node:assert/strict";
import { ElasticFiles, type ElasticFilesArgs } from "../../../components/aws/shared-files";
import { record } from "../../../plan/record";
import { key, network, recorded, scope, security } from "./fixture.data";

const ACCESS_POINT = "aws:efs/accessPoint:AccessPoint";
const FULL = { directory: "aws-backup-restore_2026-11-29T11-55-00-000Z" };
const PART = { ...FULL, only: ["acme-brain"] };

type Restores = ElasticFilesArgs["restoreFrom"];
const args = (restoreFrom: Restores): ElasticFilesArgs => ({
    ...{ scope: scope(), accessPoints: ["acme-agent", "acme-brain"], infrequentAfterDays: 30, backedUp: true },
    ...{ network, security, key: key("files"), restoreFrom },
});
const pathsOf = async (...restores: Restores) =>
    (await recorded(() => new ElasticFiles("files", args(restores))))
        .ofType(ACCESS_POINT)
        .map(
            ({ inputs, protect }) => `${(inputs.rootDirectory as { path: string }).path} ${protect ? "protected" : ""}`,
        );

describe("components/aws/shared-files, restored", () => {
    const [AGENT, BRAIN] = ["/acme-agent protected", "/acme-brain protected"];
    const restored = (directory: string) => `/${FULL.directory}/${directory} protected`;

    it("leads access points of their own to what AWS Backup restored, and keeps the old ones", async () => {
        assert.deepEqual(
            [...(await pathsOf(FULL))].sort(),
            [AGENT, BRAIN, restored("acme-agent"), restored("acme-brain")].sort(),
        );
    });

    it("brings back one directory, and leaves the others as they are", async () => {
        assert.deepEqual([...(await pathsOf(PART))].sort(), [AGENT, BRAIN, restored("acme-brain")].sort());
    });

    it("lets the old ones go in two steps", async () => {
        assert.deepEqual(
            [...(await pathsOf({ ...PART, replaced: "leaving" }))].sort(),
            [AGENT, "/acme-brain ", restored("acme-brain")].sort(),
        );
        assert.deepEqual(
            [...(await pathsOf({ ...PART, replaced: "absent" }))].sort(),
            [AGENT, restored("acme-brain")].sort(),
        );
    });

    it("hands out the restored one, and the one before where it is abandoned", async () => {
        const used = async (...restores: Restores) => {
            const { graph, outputs } = await record(
                () => ({ id: new ElasticFiles("files", args(restores)).accessPoints["acme-brain"] }),
                { project: "mindcloud", stack: "test", mode: "update" },
            );
            const { inputs } = graph.the(ACCESS_POINT, "files-acme-brain");
            return { id: outputs.id, inputs };
        };
        const [before, after, back] = [await used(), await used(FULL), await used({ ...FULL, abandoned: true })];
        assert.notEqual(after.id, before.id);
        assert.equal(back.id, before.id);
        assert.deepEqual(after.inputs, before.inputs, "the old access point changes");
    });
});
