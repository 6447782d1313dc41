/** Types that cost nothing by themselves, and why. What is neither here nor priced is reported as unpriced. */
const FREE: readonly (readonly [pattern: RegExp, why: string])[] = [
    [/^aws:iam\//, "IAM is free"],
    [
        /^aws:ec2\/(vpc|subnet|route|routeTable|routeTableAssociation|mainRouteTableAssociation|internetGateway|securityGroup|defaultSecurityGroup|networkAcl):/,
        "a VPC and its parts are free",
    ],
    [/^aws:vpc\/securityGroup(Ingress|Egress)Rule:/, "a VPC and its parts are free"],
    [/^aws:ec2\/launchTemplate:/, "nodes are priced with their group"],
    [/^aws:ec2\/flowLog:/, "priced with its log group"],
    [/^aws:autoscaling\/(schedule|tag):/, "EC2 Auto Scaling is free"],
    [/^aws:eks\/(addon|accessEntry|accessPolicyAssociation|podIdentityAssociation):/, "included in the control plane"],
    [/^aws:kms\/(alias|grant):/, "only keys are charged"],
    [/^aws:secretsmanager\/secretVersion:/, "priced with its secret"],
    [/^aws:secretsmanager\/secretPolicy:/, "priced with its secret"],
    [/^aws:s3\/bucket[A-Z]\w*:/, "settings of a bucket"],
    [/^aws:elasticache\/(parameterGroup|subnetGroup|user|userGroup):/, "only nodes are charged"],
    [/^aws:rds\/(parameterGroup|subnetGroup|eventSubscription):/, "only instances are charged"],
    [/^aws:efs\/(accessPoint|mountTarget|fileSystemPolicy|backupPolicy):/, "only what is stored is charged"],
    [/^aws:backup\/(vault|vaultPolicy|vaultLockConfiguration|selection):/, "only what is stored is charged: the plan"],
    [/^aws:backup\/restoreTestingPlan:/, "what it restores is charged: its selections"],
    [/^aws:budgets\/budget:/, "a budget without actions is free"],
    [/^aws:sns\//, "the first 1,000 mails a month are free"],
    [/^aws:acm\//, "public certificates are free"],
    [/^aws:route53\/record:/, "the zone is the user's; alias records are free"],
    [/^aws:cloudwatch\/(event\w+|logResourcePolicy):/, "free, or priced with its log group"],
    [/^random:/, "nothing of AWS"],
    [
        /^kubernetes:((core|apps|batch|autoscaling|policy|networking\.k8s\.io|rbac\.authorization\.k8s\.io|scheduling\.k8s\.io|storage\.k8s\.io|snapshot\.storage\.k8s\.io|apiextensions\.k8s\.io|admissionregistration\.k8s\.io|apiregistration\.k8s\.io)\/\w+|yaml|kustomize|helm\.sh\/v3):/,
        "runs on nodes, which are priced",
    ],
    [
        /^kubernetes:(keda\.sh|external-secrets\.io|generators\.external-secrets\.io|monitoring\.coreos\.com|elbv2\.k8s\.aws|eks\.amazonaws\.com)\/\w+:/,
        "runs on nodes, which are priced",
    ],
];

const known = new Map<string, string | undefined>();

/** Why a type costs nothing; undefined where nobody said that it does. A stack has hundreds of resources of few types. */
export function freeBecause(type: string): string | undefined {
    if (!known.has(type)) known.set(type, FREE.find(([pattern]) => pattern.test(type))?.[1]);
    return known.get(type);
}
