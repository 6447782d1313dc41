import assert from "node:assert/strict";
import { printed, textOf } from "./bad-inputs";

const paths = (says: string): string[] => printed({ says }).problems.map(({ path }) => path);

describe("all problems at once", () => {
    it("finds eight problems of eight kinds, and nothing that follows from one of them", () => {
        const found = paths(`
netwrok: { cidr: 10.30.0.0/16 }
account: 000000000000
profile: highlyAvailable
deployment: { runner: vpn }
nodeGroups: { system: { capacity: spot }, general: { instanceTypes: [m7g.large, m7i.large] } }
stores: { cold: { infrequentAfterDays: 7 }, postgres: { backupDays: 0 } }
secrets: { llm: { openai: plain } }
systems: { memstack: { enabled: true } }
`);
        assert.deepEqual(found.sort(), [
            "account",
            "deployment.runnerCidrs",
            "netwrok",
            "nodeGroups.general.instanceTypes",
            "nodeGroups.system.capacity",
            "secrets.llm.openai",
            "stores.cold.infrequentAfterDays",
            "stores.postgres.backupDays",
        ]);
    });

    const only: Readonly<Record<string, readonly [says: string, path: string]>> = {
        "a mistyped key is not compared": ["nodeGroups: { general: { mni: 1, max: 2 } }", "nodeGroups.general.mni"],
        "a wrong CIDR block overlaps nothing": [
            "network: { cidr: 10.20.0.7/16 }\ndeployment: { runner: vpn, runnerCidrs: [10.20.9.0/24] }",
            "network.cidr",
        ],
        "wrong callers need no runner": [
            "cluster: { endpoint: { publicCidrs: [10.0.0/8] } }",
            "cluster.endpoint.publicCidrs[0]",
        ],
        "an unknown system needs no stores": [
            "existing: { redis: { queue: { host: redis.example.com, port: 6379, securityGroupId: sg-0123abcd, passwordSecret: x } } }\nsystems: { memstack: { enabled: yes } }",
            "systems.memstack.enabled",
        ],
        "an unknown region has no zones of its own": [
            "aws:region: us-esat-1\nnetwork: { zoneNames: [us-east-1a, us-east-1b] }",
            "aws:region",
        ],
        "wrong node groups hold no pods": [
            "nodeGroups: { general: { max: many } }\nsystems: { akosha: { enabled: true, size: phase3 } }",
            "nodeGroups.general.max",
        ],
        "a wrong node price is in no budget": [
            "stores: { redis: { cache: { node: large } } }\nbudget: { monthlyUsd: 1 }",
            "stores.redis.cache.node",
        ],
    };
    for (const [title, [says, path]] of Object.entries(only))
        it(`keeps silent about what follows: ${title}`, () => {
            assert.deepEqual(paths(says), [path]);
        });

    it("keeps silent about what follows: a mistyped required key is not also missing", () => {
        const file = textOf({}).replace("mindcloud:alerts", "mindcloud:alrets").replace("publicCidrs", "publicCdirs");
        const found = printed({ file }).problems.map(({ path }) => path);
        assert.deepEqual(found.sort(), ["alrets", "cluster.endpoint.publicCdirs"]);
    });

    it("keeps silent about what follows: a mistyped namespace is not also a missing key", () => {
        const file = textOf({}).replace("mindcloud:account", "mindclod:account");
        assert.deepEqual(
            printed({ file }).problems.map(({ path }) => path),
            ["mindclod:account"],
        );
    });
});
