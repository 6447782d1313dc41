/** What surrounds the cluster: budget, alarms, DNS, and what the user brings. */
import { z } from "zod";
import { existingCluster } from "./existing-cluster";
import { INTERFACE_ENDPOINTS } from "./network";
import { SECRET_NAME, cidr, email, formed, integer } from "./primitives";

/** Schemes of Neo4j's drivers; `+s` is TLS with a certificate that public authorities vouch for. */
const NEO4J_SCHEMES = ["bolt", "bolt+s", "neo4j", "neo4j+s"] as const;

export const budget = z.strictObject({
    monthlyUsd: integer(1, 10_000_000, "USD").describe(
        "AWS Budgets limit for what carries this environment's tags, USD a month.",
    ),
    alertPercents: z
        .array(integer(1, 1000, "percent"))
        .min(1, "needs at least one threshold | write for example [50, 80, 100]")
        .max(4, "AWS Budgets takes at most 5 notifications, and the forecast is one | shorten the list")
        .describe("Shares of the limit at which the alert receivers are told. A forecast alerts at the last."),
});

export const alerts = z.strictObject({
    emails: z
        .array(email)
        .max(10, "AWS Budgets takes at most 10 subscribers | use a mailing list")
        .describe("Receivers of alarms and budget alerts; each must confirm AWS's subscription mail."),
});

const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,}|xn--[a-z0-9-]+)$/;
const ZONE = /^Z[A-Z0-9]{5,31}$/;
/** As AWS's command line prints ids of zones: /hostedzone/Z... */
const bare = (text: string): string => text.slice(text.lastIndexOf("/") + 1);

/** The name in an address, in capitals, with the dot of the root or a star. */
function domainMeant(text: string): string | undefined {
    const name = text
        .toLowerCase()
        .replace(/^[a-z]+:\/\/|^\*\./g, "")
        .replace(/[./:]*(\/.*)?$/, "");
    return name !== text && DOMAIN.test(name) ? `is not written as a domain name | write ${name}` : undefined;
}

export const domain = z.strictObject({
    name: formed(DOMAIN, "is not a domain name | write for example ai.example.com", domainMeant).describe(
        "Domain under which the systems get their host names.",
    ),
    zoneId: formed(ZONE, "is not a Route 53 hosted zone id | write Z followed by capital letters and digits", (text) =>
        ZONE.test(bare(text)) ? `has a path before the id | write ${bare(text)}` : undefined,
    )
        .optional()
        .describe(
            "Existing Route 53 hosted zone of this account that holds the name: records are made in it, and prove the certificate that is made. Leave it out, with certificateArn, where the zone is elsewhere (docs/guides/domain.md).",
        ),
    certificateArn: z
        .string()
        .regex(
            /^arn:aws(-cn|-us-gov)?:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
            "is not the ARN of a certificate of ACM | write arn:aws:acm:<region>:<account>:certificate/<id>",
        )
        .optional()
        .describe(
            "Certificate for the domain and one level below it that exists already, in this account and region. None is made then.",
        ),
});

const subnetIds = z
    .array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, "is not a subnet id | write subnet-0123456789abcdef0"))
    .min(2, "needs at least two subnets, in different zones | list them all")
    .max(3, "takes at most three subnets | one per zone");
const securityGroupId = z
    .string()
    .regex(/^sg-[0-9a-f]{8,17}$/, "is not a security group id | write sg-0123456789abcdef0");
const secretName = z
    .string()
    .regex(SECRET_NAME, "is not the name of a Secrets Manager secret | write its name, not its ARN");
const host = z
    .string()
    .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/i, "is not a host name | write the endpoint's DNS name");

/** S3 user guide, "General purpose bucket naming rules": no two dots in a row, no IP address, none of S3's own beginnings and endings. */
const BUCKET =
    /^(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)/;

const endpoint = {
    host: host.describe("DNS name."),
    port: integer(1, 65535, "(a port)").describe("TCP port."),
    securityGroupId: securityGroupId.describe("Its security group; nodes are admitted by a rule that is added to it."),
    cidrs: z
        .array(cidr)
        .min(1, "needs at least one block | write for example [10.60.212.0/24], or leave it out")
        .optional()
        .describe(
            "Blocks in which it has its addresses: NetworkPolicies let pods reach it by them. Default the data subnets.",
        ),
};

const keyArn = z
    .string()
    .regex(
        /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/,
        "is not the ARN of a KMS key | write arn:aws:kms:<region>:<account>:key/<id>",
    );

