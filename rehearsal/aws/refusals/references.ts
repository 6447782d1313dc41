import { factsOf, type CloudObject, type Store } from "../../cloud/store";
import { strings } from "../../wire";
import { text, type Creation, type Rule } from "./refusal";

/** Ids whose form says what they are. */
const ID = /^(vpc|subnet|sg|rtb|igw|nat|eipalloc|lt|fs|fsap|vpce)-[0-9a-f]{8,17}$/;
/** ARNs of what one environment makes for another of its parts. Policies of AWS itself have the account "aws". */
const ARN = /^arn:aws[a-z-]*:(kms|iam|sns|secretsmanager|acm|backup|elasticfilesystem):[a-z0-9-]*:\d*:[^*]+$/;
/** Made by AWS itself on first use; and whoever `root` is, it exists. */
const ALWAYS_THERE = /:role\/aws-service-role\/|:root$|:user\//;
const CODES: Readonly<Record<string, string>> = {
    vpc: "InvalidVpcID.NotFound",
    subnet: "InvalidSubnetID.NotFound",
    sg: "InvalidGroup.NotFound",
    rtb: "InvalidRouteTableID.NotFound",
    kms: "NotFoundException",
    iam: "NoSuchEntity",
};

/** References by name: the input, and which property of which type it must equal. */
const BY_NAME: readonly {
    readonly types: RegExp;
    readonly input: string;
    readonly target: string;
    readonly property: string;
}[] = [
    {
        types: /^aws:eks\/(nodeGroup|addon|accessEntry|accessPolicyAssociation|podIdentityAssociation):/,
        input: "clusterName",
        target: "aws:eks/cluster:Cluster",
        property: "name",
    },
    {
        types: /^aws:iam\/(rolePolicy|rolePolicyAttachment|instanceProfile):/,
        input: "role",
        target: "aws:iam/role:Role",
        property: "name",
    },
    {
        types: /^aws:rds\/instance:/,
        input: "dbSubnetGroupName",
        target: "aws:rds/subnetGroup:SubnetGroup",
        property: "name",
    },
    {
        types: /^aws:rds\/instance:/,
        input: "parameterGroupName",
        target: "aws:rds/parameterGroup:ParameterGroup",
        property: "name",
    },
    {
        types: /^aws:elasticache\/replicationGroup:/,
        input: "subnetGroupName",
        target: "aws:elasticache/subnetGroup:SubnetGroup",
        property: "name",
    },
    {
        types: /^aws:elasticache\/replicationGroup:/,
        input: "parameterGroupName",
        target: "aws:elasticache/parameterGroup:ParameterGroup",
        property: "name",
    },
    { types: /^aws:s3\/bucket[A-Z]/, input: "bucket", target: "aws:s3/bucket:Bucket", property: "bucket" },
    { types: /^aws:backup\/selection:/, input: "planId", target: "aws:backup/plan:Plan", property: "id" },
];

const idExists: Rule<Creation> = ({ inputs, store, existing }) => {
    const wanted = [...strings(inputs)].filter(
        ({ text: value }) => (ID.test(value) || ARN.test(value)) && !ALWAYS_THERE.test(value),
    );
    if (wanted.length === 0) return undefined;
    const known = identifiersIn(store);
    const missing = wanted.find(({ text: value }) => !known.has(value) && !existing.has(value));
    if (missing === undefined) return undefined;
    const kind = ID.exec(missing.text)?.[1] ?? ARN.exec(missing.text)?.[1] ?? "";
    return {
        code: CODES[kind] ?? "ResourceNotFoundException",
        problem: `${missing.path.join(".")} is ${missing.text}, which does not exist`,
        fix: `pass the output of the resource that ${missing.path[0] ?? "it"} means, or name what exists already in the stack file`,
    };
};

const nameExists: Rule<Creation> = ({ type, inputs, store, existing }) => {
    for (const { types, input, target, property } of BY_NAME) {
        const value = text(inputs[input]);
        if (
            !types.test(type) ||
            value === "" ||
            value.startsWith("default.") ||
            value.startsWith("arn:") ||
            existing.has(value)
        )
            continue;
        if (store.live(target).some((object) => object.id === value || factsOf(object)[property] === value)) continue;
        return {
            code: "ResourceNotFoundException",
            problem: `${input} is "${value}", but no ${target} has this ${property}`,
            fix: `pass the output of the resource that ${input} means, or name what exists already in the stack file`,
        };
    }
    return undefined;
};

export const references: readonly Rule<Creation>[] = [idExists, nameExists];

const OWN = new WeakMap<CloudObject, readonly string[]>();

/** Every id that is somebody's: of an object, or of what AWS made with it, such as a VPC's default security group. */
function identifiersIn(store: Store): ReadonlySet<string> {
    return new Set(store.live().flatMap(identifiersOf));
}

function identifiersOf(object: CloudObject): readonly string[] {
    const known = OWN.get(object);
    if (known !== undefined) return known;
    const given = new Set([...strings(object.inputs)].map(({ text: value }) => value));
    const answered = [...strings(object.outputs)]
        .map(({ text: value }) => value)
        .filter((value) => !given.has(value) && (ID.test(value) || ARN.test(value)));
    const own = [object.id, ...answered];
    OWN.set(object, own);
    return own;
}
