import assert from "node:assert/strict";
import * as fc from "fast-check";
import { podMemory } from "../../../components/blocks/neo4j";
import * as w from "../../../components/workload";
import type { Graph, RecordedResource } from "../../../plan/graph";
import { at, object } from "../workload/fixture";
import { refusalOf } from "../workload/refusals";
import {
    backups,
    brought,
    declare,
    documented004,
    environmentOf,
    mountsOf,
    podOf,
    recorded,
    type PodSpec,
    type Recorded,
} from "./neo4j.fixture";

describe("components/blocks/neo4j", () => {
    let plain: Recorded;
    let graph: Graph;
    let server: RecordedResource;
    let pod: PodSpec;
    before(async () => {
        plain = await recorded();
        ({ graph } = plain);
        server = object(graph, "StatefulSet", "neo4j");
        pod = podOf(server);
    });

    it("is one server on a volume of its own, with the documented ports and health check", () => {
        assert.equal(at(server, "spec", "replicas"), 1);
        const [container] = pod.containers;
        assert.equal(container.image.split("@")[0], "public.ecr.aws/docker/library/neo4j:5.26.31-community");
        const ports = at(object(graph, "Service", "neo4j"), "spec", "ports") as { name: string; port: number }[];
        assert.deepEqual(
            ports.map(({ name, port }) => [name, port]),
            [
                ["http", 7474],
                ["bolt", 7687],
            ],
        );
        for (const probe of ["livenessProbe", "readinessProbe"])
            assert.deepEqual((container as unknown as Record<string, unknown>)[probe], {
                httpGet: { path: "/", port: "http" },
                ...{ periodSeconds: 5, timeoutSeconds: 10, failureThreshold: 10 },
            });
        const claim = object(graph, "PersistentVolumeClaim", "neo4j-data");
        assert.deepEqual(at(claim, "spec", "accessModes"), ["ReadWriteOncePod"]);
        assert.equal(at(claim, "spec", "storageClassName"), "gp3-xfs");
        assert.ok(claim.protect, "data: keep");
        assert.equal(pod.priorityClassName, "mindcloud-store");
        assert.ok(Number(pod.terminationGracePeriodSeconds) >= 300);
    });

    it("has the document's memory and cpu, in which heap and page cache fit", async () => {
        assert.deepEqual(pod.containers[0].resources, {
            requests: { cpu: "1", memory: "1Gi", "ephemeral-storage": "256Mi" },
            limits: { cpu: "2", memory: "2Gi", "ephemeral-storage": "1Gi" },
        });
        const other = await recorded({ size: documented004 });
        const [container] = podOf(object(other.graph, "StatefulSet", "neo4j")).containers;
        assert.equal(container.resources.limits.memory, "7Gi");
        assert.equal(container.resources.requests.memory, "7Gi");
        const environment = environmentOf(container);
        assert.equal(environment.NEO4J_server_memory_heap_initial__size, "4G");
        assert.equal(environment.NEO4J_server_memory_heap_max__size, "4G");
        assert.equal(environment.NEO4J_server_memory_pagecache_size, "1G");
    });

    it("leaves room beside heap and page cache, whatever their size", () => {
        const sizes = fc.integer({ min: 512, max: 65_536 });
        fc.assert(
            fc.property(sizes, sizes, (heap, pageCache) => {
                const { mebibytes } = podMemory({ heap: w.mebibytes(heap), pageCache: w.mebibytes(pageCache) });
                assert.ok(mebibytes - heap - pageCache >= Math.max(768, 0.5 * heap) && mebibytes % 256 === 0);
            }),
            { numRuns: 50 },
        );
    });

    it("writes only where something writable is mounted, and keeps the image's own configuration", () => {
        const [container] = pod.containers;
        assert.equal(container.securityContext.readOnlyRootFilesystem, true);
        assert.equal(container.securityContext.runAsUser, 7474);
        const mounts = mountsOf(container);
        // docker-entrypoint.sh and `neo4j console` of 5.26 write to these and to no other.
        const expected = { "/data": "data", "/logs": "logs", "/tmp": "tmp", "/var/lib/neo4j/run": "run" };
        for (const [directory, volume] of Object.entries({ ...expected, "/var/lib/neo4j/conf": "configuration" }))
            assert.equal(mounts[directory], volume, directory);
        const [copy] = pod.initContainers;
        assert.match((copy?.command ?? []).join(" "), /cp -R \/var\/lib\/neo4j\/conf\/\. \/configuration\//);
        assert.equal(pod.enableServiceLinks, false, "a Service called neo4j would become the setting NEO4J_PORT");
    });

    it("reads its password from a file that External Secrets keeps", () => {
        const [container] = pod.containers;
        assert.equal(environmentOf(container).NEO4J_AUTH_PATH, "/credential/auth");
        assert.equal(container.volumeMounts.find(({ name }) => name === "credential")?.readOnly, true);
        const [data] = at(object(graph, "ExternalSecret", "neo4j-credential"), "spec", "data") as unknown[];
        assert.deepEqual(data, { secretKey: "auth", remoteRef: { key: "neo4j/graphs", property: "auth" } });
        assert.ok(!Object.keys(environmentOf(container)).includes("NEO4J_AUTH"));
    });

    it("has only settings that Community Edition knows, with strict validation on", () => {
        const environment = environmentOf(pod.containers[0]);
        assert.equal(environment.NEO4J_server_config_strict__validation_enabled, "true");
        assert.deepEqual(
            Object.keys(environment).filter((name) => /backup|metrics|dbms_memory/.test(name)),
            [],
        );
    });

    it("refuses what the documents set and Community Edition would not start with", async () => {
        const settings = {
            ...{
                "dbms.backup.enabled": "true",
                "dbms.backup.address": "0.0.0.0:6362",
                "server.metrics.enabled": "true",
            },
            "server.metrics.prometheus.endpoint": "0.0.0.0:2004",
            "dbms.memory.heap.max_size": "4G",
            "server.memory.pagecache.size": "1G",
        };
        const lines = await refusalOf(() => declare({ settings }));
        assert.equal(lines.length, 6, lines.join("\n"));
        for (const name of Object.keys(settings))
            assert.ok(
                lines.some((line) => line.includes(name)),
                name,
            );
        assert.ok(lines.some((line) => line.includes("write server.memory.heap.max_size")));
        assert.ok(lines.some((line) => line.includes("Community has no online backup")));
    });

    it("opens Bolt to its clients and nothing to nobody", () => {
        const [rule, ...rest] = at(object(graph, "NetworkPolicy", "neo4j", "graphs"), "spec", "ingress") as {
            ports: { port: number }[];
        }[];
        assert.deepEqual([rule?.ports.map(({ port }) => port), rest], [[7687], []]);
        assert.deepEqual(at(object(graph, "NetworkPolicy", "neo4j", "graphs"), "spec", "egress"), []);
        assert.equal(plain.connection.uri, "bolt://neo4j.graphs.svc:7687");
    });

    it("is the user's own where they brought one: a handle, and nothing made", async () => {
        const { graph: other, connection } = await recorded({ store: brought, backups });
        assert.equal(connection.uri, "bolt+s://graph.example.com:7687");
        assert.deepEqual(other.ofType("kubernetes:apps/v1:StatefulSet", "kubernetes:batch/v1:CronJob"), []);
        const egress = JSON.stringify(at(object(other, "NetworkPolicy", "client"), "spec", "egress"));
        assert.ok(egress.includes("10.60.0.0/24") && egress.includes("7687"), egress);
        await assert.rejects(
            recorded({ store: brought, backups: { ...backups, restoreFrom: "myriad_backup_20260801_020000.tar.gz" } }),
            /whose data is not ours to replace/,
        );
    });

    it("loads APOC out of its own image when asked to", async () => {
        const { graph: other } = await recorded({ apoc: true });
        const [container] = podOf(object(other, "StatefulSet", "neo4j")).containers;
        assert.equal(environmentOf(container).NEO4J_PLUGINS, '["apoc"]');
        assert.equal(mountsOf(container)["/var/lib/neo4j/plugins"], "plugins");
    });
});
