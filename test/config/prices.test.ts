import assert from "node:assert/strict";
import { knownInstanceTypes } from "../../config/instance-types";
import {
    EC2_FAMILIES,
    ec2Hourly,
    postgresHourly,
    PRICES,
    SOURCES,
    type Source,
    valkeyHourly,
} from "../../config/prices";

describe("prices", () => {
    it("say when and where each was read, or are among the few that nobody has read again", () => {
        const unread: string[] = [];
        for (const [name, { usd, source }] of Object.entries(PRICES)) {
            assert.ok(usd > 0 && usd < 2, name);
            const { read, url }: Source = SOURCES[source];
            assert.match(url, /^https:\/\//);
            if (read === undefined) unread.push(name);
            else assert.match(read, /^20\d\d-\d\d-\d\d$/);
        }
        assert.deepEqual(unread.sort(), [
            ...["alarm", "backups", "crossZoneTraffic", "metric", "metricReads", "restoreTest", "restoredFiles"],
        ]);
    });

    it("know every instance type whose size the program knows, but r9g, which nobody lists", () => {
        const without = knownInstanceTypes().filter((type) => ec2Hourly(type) === undefined);
        assert.deepEqual([...new Set(without.map((type) => type.split(".")[0]))], ["r9g"]);
        const known = new Set(knownInstanceTypes().map((type) => type.split(".")[0]));
        assert.deepEqual(
            EC2_FAMILIES.filter((family) => !known.has(family)),
            [],
        );
    });

    it("double with the size, as AWS's own list does", () => {
        const rounded = (type: string) => ec2Hourly(type)?.toFixed(4);
        assert.deepEqual(
            ["t4g.small", "t4g.medium", "m7g.xlarge", "m6i.2xlarge", "r7g.2xlarge", "m5.24xlarge"].map(rounded),
            ["0.0168", "0.0336", "0.1632", "0.3840", "0.4284", "4.6080"],
        );
        assert.equal(ec2Hourly("m7g.metal"), undefined);
        assert.equal(ec2Hourly("x9z.large"), undefined);
        assert.equal(valkeyHourly("cache.r7g.large"), 0.1752);
        assert.equal(postgresHourly("db.t4g.medium"), 0.065);
    });
});
