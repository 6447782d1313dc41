import assert from "node:assert/strict";
import { UPSTREAM_HOSTS } from "../../config/images";
import { stringify } from "yaml";
import { alertmanagerConfig } from "../../components/monitoring/alertmanager-config";
import { deploy } from "../../program";
import { readStackText } from "../../config/stack-file";
import { load } from "../../config/load";
import { manifestsFor } from "../../plan/manifests";
import { fallsShort, planOf, type Plan } from "../../plan/plan";
import { overlay, printed } from "./bad-inputs";

const VPC =
    "id: vpc-0123456789abcdef0, privateSubnetIds: [subnet-bbbbbbbb, subnet-cccccccc], dataSubnetIds: [subnet-dddddddd, subnet-eeeeeeee]";
const CLUSTER =
    'name: shared, kubeconfig: { endpoint: "https://a.eks.amazonaws.com", certificateAuthority: LS0t }, nodeSecurityGroupId: sg-0123456789abcdef0';

function loaded(says: string) {
    const { cluster: _ours, ...config } = Object.fromEntries(
        Object.entries(overlay(says)).map(([key, value]) => [key.replace("mindcloud:", ""), value]),
    );
    const foreign = says.includes("cluster: {");
    const keys = Object.entries(foreign ? config : { ...config, cluster: _ours });
    const text = stringify({
        config: Object.fromEntries(keys.map(([key, value]) => [key.includes(":") ? key : `mindcloud:${key}`, value])),
    });
    const { input, problems } = readStackText(text, "Pulumi.test.yaml");
    const answer = input === undefined ? undefined : load(input, problems);
    if (answer?.ok !== true) assert.fail(JSON.stringify(answer?.problems ?? problems));
    return answer;
}

async function planned(says: string): Promise<Plan> {
    const { environment, secrets } = loaded(says);
    return planOf(deploy, environment, secrets, "2026-11-29");
}

async function text(says: string, file: RegExp): Promise<string> {
    const { environment, secrets } = loaded(says);
    const documents = await manifestsFor(deploy, environment, secrets);
    return documents
        .filter((document) => file.test(document.file))
        .map((document) => document.text)
        .join("---\n");
}

