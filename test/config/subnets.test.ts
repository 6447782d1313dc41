import assert from "node:assert/strict";
import fc from "fast-check";
import {
    addressesIn,
    assignableIn,
    canonical,
    contains,
    isCanonical,
    MAX_ZONES,
    overlaps,
    prefixOf,
    subnetPlan,
    type SubnetPlan,
    VPC_PREFIX,
} from "../../config/subnets";

const octet = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
const block = (shortest: number, longest: number) =>
    fc
        .tuple(address, fc.integer({ min: shortest, max: longest }))
        .map(([first, prefix]) => canonical(`${first}/${String(prefix)}`));
const vpc = block(VPC_PREFIX.shortest, VPC_PREFIX.longest);
const zones = fc.integer({ min: 1, max: MAX_ZONES });

const all = (plan: SubnetPlan) => [...plan.public, ...plan.private, ...plan.data];
const pairs = <T>(items: readonly T[]) =>
    items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const));

describe("subnet plan", () => {
    it("gives every zone one subnet of each kind, inside the VPC, none over another", () => {
        fc.assert(
            fc.property(vpc, zones, (cidr, count) => {
                const plan = subnetPlan(cidr, count);
                for (const kind of [plan.public, plan.private, plan.data]) assert.equal(kind.length, count);
                for (const subnet of all(plan)) assert.ok(contains(cidr, subnet) && isCanonical(subnet), subnet);
                for (const [one, other] of pairs(all(plan))) assert.ok(!overlaps(one, other), `${one} ${other}`);
            }),
        );
    });

    it("moves nothing when a zone is added: the first blocks stay, in order", () => {
        fc.assert(
            fc.property(vpc, fc.integer({ min: 1, max: MAX_ZONES - 1 }), (cidr, count) => {
                const [before, after] = [subnetPlan(cidr, count), subnetPlan(cidr, count + 1)];
                for (const kind of ["public", "private", "data"] as const)
                    assert.deepEqual(after[kind].slice(0, count), before[kind]);
            }),
        );
    });

    it("keeps a free block and the fourth places clear of every subnet", () => {
        fc.assert(
            fc.property(vpc, (cidr) => {
                const taken = all(subnetPlan(cidr, MAX_ZONES)).map(addressesIn);
                const sum = taken.reduce((total, addresses) => total + addresses, 0);
                // 3/4 private, 3/32 public, 3/64 data
                assert.equal(sum / addressesIn(cidr), 3 / 4 + 3 / 32 + 3 / 64);
            }),
        );
    });

    it("gives sizes that AWS takes: a load balancer needs /27 with 8 free addresses, a subnet /28", () => {
        for (const cidr of ["10.20.0.0/16", "10.20.0.0/20", "10.20.0.0/22"]) {
            const plan = subnetPlan(cidr, 3);
            for (const subnet of plan.public) assert.ok(prefixOf(subnet) <= 27 && assignableIn(subnet) >= 8, subnet);
            for (const subnet of all(plan)) assert.ok(prefixOf(subnet) >= 16 && prefixOf(subnet) <= 28, subnet);
        }
    });

    it("is this for the default block, and must never change: subnets would be replaced", () => {
        assert.deepEqual(subnetPlan("10.20.0.0/16", 3), {
            public: ["10.20.192.0/21", "10.20.200.0/21", "10.20.208.0/21"],
            private: ["10.20.0.0/18", "10.20.64.0/18", "10.20.128.0/18"],
            data: ["10.20.224.0/22", "10.20.228.0/22", "10.20.232.0/22"],
        });
        assert.deepEqual(subnetPlan("192.168.240.0/20", 2), {
            public: ["192.168.252.0/25", "192.168.252.128/25"],
            private: ["192.168.240.0/22", "192.168.244.0/22"],
            data: ["192.168.254.0/26", "192.168.254.64/26"],
        });
    });

    it("refuses what it has no room for", () => {
        assert.throws(() => subnetPlan("10.20.0.0/15", 2), /is \/16 to \/22, not 10\.20\.0\.0\/15/);
        assert.throws(() => subnetPlan("10.20.0.0/23", 2), /is \/16 to \/22/);
        assert.throws(() => subnetPlan("10.20.0.7/16", 2), /is not a network address/);
        assert.throws(() => subnetPlan("10.20.0.0/16", 4), /room for 1 to 3 zones, not 4/);
        for (const nonsense of ["10.20.0.0", "10.20.0.0/33", "256.0.0.0/8", "10.20.0/16", "ten/16"])
            assert.throws(() => subnetPlan(nonsense, 2), /is not an IPv4 CIDR block/);
    });
});

describe("IPv4 blocks", () => {
    const any = block(0, 32);

    it("overlap exactly when one contains the other, whichever is named first", () => {
        fc.assert(
            fc.property(any, any, (one, other) => {
                assert.equal(overlaps(one, other), contains(one, other) || contains(other, one));
                assert.equal(overlaps(one, other), overlaps(other, one));
            }),
        );
    });

    it("contain their own halves, which do not overlap", () => {
        fc.assert(
            fc.property(block(0, 31), (cidr) => {
                const [first = "", prefix = ""] = cidr.split("/");
                const lower = `${first}/${String(Number(prefix) + 1)}`;
                assert.ok(contains(cidr, lower) && !contains(lower, cidr));
                assert.equal(addressesIn(lower) * 2, addressesIn(cidr));
            }),
        );
    });

    it("are canonical when no host bit is set", () => {
        assert.deepEqual(["10.20.0.0/16", "0.0.0.0/0", "255.255.255.255/32"].map(isCanonical), [true, true, true]);
        assert.deepEqual(["10.20.0.7/16", "10.20.0.1/31", "128.0.0.0/0"].map(isCanonical), [false, false, false]);
        assert.equal(canonical("10.20.0.7/16"), "10.20.0.0/16");
        assert.ok(overlaps("10.20.0.0/16", "10.20.255.0/24"));
        assert.ok(!overlaps("10.20.0.0/16", "10.21.0.0/16"));
    });

    it("have five addresses less for interfaces than in all", () => {
        assert.equal(assignableIn("10.20.0.0/24"), 251);
        assert.equal(assignableIn("10.20.0.0/31"), 0);
    });
});
