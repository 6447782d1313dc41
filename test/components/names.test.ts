import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { NAME_LIMITS, physicalName, type NameKind } from "../../components/names";
import { scopeOf } from "../../components/scope";
import type { Environment } from "../../config/environment";

interface Shapes {
    readonly types: Readonly<Record<string, Readonly<Record<string, { readonly maxLength?: number }>>>>;
}

const shapesOf = (file: string): Shapes =>
    JSON.parse(readFileSync(path.join(__dirname, "../../plan/papers/shapes", `${file}.json`), "utf8")) as Shapes;

const scope = (stack: string) =>
    scopeOf({
        ...{
            project: "mindcloud",
            stack,
            account: "111122223333",
            region: "us-east-1",
            partition: "aws",
            data: "keep",
        },
        ...{ profile: "economy", deployment: { runnerCidrs: [] } },
    } as unknown as Environment);

/** What AWS's own shapes say (plan/papers/shapes): file, type, argument. */
const IN_SHAPES: Readonly<Partial<Record<NameKind, readonly [file: string, type: string, argument: string]>>> = {
    iamRole: ["iam", "aws:iam/role:Role", "name"],
    iamPolicy: ["iam", "aws:iam/rolePolicy:RolePolicy", "name"],
    cluster: ["eks", "aws:eks/cluster:Cluster", "name"],
    topic: ["sns", "aws:sns/topic:Topic", "name"],
    alarm: ["cloudwatch", "aws:cloudwatch/metricAlarm:MetricAlarm", "name"],
};

/** What the shapes leave out and the pages say; each is the page of the request that takes the name. */
const ON_PAGES: Readonly<Partial<Record<NameKind, number>>> = {
    bucket: 63, // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    // https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html, ..._CreateUser.html
    ...{ cacheReplicationGroup: 40, cacheUser: 40, cacheParameterGroup: 255, cacheSubnetGroup: 255 },
    // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html, ..._CreateDBSubnetGroup.html
    ...{ databaseInstance: 63, databaseParameterGroup: 255, databaseSubnetGroup: 255 },
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html, ..._CreateSecurityGroup.html
    ...{ launchTemplate: 128, securityGroup: 255 },
    loadBalancer: 32, // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
    nodeGroup: 63, // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
    backup: 50, // https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateBackupVault.html
};

/** Of what has no limit of its own that is shorter. */
const SHORTEST_OF_THE_REST = 128;

describe("physical names", () => {
    it("are as long as AWS says that they may be", () => {
        for (const [kind, limit] of Object.entries(NAME_LIMITS) as readonly (readonly [NameKind, number])[]) {
            const [file, type = "", argument = ""] = IN_SHAPES[kind] ?? [];
            const shapes = file === undefined ? undefined : shapesOf(file);
            const said = shapes?.types[type]?.[argument]?.maxLength ?? ON_PAGES[kind] ?? SHORTEST_OF_THE_REST;
            assert.equal(limit, said, kind);
        }
    });

    it("keep project and stack whole however long the rest is, up to the longest stack name", () => {
        const stack = "a".repeat(20);
        for (const kind of Object.keys(NAME_LIMITS) as NameKind[])
            if (kind !== "loadBalancer") {
                const reserve = kind === "nodeGroup" ? 27 : 0;
                const name = physicalName(scope(stack), kind, "general-of-many-things-in-us-east-1a-and-more", reserve);
                assert.ok(name.startsWith(`mindcloud-${stack}-`) && name.length <= NAME_LIMITS[kind] - reserve, name);
            }
    });

    it("stay as they are for shorter stacks: a change would replace what has them", () => {
        assert.equal(
            physicalName(scope("prod"), "nodeGroup", "untrusted-nodes-of-many-people", 27),
            "mindcloud-prod-untrusted-node-1b89e0",
        );
    });
});
