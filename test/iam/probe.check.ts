import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { decide, type Principal } from "../../iam/evaluate";
import { actionMatches } from "../../iam/match";
import { policyOf, type Policy } from "../../iam/policy";
import { action, serviceNames } from "../../iam/reference";
import { ACCOUNT, estateOf } from "./estate";
import { probe, roleOf, servicesAllowed, type Find } from "./probe";
import { account, LOOK, personOf } from "./reach";

/** Actions without a resource are about the whole account: these may be done, and why that takes nothing from another environment. */
const SETTINGS: Readonly<Record<string, string>> = {
    "acm:RequestCertificate": "makes a new one",
    "eks:CreateCluster": "makes a new one",
    "elasticfilesystem:CreateFileSystem": "makes a new one",
    "kms:CreateKey": "makes a new one",
    "backup-storage:MountCapsule": "comes with a new vault",
    "logs:CreateLogDelivery": "docs: the log deliveries of ElastiCache",
    "logs:UpdateLogDelivery": "docs: the log deliveries of ElastiCache",
    "logs:DeleteLogDelivery": "docs: the log deliveries of ElastiCache",
    "logs:PutResourcePolicy": "docs: the resource policies of CloudWatch Logs",
    "sns:SetSubscriptionAttributes": "docs: `sns:SetSubscriptionAttributes`",
    "sns:Unsubscribe": "docs: `sns:Unsubscribe`",
    "elasticloadbalancing:SetWebAcl": "nothing without rights on the WAF, which nobody here has",
    "elasticloadbalancing:AllowVendedLogDeliveryForResource":
        "nothing without logs:CreateDelivery on a source of one's own",
};

/** What AWS names by an id and nobody has tagged: whose it is, nobody can tell. In words of docs/guides/bootstrap.md. */
const UNTOLD: Readonly<Record<string, string>> = {
    "acm certificate": "certificate",
    "backup backupPlan": "backup plan",
    "backup restoreTestingPlan": "backup plan",
    "ec2 *": "network interface, security group",
    "elasticfilesystem *": "file system",
    "elasticloadbalancing *": "load balancer",
    "kms key": "KMS key",
    "route53 hostedzone": "`route53:AssociateVPCWithHostedZone`",
};

/** To whom a role of the environment may be handed, and what is done with it there: never more than its boundary allows. */
const HANDED: Readonly<Record<string, string>> = {
    "backup.amazonaws.com": "saves and restores",
    "ec2.amazonaws.com": "nodes have it",
    "eks.amazonaws.com": "control planes have it",
    "monitoring.rds.amazonaws.com": "writes metrics of a database",
    "pods.eks.amazonaws.com": "pods have it",
    "restore-testing.backup.amazonaws.com": "restores for a test",
    "vpc-flow-logs.amazonaws.com": "writes flow logs",
};

const PAGE = fs.readFileSync(path.join(__dirname, "../../docs/guides/bootstrap.md"), "utf8").replace(/\s+/g, " ");
const DOCS = /### What they cannot keep apart.*?## What it costs/.exec(PAGE)?.[0] ?? "";
const looks = ({ level }: Find["action"]): boolean => level === "read" || level === "list";
/** Everybody pulls images; and the setup of what carries no tag may be seen. */
const isOpen = ({ action, service, whose }: Find): boolean =>
    looks(action) &&
    (whose === "setting" ||
        service === "ecr" ||
        (whose === "another's name" && [...LOOK, ...SEEN].some((pattern) => actionMatches(pattern, action.name))));
/** By roles of an environment. */
const SEEN = [
    "autoscaling:Describe*",
    "elasticfilesystem:Describe*",
    "elasticloadbalancing:Describe*",
    "kms:ListGrants",
    "route53:GetChange",
];

const keyOf = ({ service, type }: Find): string => (`${service} *` in UNTOLD ? `${service} *` : `${service} ${type}`);

/** What is neither open nor in the tables. */
function beyond(principal: Principal, stack = "dev"): readonly string[] {
    return probe(principal, stack)
        .filter((find) => !isOpen(find))
        .filter(({ whose, action }) => whose !== "setting" || SETTINGS[action.name] === undefined)
        .filter((find) => find.whose !== "another's name" || UNTOLD[keyOf(find)] === undefined)
        .map(({ whose, action, type }) => `${whose}: ${action.name} ${type}`.trim());
}