export const existing = z.strictObject({
    cluster: existingCluster
        .optional()
        .describe("An EKS cluster that exists, in existing.vpc. Neither control plane nor nodes are made."),
    vpc: z
        .strictObject({
            id: z
                .string()
                .regex(/^vpc-[0-9a-f]{8,17}$/, "is not a VPC id | write vpc-0123456789abcdef0")
                .describe("Id of the VPC."),
            cidr: cidr.describe("IPv4 block of the VPC."),
            interfaceEndpoints: z
                .array(z.enum(INTERFACE_ENDPOINTS))
                .optional()
                .describe(
                    "AWS services that it reaches by interface endpoints, its own or a central VPC's, with private DNS. Default none.",
                ),
            endpointCidrs: z
                .array(cidr)
                .min(1, "names no block | leave it out")
                .optional()
                .describe(
                    "Blocks in which those endpoints have their addresses: NetworkPolicies let pods reach AWS by them. Default the VPC's own.",
                ),
            secondaryCidrs: z
                .array(cidr)
                .min(1, "names no block | leave it out")
                .max(4, "AWS takes 5 IPv4 blocks for a VPC, the first one included (VPC quotas) | list those in use")
                .optional()
                .describe("Further IPv4 blocks of the VPC, where it has some. Default none."),
            publicSubnetIds: subnetIds
                .optional()
                .describe("Subnets with a route to an internet gateway: load balancers. Needed with a domain only."),
            privateSubnetIds: subnetIds.describe("Subnets with a way out: nodes and pods."),
            dataSubnetIds: subnetIds.describe("Subnets for stores and mount targets."),
            publicCidrs: z
                .array(cidr)
                .min(2, "needs one block per public subnet, two at least | list them in the order of publicSubnetIds")
                .max(3, "takes one block per public subnet, three at most | list them in the order of publicSubnetIds")
                .optional()
                .describe("Their blocks, in the same order: NetworkPolicies admit the load balancers by them."),
            dataCidrs: z
                .array(cidr)
                .min(2, "needs one block per data subnet, two at least | list them in the order of dataSubnetIds")
                .max(3, "takes one block per data subnet, three at most | list them in the order of dataSubnetIds")
                .describe("Their blocks, in the same order: NetworkPolicies let pods reach the stores by them."),
        })
        .optional()
        .describe(
            "A VPC that exists, with its subnets in zone order (network.zoneNames); nothing in it is changed but security groups that we add.",
        ),
    kmsKeyArn: keyArn
        .optional()
        .describe(
            "One KMS key for every domain, instead of keys of our own. Its policy must admit the services (docs/guides/existing.md).",
        ),
    secretKeyArns: z
        .array(keyArn)
        .min(1, "names no key | leave it out")
        .optional()
        .describe(
            "Customer keys of the secrets that are named here or under secrets; the role that reads them is granted kms:Decrypt. Default none.",
        ),
    coldBucket: z
        .strictObject({
            name: z
                .string()
                .regex(
                    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
                    "is not a bucket name | use 3-63 lower-case letters, digits, dots and dashes",
                )
                .regex(BUCKET, "is not a bucket name that S3 takes | write it as aws s3 ls prints it")
                .describe("Name of the bucket."),
            kmsKeyArn: keyArn
                .optional()
                .describe(
                    "Customer key that encrypts it; the workloads' roles are granted it. Default S3's own, or one whose policy admits them.",
                ),
        })
        .optional()
        .describe("A bucket that exists, for what leaves the warm tier."),
    redis: z
        .partialRecord(
            z.enum(["cache", "queue"]),
            z.strictObject({
                ...endpoint,
                passwordSecret: secretName.describe("Secrets Manager secret with the password."),
            }),
        )
        .optional()
        .describe("Redis or Valkey that exists, by use; TLS is expected."),
    postgres: z
        .strictObject({
            ...endpoint,
            adminSecret: secretName.describe("Secrets Manager secret with the keys username and password."),
            maxConnections: integer(10, 262143, "connections").describe(
                "Its max_connections; pool sizes follow from it.",
            ),
        })
        .optional()
        .describe("PostgreSQL that exists; the admin secret has the keys username and password."),
    neo4j: z
        .record(
            z.string().regex(/^[a-z][a-z0-9-]*$/, "is not the name of a system | write memstack or myriad-python"),
            z.strictObject({
                host: endpoint.host,
                port: integer(1, 65535, "(a port)").describe("Port of Bolt, usually 7687."),
                scheme: z
                    .enum(NEO4J_SCHEMES)
                    .describe("How drivers connect: bolt or neo4j (with routing), +s with TLS."),
                passwordSecret: secretName.describe("Secrets Manager secret with the keys username and password."),
                cidrs: z
                    .array(cidr)
                    .min(1, "needs at least one block | write for example [10.60.212.0/24]")
                    .describe("Blocks in which it has its addresses: NetworkPolicies let pods reach it by them."),
            }),
        )
        .optional()
        .describe("Neo4j that exists, by the system that uses it: memstack, myriad-python."),
});
