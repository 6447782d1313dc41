/** Tags find a resource again: for people, for cost, for `make recover`. */
import { at, isMap, json, type Map } from "../inputs";
import { rule, ruleFor, type PolicyContext, type Rule } from "../rule";
import { TYPE } from "../types";

const NAME_TAG = "mindcloud:name";

/**
 * AWS types of this program that have no tags; all others have. Held against the provider's own types by test/policy/tags.test.ts, so that
 * a type that is new here must have its tag, or be found to take none.
 */
export const UNTAGGABLE: ReadonlySet<string> = new Set([
    "aws:acm/certificateValidation:CertificateValidation",
    "aws:autoscaling/schedule:Schedule",
    "aws:autoscaling/tag:Tag",
    "aws:backup/restoreTestingSelection:RestoreTestingSelection",
    "aws:backup/selection:Selection",
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
    "aws:ec2/route:Route",
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
    "aws:efs/backupPolicy:BackupPolicy",
    "aws:efs/fileSystemPolicy:FileSystemPolicy",
    "aws:efs/mountTarget:MountTarget",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:kms/alias:Alias",
    "aws:route53/record:Record",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLogging:BucketLogging",
    "aws:s3/bucketNotification:BucketNotification",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketVersioning:BucketVersioning",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
    "aws:secretsmanager/secretVersion:SecretVersion",
    "aws:sns/topicPolicy:TopicPolicy",
    "aws:sns/topicSubscription:TopicSubscription",
]);

function lacksEnvironmentTags(tags: unknown, { project, stack }: PolicyContext): boolean {
    return !isMap(tags) || tags["mindcloud:project"] !== project || tags["mindcloud:stack"] !== stack;
}

export const tagRules: readonly Rule[] = [
    rule(
        "name-tag",
        `Every AWS resource that takes tags has its logical name in ${NAME_TAG}`,
        "contract of make recover",
        function* (graph) {
            for (const resource of graph.resources) {
                if (!resource.type.startsWith("aws:") || UNTAGGABLE.has(resource.type)) continue;
                const tags: Map = isMap(resource.inputs.tags) ? resource.inputs.tags : {};
                if (tags[NAME_TAG] !== resource.name) yield [resource, `needs tags: tagsFor("${resource.name}")`];
            }
        },
    ),
    ruleFor(
        [TYPE.awsProvider],
        "environment-tags",
        "The provider's default tags carry project and stack",
        "Pulumi AWS provider, defaultTags; make recover finds by them what a killed run left",
        ({ inputs }, context) =>
            lacksEnvironmentTags(at(json(inputs.defaultTags), "tags")[0], context)
                ? "its default tags lack mindcloud:project or mindcloud:stack"
                : undefined,
    ),
    ruleFor(
        [TYPE.launchTemplate],
        "instance-tags",
        "Instances and volumes that a launch template makes carry project and stack",
        "EC2 API, LaunchTemplateTagSpecificationRequest (default tags end at the template)",
        ({ inputs }, context) => {
            const specifications = at(inputs, "tagSpecifications[]").filter(isMap);
            const untagged = ["instance", "volume"].filter((type) =>
                lacksEnvironmentTags(specifications.find((each) => each.resourceType === type)?.tags, context),
            );
            return untagged.map((type) => `does not tag each ${type} with project and stack`);
        },
    ),
];
