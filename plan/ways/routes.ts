/** Where the route tables of the nodes' subnets lead. */
import { isPrivate } from "../../config/checks/network";
import { contains } from "../../config/subnets";
import type { Graph, RecordedResource } from "../graph";

const HTTPS = 443;

interface Table {
    readonly table: RecordedResource;
    readonly routes: readonly RecordedResource[];
    /** S3's gateway endpoint adds routes to addresses that it keeps itself. */
    readonly storage: boolean;
}

export class Routes {
    /** Blocks of the VPC; none where it exists already, and its routes are its owner's. */
    readonly vpc: readonly string[];
    readonly #tables: readonly Table[];

    constructor(graph: Graph) {
        this.vpc = graph.ofType("aws:ec2/vpc:Vpc").map(({ inputs }) => String(inputs.cidrBlock));
        this.#tables = tablesOf(graph);
    }

    /** Tables that lead nowhere near a block. */
    withoutWay(cidr: string, port: number): readonly RecordedResource[] {
        if (this.vpc.some((block) => contains(block, cidr))) return [];
        return this.#tables
            .filter(({ routes, storage }) => {
                const leads = routes.some(
                    ({ inputs, propertyDependencies }) =>
                        contains(String(inputs.destinationCidrBlock), cidr) &&
                        // What a NAT gateway sends on has to find its way over the internet.
                        !(propertyDependencies.natGatewayId !== undefined && isPrivate(cidr)),
                );
                return !leads && !(storage && port === HTTPS && !isPrivate(cidr));
            })
            .map(({ table }) => table);
    }
}

function tablesOf(graph: Graph): readonly Table[] {
    const subnets = new Set(
        graph
            .ofType("aws:eks/nodeGroup:NodeGroup")
            .flatMap(({ propertyDependencies }) => propertyDependencies.subnetIds ?? []),
    );
    const tables = new Set(
        graph
            .ofType("aws:ec2/routeTableAssociation:RouteTableAssociation")
            .filter(({ propertyDependencies: { subnetId = [] } }) => subnetId.some((urn) => subnets.has(urn)))
            .flatMap(({ propertyDependencies }) => propertyDependencies.routeTableId ?? []),
    );
    const of = (type: string, property: string, table: string) =>
        graph.ofType(type).filter(({ propertyDependencies }) => propertyDependencies[property]?.includes(table));
    return [...tables].map((urn) => ({
        table: graph.get(urn),
        routes: of("aws:ec2/route:Route", "routeTableId", urn),
        storage: of("aws:ec2/vpcEndpoint:VpcEndpoint", "routeTableIds", urn).length > 0,
    }));
}
