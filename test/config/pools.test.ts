import assert from "node:assert/strict";
import fc from "fast-check";
import type { PostgresNeed } from "../../config/needs";
import { instanceGibibytes, maxConnectionsOf, shareOf } from "../../config/pools";

const memstack = (pods: number): PostgresNeed => ({
    database: "memstack",
    pods,
    connectionsPerPod: 60,
    fewestConnectionsPerPod: 15,
});

const need = (database: string) =>
    fc
        .record({
            pods: fc.integer({ min: 0, max: 100 }),
            connectionsPerPod: fc.integer({ min: 1, max: 200 }),
            fewest: fc.integer({ min: 1, max: 200 }),
        })
        .map(({ pods, connectionsPerPod, fewest }) => ({
            database,
            pods,
            connectionsPerPod,
            fewestConnectionsPerPod: Math.min(fewest, connectionsPerPod),
        }));

describe("config/pools", () => {
    it("knows what RDS takes by default, and that memory for the system is missing from it", () => {
        assert.equal(maxConnectionsOf("db.t4g.medium"), 405);
        assert.equal(maxConnectionsOf("db.m7g.large"), 811);
        assert.equal(maxConnectionsOf("db.r7g.large"), 1622);
        assert.equal(maxConnectionsOf("db.r8g.16xlarge"), 5000);
        assert.ok((maxConnectionsOf("db.t4g.micro") ?? 112) <= 81);
    });

    it("takes memory from family and size, and admits what it does not know", () => {
        assert.deepEqual(
            ["db.t4g.small", "db.m6gd.xlarge", "db.r7g.12xlarge", "db.x2g.large"].map(instanceGibibytes),
            [2, 16, 384, 32],
        );
        for (const unknown of ["db.q9.large", "db.m7g.medium", "db.t4g.huge", "large"])
            assert.equal(maxConnectionsOf(unknown), undefined);
    });

    it("keeps the documented pool where it fits under 80 %", () => {
        assert.deepEqual(shareOf([memstack(4)], 405), {
            fits: true,
            shares: { memstack: { perPod: 60, documented: 60 } },
        });
        assert.deepEqual(shareOf([memstack(10)], 750), {
            fits: true,
            shares: { memstack: { perPod: 60, documented: 60 } },
        });
        assert.deepEqual(shareOf([memstack(10)], 749), {
            fits: true,
            shares: { memstack: { perPod: 59, documented: 60 } },
        });
    });

    it("gives 35 production pods what db.m7g.large has, not the 2,100 connections that the document adds up to", () => {
        assert.deepEqual(shareOf([memstack(35)], 811), {
            fits: true,
            shares: { memstack: { perPod: 18, documented: 60 } },
        });
    });

    it("refuses fewer than a pod can work with, and says how many are missing", () => {
        assert.deepEqual(shareOf([memstack(35)], 405), { fits: false, needed: 525, available: 324 });
    });

    it("lets a pool at its floor take from the others, not from the limit", () => {
        const rigid: PostgresNeed = { database: "rigid", pods: 10, connectionsPerPod: 10, fewestConnectionsPerPod: 10 };
        const soft: PostgresNeed = { database: "soft", pods: 10, connectionsPerPod: 30, fewestConnectionsPerPod: 5 };
        const pools = shareOf([rigid, soft], 250);
        assert.deepEqual(pools, {
            fits: true,
            shares: { rigid: { perPod: 10, documented: 10 }, soft: { perPod: 10, documented: 30 } },
        });
    });

    it("never plans more than 80 %, never less than the fewest, never more than documented", () => {
        fc.assert(
            fc.property(
                need("a"),
                need("b"),
                need("c"),
                fc.integer({ min: 10, max: 5000 }),
                (a, b, c, maxConnections) => {
                    const needs = [a, b, c];
                    const pools = shareOf(needs, maxConnections);
                    const fewest = needs.reduce((sum, each) => sum + each.pods * each.fewestConnectionsPerPod, 0);
                    assert.equal(pools.fits, fewest <= Math.floor(maxConnections * 0.8));
                    if (!pools.fits) return;
                    let planned = 0;
                    for (const each of needs) {
                        const { perPod } = pools.shares[each.database] ?? assert.fail(each.database);
                        assert.ok(perPod >= each.fewestConnectionsPerPod && perPod <= each.connectionsPerPod);
                        planned += perPod * each.pods;
                    }
                    assert.ok(planned <= maxConnections * 0.8);
                },
            ),
        );
    });
});