describe("stack files as people write them", function () {
    this.timeout(60_000);

    it("plan on a cluster of others without asking for our nodes, or for kinds that it may lack", async () => {
        const says = `
existing: { vpc: { ${VPC}, cidr: 10.60.0.0/16, dataCidrs: [10.60.208.0/22, 10.60.212.0/22] }, cluster: { ${CLUSTER} } }
clusterServices: { storageClasses: install, externalSecrets: install, keda: install, monitoring: install }
systems: { memstack: { enabled: true } }`;
        const plan = await planned(says);
        assert.deepEqual(plan.policy.findings.map(String), []);
        assert.equal(fallsShort(plan), false);
        const charts = await text(says, /^charts/);
        assert.match(charts, /external-secrets/);
        assert.doesNotMatch(charts, /nodeSelector|mindcloud\.dev\/purpose/);
    });

    it("reach stores of others where those are, and AWS where the VPC's endpoints are", async () => {
        const says = `
existing:
    vpc: { ${VPC}, cidr: 10.113.0.0/16, dataCidrs: [10.113.10.0/24, 10.113.11.0/24], interfaceEndpoints: [sns, secretsmanager], endpointCidrs: [10.200.0.0/24] }
    redis: { queue: { host: queue.example.com, port: 6379, securityGroupId: sg-0123456789abcdef0, passwordSecret: x, cidrs: [10.113.7.0/24] } }
    postgres: { host: db.example.com, port: 5432, securityGroupId: sg-0123456789abcdef0, adminSecret: y, maxConnections: 400, cidrs: [10.113.8.0/24] }
systems: { memstack: { enabled: true } }`;
        const policies = await text(says, /networkpolicy-memstack-api/);
        assert.match(policies, /10\.113\.7\.0\/24/);
        assert.match(policies, /10\.113\.8\.0\/24/);
        assert.doesNotMatch(policies, /10\.113\.1[01]\.0\/24/);
        assert.match(await text(says, /^external-secrets.networkpolicy/), /10\.200\.0\.0\/24/);
    });

    it("plan without NAT when every service that they call has an endpoint", async () => {
        const endpoints =
            "autoscaling, ec2, ec2messages, ecr.api, ecr.dkr, eks, eks-auth, elasticfilesystem, elasticloadbalancing, kms, logs, monitoring, secretsmanager, sns, sqs, ssm, ssmmessages, sts";
        const plan = await planned(`
network: { nat: none, interfaceEndpoints: [${endpoints}] }
monitoring: { cloudWatch: false }
images: { mirrors: { ${UPSTREAM_HOSTS.map((host) => `${host}: 111122223333.dkr.ecr.us-east-1.amazonaws.com/${host}`).join(", ")} } }
systems: { akosha: { enabled: true } }`);
        assert.deepEqual(plan.policy.findings.map(String), []);
        const types = plan.graph.resources.map(({ type }) => type);
        assert.equal(types.filter((type) => type === "aws:ec2/natGateway:NatGateway").length, 0);
        // Those, and the gateway endpoint of S3.
        assert.equal(types.filter((type) => type === "aws:ec2/vpcEndpoint:VpcEndpoint").length, 19);
    });

    it("may have data subnets in a secondary block, and no public subnets that nobody uses", () => {
        const says = `
existing: { vpc: { ${VPC}, cidr: 10.60.0.0/22, dataCidrs: [100.64.128.0/24, 100.64.129.0/24] } }
systems: { akosha: { enabled: true } }`;
        assert.equal(loaded(says).environment.existing.vpc?.publicSubnetIds, undefined);
    });

    it("sign for the region of the SNS topic that they name", () => {
        const { environment } = loaded(`
monitoring: { receivers: { team: { kind: sns, topicArn: "arn:aws:sns:eu-west-1:999988887777:alerts" } }, defaultTo: [team, operators] }
systems: { akosha: { enabled: true } }`);
        const place = { region: "us-east-1", topicArn: "arn:aws:sns:us-east-1:0:alarms" };
        const config = JSON.stringify(alertmanagerConfig(environment.monitoring, place));
        assert.match(config, /999988887777:alerts","sigv4":\{"region":"eu-west-1"\}/);
        assert.match(config, /us-east-1:0:alarms","sigv4":\{"region":"us-east-1"\}/);
    });

    it("may excuse what only looks like a secret, and no credential of a known issuer", () => {
        const variables = (value: string, excuse: string) =>
            printed({
                says: `notSecrets: [systems.akosha.variables.${excuse}]\nsystems: { akosha: { enabled: true, variables: { ${excuse}: "${value}" } } }`,
            }).problems.map(({ path }) => path);
        assert.deepEqual(variables("abc", "X_PASSWORD"), []);
        assert.deepEqual(variables("postgres://reader:public@db/x", "DB_URL"), []);
        assert.equal(variables("sk-aaaaaaaaaaaaaaaaaaaaaaaa", "X_KEY")[0], "systems.akosha.variables.X_KEY");
    });

    it("take the user of Amazon SES for no credential, and the same words anywhere else for one", () => {
        const user = `AKIA${"A1".repeat(8)}`;
        const monitored = (username: string, from: string) =>
            printed({
                says: `
monitoring:
    receivers: { desk: { kind: email, to: [a@example.com], from: ${from}, server: mail.example.com, username: ${username} } }
    defaultTo: [desk]
systems: { akosha: { enabled: true } }`,
            }).problems.map(({ path }) => path);
        assert.deepEqual(monitored(user, "b@example.com"), []);
        assert.deepEqual(monitored(`ghp_${"a".repeat(36)}`, "b@example.com"), ["monitoring.receivers.desk.username"]);
        assert.equal(monitored("desk", user)[0], "monitoring.receivers.desk.from");
    });

    const plain = [
        "MAX_TOKENS: '4096'",
        "TOKEN_URL: https://login.example.com/token",
        "PASSWORD_FILE: /run/x",
        "USE_TOKEN: 'true'",
    ];
    plain.push(
        "DB_URL: 'postgres://user:$(PASSWORD)@db/x'",
        "COMMIT: af0bb6b",
        "ZONE: Europe/Berlin",
        "CLASS: com.example.VeryLongClassNameOfSomething",
    );
    for (const variable of plain)
        it(`take ${variable} for no secret`, () => {
            assert.deepEqual(
                printed({ says: `systems: { akosha: { enabled: true, variables: { ${variable} } } }` }).problems,
                [],
            );
        });
});