describe("the attacker's probe", () => {
    const dev = personOf("dev");
    const everybody = { deploy: dev.deploy, preview: dev.preview, made: dev.made };

    for (const [who, principal] of Object.entries(everybody))
        it(`finds no action of AWS by which ${who} of dev gets at another environment, the account or its settings`, () => {
            assert.deepEqual(beyond(principal), []);
        });

    it("finds with the role for images their repositories, and with that for settings the two settings", () => {
        const ours = (name: string) => [...new Set(beyond(roleOf(name)).map((each) => each.replace(/^[^:]*: /, "")))];
        const images = ours("mindcloud-images");
        assert.ok(images.length > 0);
        assert.deepEqual(
            images.filter((each) => !/^ecr:\w+ repository$/.test(each)),
            [],
        );
        assert.deepEqual(ours("mindcloud-account-settings"), [
            "ec2:EnableEbsEncryptionByDefault",
            "s3:PutAccountPublicAccessBlock",
        ]);
    });

    it("knows every service that any of them may ask", () => {
        const all = [...Object.values(everybody), ...["mindcloud-images", "mindcloud-account-settings"].map(roleOf)];
        for (const { arn, policies, boundary } of all) {
            const services = servicesAllowed(boundary === undefined ? policies : [boundary]);
            assert.deepEqual(
                services.filter((each) => !serviceNames().includes(each)),
                [],
                arn,
            );
        }
    });

    it("has reasons for nothing that nobody may, and docs say what cannot be told apart", () => {
        const found = Object.values(everybody).flatMap((each) => probe(each, "dev").filter((find) => !isOpen(find)));
        const settings = new Set(found.filter(({ whose }) => whose === "setting").map(({ action }) => action.name));
        assert.deepEqual(Object.keys(SETTINGS).sort(), [...settings].sort());
        const untold = new Set(found.filter(({ whose }) => whose === "another's name").map(keyOf));
        assert.deepEqual(Object.keys(UNTOLD).sort(), [...untold].sort());
        for (const words of [
            ...Object.values(UNTOLD),
            ...Object.values(SETTINGS).flatMap((why) => /^docs: (.*)/.exec(why)?.[1] ?? []),
        ])
            assert.ok(DOCS.includes(words), words);
    });

    it("cannot tell where services of AWS put their interfaces: IAM checks who asks against no subnet, as docs say", () => {
        const placing = [
            "eks:CreateCluster",
            "eks:CreateNodegroup",
            "rds:CreateDBSubnetGroup",
            "elasticache:CreateCacheSubnetGroup",
            "elasticloadbalancing:CreateLoadBalancer",
        ];
        for (const name of placing) {
            const { resources } = action(name);
            assert.ok(!resources.includes("subnet") && !resources.includes("security-group"), name);
        }
        assert.ok(DOCS.includes("Where interfaces are put"));
    });
});

describe("a role that is handed to a service of AWS", () => {
    const { deploy, preview, made } = personOf("dev");
    const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
    const own = role("mindcloud-dev-nodes-node");
    const hands = (principal: Principal, resource: string, service: string): boolean =>
        decide(principal, { action: "iam:PassRole", resource, context: { "iam:passedtoservice": [service] } }).allowed;
    // Whoever runs code, or acts for others, with the role that it is given: none of them, nor one that comes some day.
    const OTHERS =
        "lambda codebuild codepipeline glue ssm cloudformation ecs-tasks datapipeline sagemaker states batch events scheduler export.rds replication.s3 logs any"
            .split(" ")
            .map((name) => `${name}.amazonaws.com`);

    it("is one of the environment's, which its boundary holds, and goes to a service that has a reason", () => {
        const handed = [...Object.keys(HANDED), ...OTHERS].filter((service) => hands(deploy, own, service));
        assert.deepEqual(handed, Object.keys(HANDED));
        const named = deploy.policies.flatMap(({ statements }) =>
            statements.flatMap(({ conditions }) => conditions.StringEquals?.["iam:passedtoservice"] ?? []),
        );
        assert.deepEqual([...new Set(named)].sort(), Object.keys(HANDED));
    });

    it("is none of another environment or of the account, and nobody but who deploys hands one over", () => {
        const roles = estateOf("prod", account.rendered.arnOf("StateKey")).filter(({ type }) => type === "role");
        const others = [...roles.map(({ arn }) => arn), role("mindcloud-deploy-dev"), role("Admin")];
        for (const service of [...Object.keys(HANDED), ...OTHERS]) {
            for (const each of others) assert.ok(!hands(deploy, each, service), `${each} to ${service}`);
            for (const each of [own, ...others])
                assert.ok(!hands(preview, each, service) && !hands(made, each, service), `${each} to ${service}`);
        }
    });
});

