import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Environment } from "../../config/environment";
import { transitionProblems, wayOf } from "../../config/transition";
import { withKeys } from "../../rehearsal/rehearse/stack-file";
import { between, environment, said } from "./transition-fixture";
import { faultsOf, problemsOf } from "./way-faults";

const FOREIGN = fs.readFileSync(path.join(__dirname, "../environments/memstack-foreign.yaml"), "utf8");
const subnets = (letter: string, ...last: readonly (number | string)[]): readonly string[] =>
    last.map((each) => `subnet-0${letter.repeat(15)}${String(each)}`);

/** What is said of these keys, there from the foreign environment with others; and that the way can be gone. */
function refused(keys: Readonly<Record<string, unknown>>, from = FOREIGN): readonly string[] {
    const to = withKeys(from, keys);
    assert.deepEqual([...faultsOf({ from, to })], []);
    return said(problemsOf(from, to)).map((line) => line.replace(/ \[.*\] -> \[.*\]/, ""));
}

/** The same with a cluster of ours in it. */
const OWN = withKeys(FOREIGN, {
    "existing.cluster": null,
    "cluster.access": { "arn:aws:iam::000000000000:role/platform-admin": "admin" },
    "cluster.endpoint.publicCidrs": ["203.0.113.0/24"],
});

describe("what is brought, as another one", () => {
    it("may be other subnets only behind those that are there, where a store stands in them", () => {
        const data = "existing.vpc.dataSubnetIds";
        assert.deepEqual(refused({ [data]: subnets("c", 1, 2, 4) }), [`${data}: up`]);
        assert.deepEqual(refused({ [data]: subnets("c", 2, 1, 3) }), [`${data}: up`]);
        const fewer = { "network.zones": 2, "existing.vpc.dataCidrs": ["10.60.208.0/22", "10.60.212.0/22"] };
        const two = {
            ...{ ...fewer, [data]: subnets("c", 1, 2), "existing.vpc.privateSubnetIds": subnets("b", 1, 2) },
            ...{ "existing.vpc.publicSubnetIds": null, "existing.vpc.publicCidrs": null },
        };
        assert.deepEqual(refused(two), [`${data}: up`]);
        const less = withKeys(FOREIGN, two);
        assert.deepEqual(said(problemsOf(less, FOREIGN)), []);
    });

    it("is any subnet for pods where the cluster is somebody else's, and none where it is ours", () => {
        const pods = "existing.vpc.privateSubnetIds";
        assert.deepEqual(refused({ [pods]: subnets("b", 1, 2, 4) }), []);
        assert.deepEqual(refused({ [pods]: subnets("b", 1, 2, 4) }, OWN), [`${pods}: up`]);
    });

    it("is no other class under volumes that stay", () => {
        const key = "existing.cluster.storageClasses";
        assert.deepEqual(refused({ [`${key}.database`]: "other" }), [`${key}.database ebs-database -> other: up`]);
        assert.deepEqual(refused({ [`${key}.general`]: "other" }), []);
        assert.deepEqual(refused({ [key]: null, "clusterServices.storageClasses": "install" }), [
            `${key}.database ebs-database -> nothing: up`,
        ]);
        const graph = withKeys(FOREIGN, {
            "existing.neo4j.memstack": {
                ...{ host: "neo4j.example.com", port: 7687, scheme: "neo4j+s", passwordSecret: "company/neo4j" },
                cidrs: ["10.90.0.0/24"],
            },
        });
        assert.deepEqual(refused({ [`${key}.database`]: "other" }, graph), []);
    });

    it("gives spanning groups of ours another subnet, and with data: keep that is refused in words", () => {
        const two = {
            "network.zones": 2,
            "existing.vpc.dataSubnetIds": subnets("c", 1, 2),
            "existing.vpc.privateSubnetIds": subnets("b", 1, 2),
            "existing.vpc.dataCidrs": ["10.60.208.0/22", "10.60.212.0/22"],
            "existing.vpc.publicSubnetIds": null,
            "existing.vpc.publicCidrs": null,
        };
        const three = { "existing.vpc.publicSubnetIds": null, "existing.vpc.publicCidrs": null };
        const more = said(problemsOf(withKeys(OWN, two), withKeys(OWN, three)));
        assert.deepEqual(more, ["network.zones 2 -> 3: byHand, unprotect, up"]);
        assert.deepEqual(said(problemsOf(withKeys(FOREIGN, two), withKeys(FOREIGN, three))), []);
    });
});

describe("nodes that the wanted file has at its own minor", () => {
    it("wait on the way for their control plane", () => {
        const to = environment("{ nodeGroups: { general: { kubernetes: '1.36' } }, cluster: { kubernetes: '1.36' } }");
        const from = { ...to, cluster: { ...to.cluster, kubernetes: "1.34" } } as unknown as Environment;
        assert.deepEqual(
            wayOf(transitionProblems({ from, to })).map((step) => "keys" in step && step.keys),
            [{ "cluster.kubernetes": "1.35", "nodeGroups.general.kubernetes": "1.35" }, {}],
        );
    });
});

describe("logs of pods under data: keep", () => {
    it("go by data: disposable first: S3 deletes only an empty bucket", () => {
        const keep = (more: string): string =>
            `{ data: keep, monitoring: { cloudWatch: false, logs: { enabled: ${more} } } }`;
        assert.deepEqual(said(between(keep("true"), keep("false"))), [
            "monitoring.logs.enabled its logs -> nothing: byHand, up, up",
        ]);
        assert.deepEqual(said(between(keep("false"), keep("true"))), []);
    });

    it("stay with the stores of a system that is off", () => {
        const on =
            "{ data: keep, monitoring: { logs: { enabled: true } }, systems: { memstack: { enabled: false }, simpleCli: { enabled: false } } }";
        const off = `{ data: keep, stores: { keptFor: [akosha] }, monitoring: { logs: { enabled: true } }, systems: { akosha: { enabled: false }, memstack: { enabled: false }, simpleCli: { enabled: false } } }`;
        const paths = between(on, off).map(({ path: key }) => key);
        assert.ok(paths.includes("systems.akosha") && !paths.includes("monitoring.logs.enabled"), paths.join());
    });
});
