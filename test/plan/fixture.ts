import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/** A small program with one of everything that a recording has to carry: components in components, options, secrets, unknowns. */
export function program(): Record<string, unknown> {
    const provider = new aws.Provider("aws", { region: "eu-central-1", allowedAccountIds: ["111122223333"] });
    const network = new Network("network", { providers: [provider] });
    const store = new Store("store", network, { providers: [provider] });
    const cluster = new aws.eks.Cluster(
        "cluster",
        {
            roleArn: "arn:aws:iam::111122223333:role/cluster",
            vpcConfig: { subnetIds: network.subnetIds, endpointPrivateAccess: true },
        },
        { provider, customTimeouts: { create: "30m" }, ignoreChanges: ["version"] },
    );
    const kubeconfig = pulumi.jsonStringify({ server: cluster.endpoint });
    const kubernetesProvider = new kubernetes.Provider("kubernetes", { kubeconfig, clusterIdentifier: "fixture" });
    new kubernetes.core.v1.Namespace(
        "apps",
        { metadata: { name: "apps" } },
        { provider: kubernetesProvider, dependsOn: [network] },
    );
    return {
        endpoint: cluster.endpoint,
        bucket: store.bucket.bucket,
        password: store.password,
        region: "eu-central-1",
    };
}

export class Network extends pulumi.ComponentResource {
    readonly subnetIds: pulumi.Output<string>[];

    constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
        super("fixture:aws:Network", name, {}, opts);
        const vpc = new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: "10.0.0.0/16" }, { parent: this });
        const subnets = ["a", "b"].map(
            (zone, index) =>
                new aws.ec2.Subnet(
                    `${name}-${zone}`,
                    { vpcId: vpc.id, cidrBlock: `10.0.${String(index)}.0/24`, availabilityZone: `eu-central-1${zone}` },
                    { parent: this },
                ),
        );
        this.subnetIds = subnets.map((subnet) => subnet.id);
        this.registerOutputs({ subnetIds: this.subnetIds });
    }
}

/** Does not call registerOutputs for its inner component on purpose. */
class Store extends pulumi.ComponentResource {
    readonly bucket: aws.s3.Bucket;
    readonly password: pulumi.Output<string>;

    constructor(name: string, network: Network, opts?: pulumi.ComponentResourceOptions) {
        super("fixture:aws:Store", name, {}, opts);
        const inner = new pulumi.ComponentResource("fixture:aws:Inner", `${name}-inner`, {}, { parent: this });
        this.bucket = new aws.s3.Bucket(
            `${name}-bucket`,
            { bucket: "fixture-bucket" },
            {
                parent: inner,
                protect: true,
                retainOnDelete: true,
                deleteBeforeReplace: true,
                aliases: [{ name: "old-bucket" }],
                dependsOn: [network],
            },
        );
        const password = new random.RandomPassword(
            `${name}-password`,
            { length: 32, special: false },
            { parent: this },
        );
        this.password = password.result;
        const secret = new aws.secretsmanager.Secret(`${name}-secret`, { name: "fixture/password" }, { parent: this });
        new aws.secretsmanager.SecretVersion(
            `${name}-secret`,
            { secretId: secret.id, secretString: password.result },
            { parent: this, deletedWith: secret },
        );
        new aws.secretsmanager.SecretVersion(
            `${name}-people`,
            {
                secretId: secret.arn,
                secretString: pulumi.jsonStringify({ key: pulumi.secret("from-a-person"), bucket: this.bucket.arn }),
            },
            { parent: this },
        );
        new Empty(`${name}-empty`, { parent: this });
        this.registerOutputs({ bucket: this.bucket.bucket });
    }
}

/** Has nothing to say, and says so. */
class Empty extends pulumi.ComponentResource {
    constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
        super("fixture:aws:Empty", name, {}, opts);
        this.registerOutputs({});
    }
}