describe("the attacker's probe finds", () => {
    const dev = personOf("dev");
    const and = (principal: Principal, Action: string, Resource = "*"): Principal => ({
        ...principal,
        policies: [...principal.policies, policyOf("more", { Statement: { Effect: "Allow", Action, Resource } })],
    });
    const bounded = (Action: string): Principal => {
        const { boundary } = dev.made;
        assert.ok(boundary !== undefined);
        const more = policyOf("more", { Statement: { Effect: "Allow", Action, Resource: "*" } }).statements;
        return { ...dev.made, boundary: { ...boundary, statements: [...boundary.statements, ...more] } };
    };
    const undenied = (policy: Policy): Policy => ({
        ...policy,
        statements: policy.statements.filter(({ allows }) => allows),
    });

    it("a setting of the account that a wildcard takes in", () => {
        assert.ok(beyond(bounded("ec2:Modify*")).includes("setting: ec2:ModifyEbsDefaultKmsKeyId"));
        assert.ok(
            beyond(and(dev.deploy, "elasticfilesystem:Put*")).includes(
                "setting: elasticfilesystem:PutAccountPreferences",
            ),
        );
        for (const action of ["ecr:PutRegistryPolicy", "iam:CreateAccountAlias", "s3:PutAccountPublicAccessBlock"])
            assert.deepEqual(beyond(and(dev.deploy, action)), [`setting: ${action}`]);
    });

    it("what another owns, where its tag no longer keeps it apart", () => {
        for (const principal of [dev.deploy, dev.preview]) {
            const open = beyond({ ...principal, policies: principal.policies.map(undenied) });
            assert.ok(
                open.some((each) => each.startsWith("another's tag: ")),
                principal.arn,
            );
            assert.ok(
                open.some((each) => each.startsWith("the account's tag: ")),
                principal.arn,
            );
        }
        const { boundary } = dev.made;
        assert.ok(boundary !== undefined);
        assert.ok(beyond({ ...dev.made, boundary: undenied(boundary) }).includes("another's tag: kms:Decrypt key"));
    });

    it("what has another's name, where a name is shorter than the environment's", () => {
        const names: Readonly<Record<string, readonly [string, string]>> = {
            "secretsmanager:GetSecretValue": ["arn:aws:secretsmanager:*:*:secret:mindcloud/*", "Secret"],
            "rds:ModifyDBInstance": ["arn:aws:rds:*:*:db:mindcloud-*", "db"],
            "eks:CreateAccessEntry": ["arn:aws:eks:*:*:cluster/mindcloud-*", "cluster"],
            "iam:UpdateAssumeRolePolicy": ["arn:aws:iam::*:role/mindcloud-*", "role"],
            "iam:CreateOpenIDConnectProvider": ["arn:aws:iam::*:oidc-provider/*", "oidc-provider"],
        };
        for (const [action, [resource, type]] of Object.entries(names))
            assert.ok(beyond(and(dev.deploy, action, resource)).includes(`another's name: ${action} ${type}`), action);
    });

    it("a service that it does not know, whose functions would run with a role that is handed over", () => {
        assert.ok(servicesAllowed(and(dev.deploy, "lambda:CreateFunction").policies).includes("lambda"));
        assert.ok(servicesAllowed(and(dev.deploy, "*").policies).includes("*"));
    });
});
