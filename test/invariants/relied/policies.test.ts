/** What a policy says exists at AWS: a word that AWS does not know is no error there, it allows or denies nothing, without a word. */
import assert from "node:assert/strict";
import { policyOf, type Statement } from "../../../iam/policy";
import { action, actionsOf, resourceType, serviceNames, type Action } from "../../../iam/reference";
import { POLICY_INPUTS } from "../../../policy/iam";
import { isMap } from "../../../policy/inputs";
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

for (const file of [...STACK_FILES, COMPLETE])
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
