import * as ec2 from "@pulumi/aws/ec2";
import * as ec2transitgateway from "@pulumi/aws/ec2transitgateway";
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment";
import type { Subnets } from "../handles";
import { tagsFor } from "../tags";

export interface NetworkAttachmentsArgs {
    readonly vpcId: pulumi.Output<string>;
    /** Subnets that a transit gateway takes an address of, one in each zone. */
    readonly subnets: Subnets;
    /** Route tables that learn the way, by zone. */
    readonly tables: Readonly<Record<string, ec2.RouteTable>>;
    /** By name. */
    readonly attachments: Environment["network"]["attachments"];
}

type Attachment = Environment["network"]["attachments"][string];

/**
 * Ways between the VPC and networks of others that exist: whoever deploys or operates comes by them to a private Kubernetes API. The way
 * back is theirs to make: the transit gateway's route table (it learns the VPC itself where propagation is on), the other VPC's tables.
 */
export class NetworkAttachments extends pulumi.ComponentResource {
    /** Routes; when they are there, so is the way. */
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: NetworkAttachmentsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:aws:NetworkAttachments", name, {}, opts);
        this.ready = Object.entries(args.attachments)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .flatMap(([attachment, settings]) => this.connect(`${name}-${attachment}`, args, settings));
        this.registerOutputs({});
    }

    private connect(name: string, args: NetworkAttachmentsArgs, settings: Attachment): readonly ec2.Route[] {
        if ("peeringConnectionId" in settings)
            return this.route(name, args, settings.cidrs, { vpcPeeringConnectionId: settings.peeringConnectionId });
        const { transitGatewayId, cidrs } = settings;
        const { vpcId, subnets } = args;
        const attachment = new ec2transitgateway.VpcAttachment(
            name,
            { vpcId, subnetIds: [...subnets.ids], transitGatewayId, tags: tagsFor(name) },
            { parent: this },
        );
        // EC2 refuses a route to a gateway that the VPC does not hang on.
        return this.route(name, args, cidrs, { transitGatewayId }, [attachment]);
    }

    private route(
        name: string,
        { tables }: NetworkAttachmentsArgs,
        cidrs: readonly string[],
        target: Pick<ec2.RouteArgs, "transitGatewayId" | "vpcPeeringConnectionId">,
        after: readonly pulumi.Resource[] = [],
    ): readonly ec2.Route[] {
        return Object.entries(tables).flatMap(([zone, table]) =>
            cidrs.map(
                (destinationCidrBlock) =>
                    new ec2.Route(
                        `${name}-${zone}-${destinationCidrBlock.replace("/", "-")}`,
                        { routeTableId: table.id, destinationCidrBlock, ...target },
                        { parent: this, dependsOn: [...after] },
                    ),
            ),
        );
    }
}
