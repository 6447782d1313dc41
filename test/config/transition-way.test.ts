import assert from "node:assert/strict";
import { wayOf, wayText } from "../../config/transition";
import { environmentFrom, refusalText } from "../../config/transition/deployed";
import { between, environment } from "./transition-fixture";

describe("several things that one step cannot do", () => {
    it("are done together, each step once", () => {
        const problems = between(
            "{ data: keep, systems: { simpleCli: { storage: { agentGibibytes: 20 } } } }",
            "{ data: keep, systems: { memstack: { enabled: false }, simpleCli: { storage: { agentGibibytes: 2 }, companies: { globex: null } } } }",
        );
        assert.deepEqual(
            wayOf(problems).flatMap((step) => (step.does === "up" ? [[step.file, step.keys]] : [])),
            [
                ["deployed", { data: "disposable" }],
                ["wanted", { data: "disposable", "systems.simpleCli.enabled": false }],
                ["wanted", {}],
            ],
        );
    });

    it("leave who is at the end of its own steps there, while the others go on", () => {
        const problems = between(
            "{ network: { zones: 3 }, stores: { postgres: { storageGibibytes: 200, maxStorageGibibytes: 400 } }, systems: { simpleCli: { storage: { agentGibibytes: 20 } } } }",
            "{ network: { zones: 2 }, stores: { postgres: { storageGibibytes: 100, maxStorageGibibytes: 110 } }, systems: { simpleCli: { storage: { agentGibibytes: 2 } } } }",
        );
        const stays = {
            "network.zones": 3,
            "stores.postgres.storageGibibytes": 200,
            "stores.postgres.maxStorageGibibytes": 400,
        };
        assert.deepEqual(
            wayOf(problems).flatMap((step) => (step.does === "up" ? [[step.file, step.keys]] : [])),
            [
                ["wanted", { ...stays, "systems.simpleCli.enabled": false }],
                ["wanted", stays],
            ],
        );
        const text = refusalText(
            "Pulumi.test.yaml",
            environment(
                "{ network: { zones: 3 }, stores: { postgres: { storageGibibytes: 200, maxStorageGibibytes: 400 } } }",
            ),
            environment(
                "{ network: { zones: 2 }, stores: { postgres: { storageGibibytes: 100, maxStorageGibibytes: 400 } } }",
            ),
        );
        assert.match(
            text ?? "",
            /\nall of it: up with the wanted file and network.zones: 3, stores.postgres.storageGibibytes: 200\n/,
        );
    });

    it("switch systems off together, and what was brought for none but them waits as well", () => {
        const cache =
            "existing: { redis: { cache: { host: cache.example.com, port: 6380, securityGroupId: sg-0123456789abcdef0, passwordSecret: data/cache } } }";
        const at = (akosha: number, myriad: number): string =>
            `{ ${cache}, systems: { akosha: { hotStore: { gibibytes: ${String(akosha)} } }, myriad: { enabled: true, neo4j: { gibibytes: ${String(myriad)} } } } }`;
        const waysOff = (from: string, to: string) =>
            wayOf(between(from, to)).map((step) => "keys" in step && step.keys);
        const off = { "systems.akosha.enabled": false };
        assert.deepEqual(waysOff(at(200, 20), at(100, 20)), [false, off, {}]);
        const both = { ...off, "systems.myriad.enabled": false, "existing.redis.cache": null };
        assert.deepEqual(waysOff(at(200, 20), at(100, 10)), [false, both, {}]);
    });

    it("name one way only where it is not that of one of them", () => {
        const one = between(
            "systems: { simpleCli: { storage: { agentGibibytes: 20 } } }",
            "systems: { simpleCli: { storage: { agentGibibytes: 2 } } }",
        );
        assert.equal(wayText(one), undefined);
        assert.equal(wayText([...one, ...one]), undefined);
    });
});

describe("what is deployed", () => {
    it("is read as release 0.1.0 wrote it down, too: who stores in a bucket, and nobody is no bucket", () => {
        const now = environment();
        const before = { ...now, needs: { ...now.needs, coldData: [], backupArchive: [{ user: "memstack" }] } };
        const { needs } = environmentFrom(JSON.parse(JSON.stringify(before))) ?? {};
        assert.deepEqual([needs?.coldData, needs?.backupArchive], [false, true]);
        assert.deepEqual(environmentFrom(JSON.parse(JSON.stringify(now))), JSON.parse(JSON.stringify(now)));
    });
});
