import assert from "node:assert/strict";
import versions from "../../config/offered.json";
import { offered, offeredIn } from "../../config/offers";
import { instanceGibibytes } from "../../config/pools";
import { POSTGRES_MAJORS, VALKEY } from "../../config/versions";
import { ZONES } from "../../config/zones";

describe("config: what AWS offers by region", () => {
    it("knows sizes that exist nowhere, and types that a region lacks", () => {
        assert.equal(offered("databases", "db.m7g.3xlarge", "us-east-1"), "nowhere");
        assert.equal(offered("databases", "db.m8g.large", "ca-central-1"), "no");
        assert.equal(offered("cacheNodes", "cache.c7gn.large", "eu-central-1"), "no");
        assert.equal(offered("instances", "m7g.large", "eu-south-1"), "no");
        assert.equal(offered("instances", "m7g.large", "us-east-1"), "yes");
        assert.equal(offered("instances", "m7g.large", "xx-nowhere-1"), "unknown");
    });

    it("has what the profiles choose in every region with zones but three, where a stack file has to choose", () => {
        const lacking = (kind: "databases" | "cacheNodes", names: readonly string[]) =>
            Object.keys(ZONES).filter((region) => names.some((name) => offered(kind, name, region) !== "yes"));
        assert.deepEqual(lacking("databases", ["db.t4g.small", "db.t4g.medium"]), ["ca-west-1"]);
        const nodes = ["cache.t4g.micro", "cache.t4g.small", "cache.t4g.medium"];
        assert.deepEqual(lacking("cacheNodes", nodes), ["me-central-1", "me-south-1"]);
    });

    it("counts the memory of every class that runs a supported PostgreSQL in us-east-1", () => {
        const unknown = offeredIn("databases", "us-east-1").filter((name) => instanceGibibytes(name) === undefined);
        assert.deepEqual(unknown, []);
    });

    it("has no class that runs none of them, although it has a price", () => {
        for (const name of ["db.t2.micro", "db.m4.large", "db.r4.xlarge", "db.x2idn.16xlarge"])
            assert.equal(offered("databases", name, "us-east-1"), "nowhere", name);
    });

    it("has each major that the program asks for, of both engines", () => {
        for (const major of POSTGRES_MAJORS)
            assert.ok(
                versions.versions.postgres.some((each) => each.startsWith(`${major}.`)),
                major,
            );
        for (const { version } of Object.values(VALKEY)) assert.ok(versions.versions.valkey.includes(version), version);
    });
});
