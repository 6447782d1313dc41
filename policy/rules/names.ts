/** Physical names carry project and stack; global ones also account and region (docs/design.md, rule 12). */
import { isUnknown } from "../../plan/graph";
import { rule, type PolicyContext, type Rule } from "../rule";
import { TYPE } from "../types";

interface NamedType {
    readonly type: string;
    /** Inputs that hold the name, or a beginning of it; at least one must be there. */
    readonly inputs: readonly string[];
    /** Characters that AWS accepts. */
    readonly limit: number;
}

/** Limits: AWS API references. A prefix gets 26 more characters from the provider. */
const NAMED: readonly NamedType[] = [
    { type: TYPE.bucket, inputs: ["bucket"], limit: 63 },
    { type: TYPE.cluster, inputs: ["name"], limit: 100 },
    { type: TYPE.database, inputs: ["identifier"], limit: 63 },
    { type: TYPE.keyAlias, inputs: ["name"], limit: 256 },
    { type: TYPE.launchTemplate, inputs: ["name", "namePrefix"], limit: 128 },
    { type: TYPE.logGroup, inputs: ["name"], limit: 512 },
    { type: TYPE.nodeGroup, inputs: ["nodeGroupName", "nodeGroupNamePrefix"], limit: 63 },
    { type: TYPE.redis, inputs: ["replicationGroupId"], limit: 40 },
    { type: TYPE.role, inputs: ["name"], limit: 64 },
    { type: TYPE.secret, inputs: ["name"], limit: 512 },
    { type: TYPE.securityGroup, inputs: ["name", "namePrefix"], limit: 255 },
    { type: TYPE.topic, inputs: ["name"], limit: 256 },
    { type: TYPE.vault, inputs: ["name"], limit: 50 },
    { type: "aws:backup/plan:Plan", inputs: ["name"], limit: 50 },
    { type: "aws:backup/restoreTestingPlan:RestoreTestingPlan", inputs: ["name"], limit: 50 },
    { type: "aws:backup/selection:Selection", inputs: ["name"], limit: 50 },
    { type: "aws:budgets/budget:Budget", inputs: ["name"], limit: 100 },
    { type: "aws:cloudwatch/metricAlarm:MetricAlarm", inputs: ["name"], limit: 255 },
    { type: "aws:elasticache/parameterGroup:ParameterGroup", inputs: ["name"], limit: 255 },
    { type: "aws:elasticache/subnetGroup:SubnetGroup", inputs: ["name"], limit: 255 },
    { type: "aws:elasticache/user:User", inputs: ["userId"], limit: 40 },
    { type: "aws:elasticache/userGroup:UserGroup", inputs: ["userGroupId"], limit: 40 },
    { type: "aws:iam/policy:Policy", inputs: ["name"], limit: 128 },
    { type: "aws:rds/eventSubscription:EventSubscription", inputs: ["name"], limit: 255 },
    { type: "aws:rds/parameterGroup:ParameterGroup", inputs: ["name", "namePrefix"], limit: 255 },
    { type: "aws:rds/subnetGroup:SubnetGroup", inputs: ["name"], limit: 255 },
];

/** Characters that the provider appends to a prefix. */
const SUFFIX = 26;

const PREFIX = /[pP]refix$/;

/** Physical name of a resource, where its type has one that is known before AWS answers. */
export function physicalNames(type: string, inputs: Readonly<Record<string, unknown>>): readonly string[] {
    const named = NAMED.find((each) => each.type === type);
    return (named?.inputs ?? []).flatMap((input) => (typeof inputs[input] === "string" ? [inputs[input]] : []));
}

function carriesEnvironment(name: string, { project, stack }: PolicyContext): boolean {
    return (
        name.includes(`${project}-${stack}-`) ||
        name.includes(`${project}-${stack}-`.replaceAll("-", "_")) ||
        name.includes(`${project}/${stack}/`) ||
        name.split("/").includes(`${project}-${stack}`)
    );
}

export const nameRules: readonly Rule[] = [
    rule(
        "physical-name",
        "A physical name carries project and stack",
        "docs/design.md, rule 12",
        function* (graph, context) {
            for (const { type, inputs: candidates } of NAMED)
                for (const resource of graph.ofType(type)) {
                    const values = candidates
                        .map((input) => resource.inputs[input])
                        .filter((value) => value !== undefined);
                    const names = physicalNames(type, resource.inputs);
                    if (values.length === 0) yield [resource, `has no name of ours: set ${candidates.join(" or ")}`];
                    for (const name of names)
                        if (!carriesEnvironment(name, context))
                            yield [resource, `is called ${name}, without ${context.project} and ${context.stack}`];
                    if (names.length === 0 && values.some(isUnknown))
                        yield [resource, "has a name that is not known before it exists"];
                }
        },
    ),
    rule("name-length", "A physical name is as short as AWS wants it", "AWS API references", function* (graph) {
        for (const { type, inputs: candidates, limit } of NAMED)
            for (const resource of graph.ofType(type))
                for (const input of candidates) {
                    const name = resource.inputs[input];
                    const most = PREFIX.test(input) ? limit - SUFFIX : limit;
                    if (typeof name === "string" && name.length > most)
                        yield [resource, `has a ${input} of ${name.length} characters; ${most} are accepted`];
                }
    }),
    rule(
        "global-name",
        "A bucket, whose name is unique in the world, carries account and region",
        "docs/design.md, rule 12",
        function* (graph, { account, region }) {
            for (const resource of graph.ofType(TYPE.bucket)) {
                const name = String(resource.inputs.bucket);
                // At the limit, account and region live on in the hash at the end (components/names.ts).
                if (!name.endsWith(`-${account}-${region}`) && name.length < 60)
                    yield [resource, `is called ${name}, without ${account} and ${region}`];
            }
        },
    ),
    rule(
        "unique-physical-name",
        "No two resources of one type have the same physical name",
        "docs/design.md, rule 12",
        function* (graph) {
            for (const { type } of NAMED) {
                const seen = new Map<string, string>();
                for (const resource of graph.ofType(type))
                    for (const name of physicalNames(type, resource.inputs)) {
                        const other = seen.get(name);
                        if (other !== undefined) yield [resource, `has the name of ${other}: ${name}`];
                        seen.set(name, resource.name);
                    }
            }
        },
    ),
];
