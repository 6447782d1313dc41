import { TYPE } from "../../../policy/types";
import { add, all, edit, find, mutation, remove, set, tie, type Mutation } from "../mutation";

const VPC_NETWORK = "mindcloud:aws:VpcNetwork";

const group = (name: string) => ({
    namePrefix: `mindcloud-golden-${name}-`,
    description: "Spare",
    tags: { "mindcloud:name": name },
});

export const structureMutations: readonly Mutation[] = [
    mutation("drop { parent: this }", edit(TYPE.topic, { parent: undefined }), "component-parent"),
    mutation(
        "make a bucket the parent of its policy",
        edit(TYPE.bucketPolicy, (_, graph) => ({ parent: find(graph, [TYPE.bucket, "cold"]).urn })),
        "component-parent",
        "name-prefix",
    ),
    mutation(
        "forget the component's name in a child's",
        edit([TYPE.natGateway, "1a"], { name: "gateway" }),
        "name-prefix",
        "name-tag",
    ),
    mutation(
        "swap the arguments of super",
        edit(VPC_NETWORK, ({ name, type }) => ({ name: type, type: name })),
        "name-prefix",
        "type-token",
    ),
    mutation(
        "give a component a type of its own invention",
        edit(VPC_NETWORK, { type: "network:Network" }),
        "type-token",
    ),
    mutation("forget registerOutputs", edit(VPC_NETWORK, { outputsRegistered: false }), "outputs-registered"),
    mutation(
        "create a component for nothing",
        add("mindcloud:aws:MonthlyBudget", { name: "budget-of-nobody" }),
        "no-empty-component",
    ),
    mutation("use the default AWS provider", edit(TYPE.key, { provider: undefined }), "own-provider"),
    mutation("allow any account", set(TYPE.awsProvider, "allowedAccountIds", undefined), "provider-account"),
    mutation("deploy into another region", set(TYPE.awsProvider, "region", "us-west-2"), "provider-account"),
    mutation(
        "skip the check of the account",
        set(TYPE.awsProvider, "skipRequestingAccountId", "true"),
        "provider-account",
    ),
    mutation("register a second provider", add(TYPE.awsProvider, { name: "aws-two" }), "provider-used"),

    mutation("drop the tags of a resource", set(TYPE.fileSystem, "tags", undefined), "name-tag"),
    mutation("tag a resource with another's name", set(TYPE.fileSystem, "tags.mindcloud:name", "files"), "name-tag"),
    mutation("drop the provider's default tags", set(TYPE.awsProvider, "defaultTags", undefined), "environment-tags"),
    mutation("leave instances untagged", set(TYPE.launchTemplate, "tagSpecifications", []), "instance-tags"),

    mutation("leave the naming to Pulumi", set(TYPE.topic, "name", undefined), "physical-name"),
    mutation("call a role by its purpose alone", set([TYPE.role, "nodes"], "name", "nodes"), "physical-name"),
    mutation(
        "copy the name of another stack",
        set(TYPE.redis, "replicationGroupId", "mindcloud-dev-cache"),
        "physical-name",
    ),
    mutation(
        "give an EKS cluster a name that is too long",
        set(TYPE.cluster, "name", `mindcloud-golden-${"x".repeat(90)}`),
        "name-length",
        "log-group-before-cluster",
    ),
    mutation(
        "forget that the provider appends to a prefix",
        set(TYPE.nodeGroup, "nodeGroupNamePrefix", `mindcloud-golden-${"x".repeat(30)}-`),
        "name-length",
    ),
    mutation(
        "call a bucket by project and stack alone",
        set([TYPE.bucket, "cold"], "bucket", "mindcloud-golden-cold"),
        "global-name",
    ),
    mutation(
        "use one name for two topics",
        all(
            add(TYPE.topic, { name: "alarms-topic-two" }),
            set([TYPE.topic, "two"], "tags.mindcloud:name", "alarms-topic-two"),
            tie(TYPE.vault, [TYPE.topic, "two"]),
        ),
        "unique-physical-name",
    ),

    mutation(
        "keep a security group that nothing is in",
        add(TYPE.securityGroup, {
            name: "security-control-plane-group-spare",
            inputs: group("security-control-plane-group-spare"),
        }),
        "nothing-unused",
    ),
    mutation("keep a key for nobody", all(remove(TYPE.vault)), "nothing-unused"),
];
