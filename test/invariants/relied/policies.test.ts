/** What a policy says exists at AWS: a word that AWS does not know is no error there, it allows or denies nothing, without a word. */
import assert from "node:assert/strict";
import { policyOf, type Statement } from "../../../iam/policy";
import { action, actionsOf, resourceType, serviceNames, type Action } from "../../../iam/reference";
import { POLICY_INPUTS } from "../../../policy/iam";
import { isMap } from "../../../policy/inputs";
import { maps } from "../../../policy/kubernetes";
import type { Graph } from "../../../plan/graph";
import { COMPLETE, recordingOf, STACK_FILES } from "../../support/recordings";

/** IAM user guide, "AWS global condition context keys"; those of tags have the tag's key behind the slash. */
const GLOBAL = new Set(
    "aws:principalaccount aws:principalarn aws:securetransport aws:sourceaccount aws:sourcearn aws:resourcetag aws:requesttag".split(
        " ",
    ),
);
/** Of S3, and not in the reference's table of actions (S3 user guide, "Bucket policy examples using condition keys"). */
const OF_S3 = new Set(
    ["tlsversion", "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id"].map(
        (key) => `s3:${key}`,
    ),
);
/** IAM user guide, "IAM JSON policy elements: Condition operators". */
const OPERATORS =
    /^(String(Not)?(Equals|Like)|Arn(Not)?(Equals|Like)|Numeric(LessThan|GreaterThan)(Equals)?|Bool|Null)$/;

/**
 * Each by the page of the service that says in whose name it comes: EKS (pod identity; cluster role), RDS (enhanced monitoring; events in
 * encrypted topics), EC2 (instance roles), AWS Backup (service role), VPC (flow logs), Budgets and CloudWatch (SNS), CloudWatch Logs (keys,
 * by region), S3 (server access logs), Elastic Load Balancing (access logs).
 */
const SERVICES =
    /^((pods\.eks|eks|monitoring\.rds|events\.rds|ec2|backup|vpc-flow-logs|budgets|cloudwatch|logging\.s3|logdelivery\.elasticloadbalancing)\.amazonaws\.com|logs\.[a-z]+(-[a-z]+)+-\d\.amazonaws\.com(\.cn)?)$/;

/** Tags that somebody else puts on what AWS has: the load balancer controller, RDS. */
const OF_OTHERS = /^(elbv2\.k8s\.aws\/cluster|aws:rds:primarydbinstancearn)$/;

/**
 * What a key may be compared with, where AWS gives the values (service authorization reference, by service; EKS user guide, "Pod Identity:
 * session tags"; CloudWatch Logs and SNS, "Encryption context"). Another word is never equal, and nobody says so.
 */
