import { z } from "zod";
import { cidr, formed, logRetentionDays, vpcCidr } from "./primitives";

/** Interface endpoints that a private EKS cluster can use (EKS user guide, private clusters). */
export const INTERFACE_ENDPOINTS = [
    "autoscaling",
    "ec2",
    "ec2messages",
    "ecr.api",
    "ecr.dkr",
    "eks",
    "eks-auth",
    "elasticfilesystem",
    "elasticloadbalancing",
    "kms",
    "logs",
    "monitoring",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "ssmmessages",
    "sts",
] as const;

/** Services that EKS's pages on private clusters name beside these, and what they are here. */
function endpointMeant(text: string): string | undefined {
    const service = text.toLowerCase().replace(/^com\.amazonaws\.[a-z0-9-]+\./, "");
    if (service === "s3") return "is there already, as a gateway endpoint that costs nothing | remove it";
    if (service === "dynamodb") return "has a gateway endpoint, and nothing here calls it | remove it";
    return service === "ecr" ? "is two services | write ecr.api and ecr.dkr" : undefined;
}

const endpoint = z.enum(INTERFACE_ENDPOINTS, { error: ({ input }) => endpointMeant(String(input)) });

/** Interface endpoints by service. */
export const endpoints = z.array(endpoint);

const attachedCidrs = z
    .array(cidr)
    .min(1, "is empty, so nothing goes there | list the blocks that are behind it")
    .describe("CIDR blocks behind it.");

/** Zones that take no control plane (EKS user guide, Local Zones), and ids in the place of names. */
function zoneMeant(text: string): string | undefined {
    if (/^[a-z]+\d-az\d+$/.test(text))
        return "is the id of a zone | write its name, as aws ec2 describe-availability-zones prints it for this account";
    const [, region] = /^([a-z]{2}(?:-[a-z]+)+-\d)-[a-z]+\d?-/.exec(text) ?? [];
    return region === undefined
        ? undefined
        : `is a Local or Wavelength Zone, where EKS puts no control plane | write a zone of the region itself, for example ${region}a`;
}

const zoneName = formed(
    /^[a-z]{2}(-[a-z]+)+-\d[a-z]$/,
    "is not a zone name | write the region and a letter, for example us-east-1a",
    zoneMeant,
);

export const network = z.strictObject({
    cidr: vpcCidr.describe("IPv4 block of the VPC (AWS: /16 to /28; pods need /20 or larger)."),
    zones: z
        .union(
            [z.literal(2), z.literal(3)],
            "must be 2 or 3: EKS needs two zones, and more than three buy nothing here | write 2 or 3",
        )
        .describe(
            "Availability Zones to spread over. Adding a zone moves no subnet; the control plane stays in its own (cluster.controlPlaneZones).",
        ),
    zoneNames: z
        .array(zoneName)
        .min(2, "needs at least two zones | list two or three zone names")
        .max(3, "takes at most three zones | list two or three zone names")
        .optional()
        .describe(
            "Names of the zones, in order; the first of them (cluster.controlPlaneZones) have the control plane, which us-east-1e cannot. Default: the table of config/zones.ts for the region.",
        ),
    nat: z
        .enum(["one", "perZone", "none"])
        .describe(
            "NAT gateways: one for all zones, one per zone, or none (only when images come through interface endpoints).",
        ),
    interfaceEndpoints: endpoints.describe(
        "AWS PrivateLink endpoints, by service. Each costs about 7.30 USD a month and zone. S3's free gateway endpoint always exists.",
    ),
    attachments: z
        .record(
            z
                .string()
                .regex(
                    /^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/,
                    "is not a name | use at most 20 lower-case letters, digits and dashes",
                ),
            z.union(
                [
                    z.strictObject({
                        transitGatewayId: z
                            .string()
                            .regex(
                                /^tgw-[0-9a-f]{8,17}$/,
                                "is not the id of a transit gateway | write for example tgw-0123456789abcdef0",
                            )
                            .describe("An existing transit gateway; the VPC is attached to it in every zone."),
                        cidrs: attachedCidrs,
                    }),
                    z.strictObject({
                        peeringConnectionId: z
                            .string()
                            .regex(
                                /^pcx-[0-9a-f]{8,17}$/,
                                "is not the id of a peering connection | write for example pcx-0123456789abcdef0",
                            )
                            .describe(
                                "An existing, accepted peering connection of this VPC: only a VPC that is there has one.",
                            ),
                        cidrs: attachedCidrs,
                    }),
                ],
                "must name its gateway | write transitGatewayId and cidrs, or peeringConnectionId and cidrs",
            ),
        )
        .describe(
            "Networks of others that exist, by name: a way to each from the private subnets. Over them deployments reach a private API.",
        ),
    flowLogRetentionDays: logRetentionDays.describe("Days that VPC flow logs are kept."),
});
