import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Graph, RecordedResource } from "../../../plan/graph";
import { at, object } from "../workload/fixture";
import { refusalOf } from "../workload/refusals";
import {
    backups,
    declare,
    environmentOf,
    mountsOf,
    podOf,
    recorded,
    statementsOf,
    type PodSpec,
    type Recorded,
} from "./neo4j.fixture";

const SCRIPTS = path.join(__dirname, "../../../components/blocks/neo4j/scripts");

let recording: Promise<Recorded> | undefined;
const usual = (): Promise<Recorded> => (recording ??= recorded());

describe("components/blocks/neo4j backups", () => {
    let job: RecordedResource;
    let backup: PodSpec;
    let graph: Graph;
    before(async () => {
        ({ graph } = await usual());
        job = object(graph, "CronJob", "neo4j-backup");
        backup = podOf(job);
    });

    it("run every night at 02:00, one at a time, on a copy of the server's volume and in its zone", () => {
        assert.equal(at(job, "spec", "schedule"), "0 2 * * *");
        assert.equal(at(job, "spec", "timeZone"), "Etc/UTC");
        assert.equal(at(job, "spec", "concurrencyPolicy"), "Forbid");
        assert.equal(at(job, "spec", "jobTemplate", "spec", "ttlSecondsAfterFinished"), 600);
        const copy = backup.volumes.find(({ name }) => name === "copy");
        const spec = at({ inputs: copy } as RecordedResource, "ephemeral", "volumeClaimTemplate", "spec");
        assert.deepEqual((spec as { dataSource: unknown }).dataSource, {
            kind: "PersistentVolumeClaim",
            name: "neo4j-data",
        });
        assert.ok(JSON.stringify(backup.affinity).includes('"app.kubernetes.io/name":"neo4j"'));
    });

    it("dump in Neo4j's image what a server for nobody else recovered, then upload in the image of the AWS CLI", () => {
        assert.deepEqual(
            [...backup.initContainers, ...backup.containers].map(({ name, image }) => [
                name,
                /\/([a-z0-9-]+):/.exec(image)?.[1],
            ]),
            [
                ["configuration", "neo4j"],
                ["dump", "neo4j"],
                ["upload", "aws-cli"],
            ],
        );
        const [, dump] = backup.initContainers;
        assert.ok(dump !== undefined);
        assert.equal(environmentOf(dump).NEO4J_server_default__listen__address, "127.0.0.1");
        assert.deepEqual(dump.command, ["sh", "/scripts/dump.sh"]);
        const mounts = mountsOf(dump);
        assert.deepEqual([mounts["/data"], mounts["/backups"]], ["copy", "backups"]);
        assert.ok(
            !JSON.stringify(backup.volumes).includes('"persistentVolumeClaim"'),
            "no volume of the server itself",
        );
        const upload = environmentOf(backup.containers[0]);
        assert.deepEqual(
            [upload.BUCKET, upload.KEY_PREFIX, upload.FILE_PREFIX, upload.KEEP],
            ["dumps", "graphs/neo4j", "myriad_backup", "7"],
        );
    });

    it("may do in AWS what they do below their prefix, and nothing in Kubernetes", () => {
        const statements = statementsOf(graph);
        assert.deepEqual(
            statements.filter(({ Resource }) => Resource.startsWith("arn:aws:s3")).map(({ Resource }) => Resource),
            ["arn:aws:s3:::dumps/graphs/neo4j/*", "arn:aws:s3:::dumps"],
        );
        assert.deepEqual(graph.ofType("kubernetes:rbac.authorization.k8s.io/v1:Role"), []);
        assert.equal(backup.automountServiceAccountToken, false);
    });

    it("run the scripts that the tests run", () => {
        const data = at(object(graph, "ConfigMap", "neo4j-scripts"), "data") as Record<string, string>;
        assert.deepEqual(
            data,
            Object.fromEntries(
                fs.readdirSync(SCRIPTS).map((name) => [name, fs.readFileSync(path.join(SCRIPTS, name), "utf8")]),
            ),
        );
    });

    it("have their volumes and their pod in the namespace's quota", () => {
        const hard = at(object(graph, "ResourceQuota", "limits"), "spec", "hard") as Record<string, string>;
        // 20 of the server; of each of two tries a copy and twice the size to work in.
        assert.equal(hard["requests.storage"], "280Gi");
    });

    it("are refused with a name, number or restore that cannot be meant", async () => {
        const wrong = { ...backups, fileName: "My Backup", keep: 0, restoreFrom: "yesterday" };
        const lines = await refusalOf(() => declare({ backups: wrong }));
        for (const said of ["My Backup", "keeps 0 backups", "restores from yesterday"])
            assert.ok(
                lines.some((line) => line.includes(said)),
                said,
            );
    });
});

describe("components/blocks/neo4j restore", () => {
    const restoreFrom = "myriad_backup_20260801_020000.tar.gz";

    it("is done by the pod that owns the volume, before its server starts, with the right to read only", async () => {
        const plain = await usual();
        const restored = await recorded({ backups: { ...backups, restoreFrom } });
        const restoring = podOf(object(restored.graph, "StatefulSet", "neo4j"));
        assert.deepEqual(
            restoring.initContainers.map(({ name }) => name),
            ["fetch", "load", "configuration"],
        );
        for (const { name, env = [] } of restoring.initContainers.slice(0, 2))
            assert.ok(
                env.some((one) => one.name === "RESTORE_FROM" && one.value === restoreFrom),
                name,
            );
        const rights = (one: Recorded) =>
            one.graph.ofType("aws:iam/rolePolicy:RolePolicy").map(({ inputs }) => String(inputs.policy));
        assert.equal(rights(plain).length, 1);
        const [read] = rights(restored).filter((policy) => !rights(plain).includes(policy));
        assert.ok(read !== undefined && read.includes("s3:GetObject") && !/Put|Delete/.test(read), read);
    });

    it("happens again only when it was taken away in between: a usual start forgets it", async () => {
        const { graph } = await usual();
        const [start, ...rest] = podOf(object(graph, "StatefulSet", "neo4j")).initContainers;
        assert.deepEqual(rest, []);
        assert.match((start?.command ?? []).join(" "), /rm -f \/data\/restored-from$/);
    });
});