const VALUES: readonly (readonly [key: RegExp, value: RegExp])[] = [
    [/^(aws:(principal|source)account|kms:calleraccount)$/, /^\d{12}$/],
    [/^(ec2|elasticloadbalancing):createaction$/, /^Create[A-Za-z]+$/], // the next test has the rest
    [/^iam:awsservicename$/, /^elasticloadbalancing\.amazonaws\.com$/],
    [/^kms:viaservice$/, /^(secretsmanager|sns|ec2|rds|s3)\.([a-z]+(-[a-z]+)+-\d|\*)\.amazonaws\.com(\.cn)?$/],
    [/^aws:requesttag\/eks-cluster-arn$/, /^arn:aws[a-z-]*:eks:[a-z0-9-]+:\d{12}:cluster\/[\w-]+$/],
    [/^aws:requesttag\/kubernetes-(namespace|service-account)$/, /^[a-z0-9-]+$/],
    [/^aws:requesttag\/elbv2\.k8s\.aws\/cluster$/, /^(true|[\w-]+)$/],
    [/^aws:resourcetag\//, /./], // tags are held below
    [/^aws:principalarn$/, /^arn:aws[a-z-]*:iam::\d{12}:role\//],
    [
        /^aws:sourcearn$/,
        /^arn:aws[a-z-]*:(eks|rds|ec2|s3|sns|cloudwatch|backup|logs|budgets|elasticloadbalancing)::?[a-z0-9-]*:/,
    ],
    [/^aws:securetransport$/, /^false$/],
    [/^kms:encryptioncontext:aws:(logs:arn|sns:topicarn)$/, /^arn:aws[a-z-]*:(logs|sns):/],
    [/^kms:grantisforawsresource$|^elasticfilesystem:accessedviamounttarget$/, /^true$/],
    [/^elasticfilesystem:accesspointarn$/, /^arn:aws[a-z-]*:elasticfilesystem:.+:access-point\/\*$/],
    [/^s3:tlsversion$/, /^1\.2$/],
    [/^s3:x-amz-server-side-encryption$/, /^(aws:kms|false)$/],
    [/^s3:x-amz-server-side-encryption-aws-kms-key-id$/, /^(false|arn:aws[a-z-]*:kms:.+)$/],
    [/^s3:prefix$/, /^[a-z0-9-]+(\/[a-z0-9-]+)*(\/\*)?$/],
];

const matching = (pattern: string): readonly Action[] => {
    const [service = ""] = pattern.split(":");
    if (!serviceNames().includes(service)) return [];
    if (!pattern.includes("*")) {
        action(pattern); // throws where there is none
        return [action(pattern)];
    }
    const fits = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
    return actionsOf(service).filter(({ name }) => fits.test(name));
};

function keysOf(statement: Statement): readonly string[] {
    return statement.actions
        .filter((each) => each !== "*")
        .flatMap((pattern) =>
            matching(pattern).flatMap(({ name, keys, resources }) => [
                ...keys,
                ...resources.flatMap((type) => resourceType(name.split(":")[0] ?? "", type).keys),
            ]),
        )
        .map((key) => key.toLowerCase());
}

/** The ARNs of a service's own resources; `${…}` and our `*` stand for anything. */
function fitsType(arn: string, { name, resources }: Action): boolean {
    const [service = ""] = name.split(":");
    return resources.some((type) => {
        const parts = resourceType(service, type)
            .arn.split(/\$\{[^}]+\}/)
            .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
        return new RegExp(`^${parts.join(".*")}$`).test(arn);
    });
}

for (const file of [...STACK_FILES, COMPLETE, "test/environments/attached.yaml"])
    describe(`policies of ${file}`, () => {
        let all: readonly Statement[];
        let graph: Graph;
        before(async () => {
            ({ graph } = await recordingOf(file, "update"));
            all = POLICY_INPUTS.flatMap(({ type, property }) =>
                graph
                    .ofType(type)
                    .flatMap(({ name, inputs }) =>
                        typeof inputs[property] === "string" ? policyOf(name, inputs[property]).statements : [],
                    ),
            );
            assert.ok(all.length > (file === COMPLETE ? 50 : 0)); // a user may have no system at all
        });

        it("are about something: an empty list is refused", () => {
            for (const { where, actions, resources } of all)
                assert.ok(actions.length > 0 && resources.length > 0, where);
        });

        it("name actions that AWS has", () => {
            for (const { where, actions } of all)
                for (const each of actions)
                    if (each !== "*") assert.notEqual(matching(each).length, 0, `${where}: ${each}`);
        });

        it("name resources of a kind that one of the actions is checked against", () => {
            for (const { where, actions, resources } of all)
                for (const arn of resources)
                    if (arn !== "*" && !actions.includes("*"))
                        assert.ok(
                            actions.flatMap(matching).some((each) => fitsType(arn, each)),
                            `${where}: ${arn} for ${actions.join()}`,
                        );
        });

        it("ask by conditions that these actions know, in values that the operator reads", () => {
            for (const statement of all)
                for (const [operator, keys] of Object.entries(statement.conditions)) {
                    assert.match(operator, OPERATORS, statement.where);
                    for (const [key, values] of Object.entries(keys)) {
                        const known = keysOf(statement);
                        const [family = ""] = key.split("/");
                        const ofContext = key.startsWith("kms:encryptioncontext:");
                        assert.ok(
                            GLOBAL.has(family) ||
                                OF_S3.has(key) ||
                                known.includes(key) ||
                                (ofContext && known.some((one) => one.startsWith("kms:encryptioncontext:"))),
                            `${statement.where}: ${key} is not known to ${statement.actions.join()}`,
                        );
                        for (const value of values) {
                            if (/^(Bool|Null)$/.test(operator))
                                assert.match(value, /^(true|false)$/, `${statement.where}: ${key}`);
                            if (operator.startsWith("Numeric"))
                                assert.match(value, /^\d+(\.\d+)?$/, `${statement.where}: ${key}`);
                            if (operator.startsWith("Arn"))
                                assert.match(value, /^(arn:|\*)/, `${statement.where}: ${key}`);
                        }
                    }
                }
        });

        it("compare each key with what AWS compares it with", () => {
            for (const { where, conditions } of all)
                for (const keys of Object.values(conditions))
                    for (const [key, values] of Object.entries(keys))
                        for (const value of values)
                            assert.ok(
                                VALUES.some(([known, form]) => known.test(key) && form.test(value)),
                                `${where}: ${key} is never ${value}`,
                            );
        });

        it("let tags come with what the same policy lets make, and roles be taken by the pods that they are for", () => {
            const policy = ({ where }: Statement): string => where.split(", ")[0] ?? "";
            const associations = [
                ...graph
                    .ofType("aws:eks/podIdentityAssociation:PodIdentityAssociation")
                    .map(({ inputs }) => `${String(inputs.namespace)}/${String(inputs.serviceAccount)}`),
                // An add-on makes its own, of the account that its pods have (test/components/aws/addons.test.ts).
                ...graph
                    .ofType("aws:eks/addon:Addon")
                    .flatMap(({ inputs }) => maps(inputs, "podIdentityAssociations"))
                    .map(({ serviceAccount }) => `kube-system/${String(serviceAccount)}`),
            ];
            for (const statement of all) {
                const { StringEquals: said = {} } = statement.conditions;
                for (const [key, values] of Object.entries(said)) {
                    const [, service] = /^(\w+):createaction$/.exec(key) ?? [];
                    if (service === undefined) continue;
                    const own = all.filter((each) => policy(each) === policy(statement));
                    for (const value of values)
                        assert.ok(
                            own.some(({ actions }) => actions.includes(`${service}:${value}`)),
                            `${statement.where}: nothing lets it ${service}:${value}`,
                        );
                }
                const pods = ["namespace", "service-account"].map((part) => said[`aws:requesttag/kubernetes-${part}`]);
                const [namespaces = [], accounts = []] = pods;
                assert.equal(namespaces.length > 0, accounts.length > 0, statement.where);
                if (namespaces.length > 0)
                    assert.ok(
                        associations.includes(`${namespaces.join()}/${accounts.join()}`),
                        `${statement.where}: no role is for ${namespaces.join()}/${accounts.join()}`,
                    );
            }
        });

        it("let services in by the names in which they come", () => {
            for (const { where, principals = {} } of all)
                for (const [kind, names] of Object.entries(principals))
                    for (const name of names)
                        if (kind === "Service") assert.match(name, SERVICES, where);
                        else assert.match(name, kind === "AWS" ? /^(\*|arn:aws[a-z-]*:iam::\d{12}:)/ : /^oidc/, where);
        });

        it("hold to tags that something of the environment carries, in their values", () => {
            const tags = graph.resources.flatMap(({ inputs }) => [
                ...Object.entries(isMap(inputs.tags) ? inputs.tags : {}),
                ...(Array.isArray(inputs.tags)
                    ? inputs.tags.filter(isMap).map((tag) => [tag.key, tag.value] as const)
                    : []),
                ...(typeof inputs.key === "string" ? [[inputs.key, inputs.value] as const] : []),
                ...(isMap(inputs.tag) ? [[inputs.tag.key, inputs.tag.value] as const] : []),
            ]);
            for (const { where, conditions } of all)
                for (const [key, values] of Object.entries(conditions.StringEquals ?? {})) {
                    const [, tag] = /^aws:resourcetag\/(.+)$/.exec(key) ?? [];
                    if (tag === undefined || OF_OTHERS.test(tag)) continue;
                    assert.ok(
                        tags.some(
                            ([name, value]) => String(name).toLowerCase() === tag && values.includes(String(value)),
                        ),
                        `${where}: nothing has ${tag}: ${values.join()}`,
                    );
                }
        });
    });
