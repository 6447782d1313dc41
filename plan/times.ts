/**
 * How long AWS takes to create things: the middle (p50) of what public apply logs and blogs of 2023-2026 report, in seconds.
 * Figures that came without a log of their own are marked "estimate". A plan adds them up along chains; a rehearsal scales them down.
 */
type Seconds = number | ((inputs: Readonly<Record<string, unknown>>) => number);

const SECONDS: Readonly<Record<string, Seconds>> = {
    // VPC parts take 1-7 s each, the VPC itself up to 24 s
    "aws:ec2/vpc:Vpc": 10,
    "aws:ec2/subnet:Subnet": (inputs) => (inputs.mapPublicIpOnLaunch === true ? 11 : 2), // the attribute is set in a second call that waits
    "aws:ec2/securityGroup:SecurityGroup": 3,
    "aws:ec2/launchTemplate:LaunchTemplate": 6,
    "aws:ec2/natGateway:NatGateway": 108, // eight logs: 1m25 to 2m05
    "aws:ec2/vpcEndpoint:VpcEndpoint": (inputs) => (inputs.vpcEndpointType === "Interface" ? 120 : 6), // interface 1m53, gateway 6 s

    "aws:kms/key:Key": 24, // 12-29 s
    "aws:iam/role:Role": 2,
    "aws:iam/instanceProfile:InstanceProfile": 8, // waits until EC2 can see it

    "aws:eks/cluster:Cluster": 570, // twelve logs: 8m21 to 11m23
    "aws:eks/nodeGroup:NodeGroup": (inputs) => (desiredSize(inputs) === 0 ? 58 : 114), // 1m47-1m50 with nodes, 58 s without
    "aws:eks/addon:Addon": (inputs) => ADDONS[String(inputs.addonName)] ?? 30, // the middle of the six below that were measured
    "aws:eks/accessEntry:AccessEntry": 2,
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": 2,

    "aws:rds/instance:Instance": (inputs) => (inputs.multiAz === true ? 840 : 360), // Multi-AZ 14-17 min; single 3m16 to 10m12
    "aws:elasticache/replicationGroup:ReplicationGroup": 420, // 5m37 to 9m15
    "aws:elasticache/user:User": 30, // estimate
    "aws:elasticache/userGroup:UserGroup": 30, // estimate
    "aws:efs/fileSystem:FileSystem": 12,
    "aws:efs/mountTarget:MountTarget": 90, // 1m24
    "aws:efs/accessPoint:AccessPoint": 5, // estimate
    "aws:s3/bucket:Bucket": 3,
    "aws:acm/certificateValidation:CertificateValidation": 90, // estimate: AWS looks at the DNS records about once a minute
    "aws:route53/record:Record": 35, // estimate: waits until all name servers have it

    "kubernetes:helm.sh/v3:Release": (inputs) => RELEASES[String(inputs.name)] ?? 45,
    "kubernetes:apps/v1:Deployment": 90,
    "kubernetes:apps/v1:StatefulSet": 90,
    "kubernetes:apps/v1:DaemonSet": 60,
    "kubernetes:batch/v1:Job": 45, // estimate: as a small chart, whose pods pull an image and start (30 and 44 s)
    "kubernetes:networking.k8s.io/v1:Ingress": 132, // its load balancer: 2m12
};

// One breakdown of 2026-04; vpc-cni was measured without nodes, the others after them. CSI drivers: estimate.
const ADDONS: Readonly<Record<string, number>> = {
    "vpc-cni": 35,
    coredns: 15,
    "eks-pod-identity-agent": 25,
    "kube-proxy": 25,
    "metrics-server": 55,
    "aws-ebs-csi-driver": 45,
    "aws-efs-csi-driver": 45,
};

// 30 s for small charts to 3 min for kube-prometheus-stack; one without pods waits for none (estimate: ten definitions).
const RELEASES: Readonly<Record<string, number>> = {
    "kube-prometheus-stack": 180,
    "prometheus-operator-crds": 10,
    "external-secrets-kinds": 10,
};

/** Seconds from the request until the resource can be used, p50. Components and providers take none. */
export function createSeconds(type: string, inputs: Readonly<Record<string, unknown>>): number {
    const seconds = SECONDS[type];
    if (typeof seconds === "function") return seconds(inputs);
    if (seconds !== undefined) return seconds;
    if (type.startsWith("aws:") || type.startsWith("kubernetes:")) return 1; // one call of an API
    return 0;
}

/** Types that have a figure of their own. */
export const TIMED_TYPES: readonly string[] = Object.keys(SECONDS);

function desiredSize(inputs: Readonly<Record<string, unknown>>): number | undefined {
    const scaling = inputs.scalingConfig;
    if (typeof scaling !== "object" || scaling === null || !("desiredSize" in scaling)) return undefined;
    return typeof scaling.desiredSize === "number" ? scaling.desiredSize : undefined;
}
