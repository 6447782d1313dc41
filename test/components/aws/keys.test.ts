import assert from "node:assert/strict";
import { existingKeyRing, Keys } from "../../../components/aws/keys";
import { KEY_DOMAINS, type KeyDomain } from "../../../components/handles";
import type { Graph } from "../../../plan/graph";
import { recorded, scope, statementsOf, type PolicyStatement } from "./fixture.data";
import { output } from "./fixture.network";

const made = (data: "keep" | "disposable" = "keep", domains: readonly KeyDomain[] = KEY_DOMAINS) =>
    recorded(() => new Keys("keys", { scope: scope(data), domains }));
const keys = (graph: Graph) => graph.ofType("aws:kms/key:Key");
const policyOf = (graph: Graph, domain: KeyDomain) =>
    statementsOf(graph.the("aws:kms/key:Key", `keys-${domain}`).inputs.policy);
const conditionKeys = ({ Condition }: PolicyStatement) =>
    Object.values(Condition).flatMap((keysOf) => Object.keys(keysOf));

describe("keys", () => {
    it("are one per announced domain, rotated, with an alias that says which stack's", async () => {
        const graph = await made("keep", ["logs", "volumes", "logs"]);
        assert.deepEqual(
            keys(graph).map(({ name }) => name),
            ["keys-logs", "keys-volumes"],
        );
        for (const { inputs } of keys(graph)) assert.equal(inputs.enableKeyRotation, true);
        const aliases = graph.ofType("aws:kms/alias:Alias").map(({ inputs }) => inputs.name);
        assert.deepEqual(aliases, ["alias/mindcloud-test-logs", "alias/mindcloud-test-volumes"]);
    });

    it("of data that outlives the environment are protected, and only while data is kept", async () => {
        const kept = keys(await made("keep"))
            .filter((key) => key.protect)
            .map(({ name }) => name);
        assert.deepEqual(
            kept,
            ["backups", "cache", "database", "files", "objects", "secrets", "volumes"].map(
                (domain) => `keys-${domain}`,
            ),
        );
        const disposable = keys(await made("disposable"));
        assert.equal(disposable.length, KEY_DOMAINS.length);
        assert.deepEqual(
            disposable.map((key) => [key.protect, key.inputs.deletionWindowInDays]),
            disposable.map(() => [false, 7]),
        );
    });

    it("refuse to be asked for a domain that was not announced", async () => {
        await assert.rejects(
            recorded(() => new Keys("keys", { scope: scope(), domains: ["logs"] }).of("cache")),
            /no key for cache: add it to the domains of Keys/,
        );
    });
});

describe("key policies", () => {
    it("name no role or user as principal, so that an account that has none accepts them", async () => {
        const graph = await made();
        for (const key of keys(graph)) {
            const { of, sids } = statementsOf(key.inputs.policy);
            for (const sid of sids) {
                const { AWS } = of(sid).Principal as { AWS?: string };
                assert.ok(
                    AWS === undefined || AWS === "*" || AWS === "arn:aws:iam::111122223333:root",
                    `${key.name} ${sid}`,
                );
            }
        }
    });

    it("leave all of kms to IAM of this account, and bind everybody else by a condition of fixed values", async () => {
        const graph = await made();
        let bound = 0;
        for (const key of keys(graph)) {
            const { of, sids } = statementsOf(key.inputs.policy);
            assert.equal(sids[0], "PermissionsComeFromIam");
            for (const statement of sids.slice(1).map(of)) {
                assert.ok(conditionKeys(statement).length > 0, key.name);
                assert.ok(
                    [statement.Action].flat().every((action) => action !== "kms:*"),
                    key.name,
                );
                assert.match(JSON.stringify(statement.Condition), /111122223333/);
                bound += 1;
            }
        }
        assert.equal(bound, 4); // logs, alarms, and two for volumes
    });

    it("let the service-linked roles that launch nodes use volumes through EC2, and grant them to AWS only", async () => {
        const volumes = policyOf(await made(), "volumes");
        for (const sid of ["VolumesOfLaunchedNodes", "GrantsForLaunchedNodes"]) {
            const { StringEquals } = volumes.of(sid).Condition;
            assert.equal(StringEquals?.["kms:ViaService"], "ec2.eu-central-1.amazonaws.com");
            assert.equal(StringEquals["kms:CallerAccount"], "111122223333");
            assert.ok(
                [StringEquals["aws:PrincipalArn"]]
                    .flat()
                    .includes(
                        "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
                    ),
            );
        }
        assert.ok(![volumes.of("VolumesOfLaunchedNodes").Action].flat().includes("kms:CreateGrant"));
        assert.deepEqual(volumes.of("GrantsForLaunchedNodes").Condition.Bool, { "kms:GrantIsForAWSResource": "true" });
    });

    it("let CloudWatch encrypt log groups of this account, and alarms reach topics of this stack", async () => {
        const graph = await made();
        const logs = policyOf(graph, "logs").of("LogGroupsOfThisAccount");
        assert.deepEqual(logs.Principal, { Service: "logs.eu-central-1.amazonaws.com" });
        assert.deepEqual(logs.Condition, {
            ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:eu-central-1:111122223333:log-group:*" },
        });
        assert.deepEqual(policyOf(graph, "alarms").of("PublishersToTopicsOfThisStack").Condition, {
            ArnLike: {
                "kms:EncryptionContext:aws:sns:topicArn": "arn:aws:sns:eu-central-1:111122223333:mindcloud-test-*",
            },
        });
    });
});

describe("a key that exists", () => {
    it("serves every domain", async () => {
        const arn = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000";
        const ring = existingKeyRing(arn);
        for (const domain of KEY_DOMAINS) assert.equal(await output(ring.of(domain).arn), arn);
    });
});
