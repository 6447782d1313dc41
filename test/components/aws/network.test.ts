import assert from "node:assert/strict";
import { ExistingNetwork } from "../../../components/aws/existing-network";
import { VpcNetwork, type VpcNetworkArgs } from "../../../components/aws/network";
import { contains } from "../../../config/subnets";
import type { Graph, RecordedResource } from "../../../plan/graph";
import { COMPLETE, recordingOf } from "../../support/recordings";
import { key, recorded, scope, statementsOf } from "./fixture.data";
import { output, Pods } from "./fixture.network";

const args: VpcNetworkArgs = {
    scope: scope(),
    cidr: "10.20.0.0/16",
    zoneNames: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    nat: "perZone",
    interfaceEndpoints: [],
    attachments: {},
    logsKey: key("logs"),
    flowLogRetentionDays: 365,
    clusterName: "mindcloud-test",
};

const made = (change: Partial<VpcNetworkArgs> = {}, mode?: "preview" | "update") =>
    recorded(() => new VpcNetwork("network", { ...args, ...change }), mode);
const subnets = (graph: Graph, kind: string) =>
    graph.ofType("aws:ec2/subnet:Subnet").filter(({ name }) => name.startsWith(`network-${kind}-`));
const shape = (graph: Graph, ...types: string[]) =>
    graph.ofType(...types).map(({ name, inputs }) => [name, inputs.cidrBlock, inputs.availabilityZone]);
const tags = ({ inputs }: RecordedResource) => inputs.tags as Record<string, string>;

describe("a network of our own", () => {
    it("has a public, a private and a data subnet in every zone, inside the VPC, none giving out public addresses", async () => {
        for (const zoneNames of [args.zoneNames, args.zoneNames.slice(0, 2)]) {
            const graph = await made({ zoneNames });
            for (const kind of ["public", "private", "data"]) {
                const zones = subnets(graph, kind).map(({ inputs }) => inputs.availabilityZone);
                assert.deepEqual(zones, zoneNames, kind);
            }
            for (const { inputs } of graph.ofType("aws:ec2/subnet:Subnet")) {
                assert.ok(contains(args.cidr, String(inputs.cidrBlock)));
                assert.equal(inputs.mapPublicIpOnLaunch, false);
            }
        }
    });

    it("changes nothing that exists when a zone is added, whatever the NAT", async () => {
        for (const nat of ["one", "perZone", "none"] as const) {
            const two = await made({ nat, zoneNames: args.zoneNames.slice(0, 2) });
            const three = await made({ nat });
            for (const before of two.resources.filter(({ custom }) => custom)) {
                const after = three.get(before.urn);
                // Of the S3 endpoint only the list of tables grows, which AWS changes in place.
                const { routeTableIds: _before, ...rest } = before.inputs;
                const { routeTableIds: _after, ...now } = after.inputs;
                assert.deepEqual(now, rest, before.name);
            }
        }
    });

    it("moves no subnet, table or association when NAT goes from one to one per zone", async () => {
        const stays = [
            "aws:ec2/subnet:Subnet",
            "aws:ec2/routeTable:RouteTable",
            "aws:ec2/routeTableAssociation:RouteTableAssociation",
        ];
        const [one, perZone] = [await made({ nat: "one" }), await made()];
        assert.deepEqual(shape(one, ...stays), shape(perZone, ...stays));
        const gateways = (graph: Graph) => graph.ofType("aws:ec2/natGateway:NatGateway").map(({ name }) => name);
        assert.deepEqual(gateways(one), ["network-nat-eu-central-1a"]);
        assert.equal(gateways(perZone).length, 3);
    });

    it("sends each private zone through the NAT gateway of its own zone", async () => {
        const graph = await made();
        for (const zone of args.zoneNames) {
            const route = graph.the("aws:ec2/route:Route", `network-private-${zone}-nat`);
            const gateways = graph
                .pathsTo(route, "aws:ec2/natGateway:NatGateway")
                .map((path) => graph.get(path.at(-1) ?? "").name);
            assert.deepEqual(gateways, [`network-nat-${zone}`]);
        }
    });

    it("makes NAT gateways wait for the way to the internet, which they need to start", async () => {
        const graph = await made({ nat: "one" });
        const gateway = graph.the("aws:ec2/natGateway:NatGateway");
        assert.ok(graph.dependsOn(gateway, graph.the("aws:ec2/route:Route", "network-public-internet")));
        assert.ok(graph.dependsOn(gateway, graph.the("aws:ec2/internetGateway:InternetGateway")));
    });

    it("gives data subnets S3 and no other way out", async () => {
        const graph = await made({}, "update");
        const table = graph.the("aws:ec2/routeTable:RouteTable", "network-data-routes");
        const users = graph.dependentsOf(table).map((urn) => graph.get(urn).name);
        assert.deepEqual(users.sort(), [
            ...args.zoneNames.map((zone) => `network-data-${zone}-association`),
            "network-s3-endpoint",
        ]);
        assert.equal(graph.ofType("aws:ec2/route:Route").length, 4); // one public, three through NAT
    });

    it("is ready for a node when routes, associations and endpoints are, and a node waits for NAT only through it", async () => {
        const pods = (nat: VpcNetworkArgs["nat"], interfaceEndpoints: string[]) =>
            recorded(() => new Pods("pods", new VpcNetwork("network", { ...args, nat, interfaceEndpoints }).egress));
        const waitsFor = async (graph: Graph, type: string) => graph.pathsTo(graph.the("test:Pods"), type).length;

        const open = await pods("perZone", []);
        assert.equal(await waitsFor(open, "aws:ec2/natGateway:NatGateway"), 3);
        assert.equal(await waitsFor(open, "aws:ec2/routeTableAssociation:RouteTableAssociation"), 6); // private, and NAT's public ones
        const closed = await pods("none", ["ecr.api", "ecr.dkr"]);
        assert.equal(await waitsFor(closed, "aws:ec2/natGateway:NatGateway"), 0);
        assert.equal(await waitsFor(closed, "aws:ec2/vpcEndpoint:VpcEndpoint"), 3); // and S3
        assert.equal(await waitsFor(closed, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"), 3);
    });

    it("tags subnets for the load balancer controller, and data subnets not", async () => {
        const graph = await made();
        for (const [kind, role] of [
            ["public", "elb"],
            ["private", "internal-elb"],
        ] as const)
            for (const subnet of subnets(graph, kind)) {
                assert.equal(tags(subnet)[`kubernetes.io/role/${role}`], "1");
                assert.equal(tags(subnet)["kubernetes.io/cluster/mindcloud-test"], "shared");
            }
        for (const subnet of subnets(graph, "data"))
            assert.deepEqual(
                Object.keys(tags(subnet)).filter((tag) => tag.startsWith("kubernetes.io/")),
                [],
            );
    });

    it("empties the default security group", async () => {
        const { inputs } = (await made()).the("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
        assert.deepEqual([inputs.ingress, inputs.egress], [[], []]);
    });

    it("logs refused connections into an encrypted group that the writer can fill but not make", async () => {
        const graph = await made();
        assert.equal(graph.the("aws:ec2/flowLog:FlowLog").inputs.trafficType, "REJECT");
        const group = graph.the("aws:cloudwatch/logGroup:LogGroup");
        assert.equal(group.inputs.kmsKeyId, "arn:aws:kms:eu-central-1:111122223333:key/logs");
        assert.equal(group.inputs.retentionInDays, 365);
        const may = statementsOf(graph.the("aws:iam/rolePolicy:RolePolicy").inputs.policy);
        assert.deepEqual(may.of("WriteRecords").Action, [
            "logs:CreateLogStream",
            "logs:DescribeLogStreams",
            "logs:PutLogEvents",
        ]);
        for (const resource of may.of("WriteRecords").Resource)
            assert.ok(resource.includes(`log-group:${String(group.inputs.name)}`));
        assert.ok(graph.dependsOn(graph.the("aws:ec2/flowLog:FlowLog"), graph.the("aws:iam/rolePolicy:RolePolicy")));
    });

    it("lets only this account use its endpoints, but anybody's image layers be read from S3", async () => {
        const graph = await made({ interfaceEndpoints: ["ecr.api"] });
        for (const { inputs } of graph.ofType("aws:ec2/vpcEndpoint:VpcEndpoint")) {
            const own = statementsOf(inputs.policy).of("PrincipalsOfThisAccount");
            assert.deepEqual(own.Condition, { StringEquals: { "aws:PrincipalAccount": "111122223333" } });
        }
        const storage = graph.the("aws:ec2/vpcEndpoint:VpcEndpoint", "network-s3-endpoint");
        const statements = statementsOf(storage.inputs.policy);
        assert.deepEqual(statements.sids, ["PrincipalsOfThisAccount", "ReadImageLayers"]);
        assert.equal(statements.of("ReadImageLayers").Action, "s3:GetObject");
    });

    it("admits private subnets, and nobody else, to interface endpoints on HTTPS", async () => {
        const graph = await made({ interfaceEndpoints: ["sts", "logs"] });
        const rules = graph.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
        const admitted = rules.map(
            ({ inputs }) => `${String(inputs.cidrIpv4)} ${String(inputs.fromPort)}-${String(inputs.toPort)}`,
        );
        const expected = subnets(graph, "private").map(({ inputs }) => `${String(inputs.cidrBlock)} 443-443`);
        assert.deepEqual(admitted.sort(), expected.sort());
        assert.equal(graph.ofType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").length, 0);
    });

    it("asks for each service by the name that it has in the region: China calls half of them otherwise", async () => {
        const named = async (where: Partial<typeof args.scope>) =>
            (
                await made({
                    scope: { ...args.scope, ...where },
                    interfaceEndpoints: ["ecr.api", "secretsmanager", "sts"],
                })
            )
                .ofType("aws:ec2/vpcEndpoint:VpcEndpoint")
                .map(({ inputs }) => String(inputs.serviceName))
                .sort();
        const at = (region: string, prefix: string) => [
            ...[`${prefix}com.amazonaws.${region}.ecr.api`, `com.amazonaws.${region}.s3`],
            ...[`com.amazonaws.${region}.secretsmanager`, `${prefix}com.amazonaws.${region}.sts`],
        ];
        const china = await named({ partition: "aws-cn", region: "cn-north-1" });
        assert.deepEqual(china, at("cn-north-1", "cn.").sort());
        assert.deepEqual(await named({ region: "eu-central-1" }), at("eu-central-1", "").sort());
    });

    it("keeps every resource, also where AWS has not answered yet", async () => {
        const names = (graph: Graph) => graph.resources.map(({ urn }) => urn);
        const change = { interfaceEndpoints: ["ecr.api"] };
        assert.deepEqual(names(await made(change, "preview")), names(await made(change, "update")));
    });
});

describe("a network that exists", () => {
    const vpc = {
        id: "vpc-0123456789abcdef0",
        cidr: "172.20.0.0/16",
        publicSubnetIds: ["subnet-0000000a", "subnet-0000000b"],
        privateSubnetIds: ["subnet-0000001a", "subnet-0000001b"],
        dataSubnetIds: ["subnet-0000002a", "subnet-0000002b"],
        publicCidrs: ["172.20.0.0/24", "172.20.1.0/24"],
        dataCidrs: ["172.20.4.0/24", "172.20.5.0/24"],
    };

    it("has the same handle, makes no resource, and tells in which zone each subnet is", async () => {
        const graph = await recorded(async () => {
            const network = new ExistingNetwork("network", { vpc, zoneNames: ["eu-central-1a", "eu-central-1b"] });
            assert.deepEqual(network.public.cidrs, vpc.publicCidrs);
            assert.deepEqual(network.egress, []);
            assert.equal(await output(network.vpcId), vpc.id);
            assert.deepEqual(await Promise.all(network.private.ids.map(output)), vpc.privateSubnetIds);
        });
        const zones = graph.the("mindcloud:aws:ExistingNetwork").inputs.zones as Record<string, string>;
        assert.deepEqual([zones["subnet-0000001a"], zones["subnet-0000001b"]], ["eu-central-1a", "eu-central-1b"]);
        assert.deepEqual(
            graph.resources.filter(({ custom }) => custom),
            [],
        );
    });

    it("leads from the private subnets to networks of others: over a transit gateway once the VPC hangs on it, over a peering at once", async () => {
        const attachments = {
            office: { transitGatewayId: "tgw-0123456789abcdef0", cidrs: ["172.16.0.0/20", "10.9.0.0/16"] },
            tools: { peeringConnectionId: "pcx-0123456789abcdef0", cidrs: ["10.8.0.0/16"] },
        };
        const graph = await made({ attachments }, "update");
        const attachment = graph.the("aws:ec2transitgateway/vpcAttachment:VpcAttachment");
        assert.equal((attachment.inputs.subnetIds as unknown[]).length, args.zoneNames.length);
        for (const subnet of subnets(graph, "private")) assert.ok(graph.dependsOn(attachment, subnet));
        const ways = graph
            .ofType("aws:ec2/route:Route")
            .filter(({ inputs }) => inputs.transitGatewayId ?? inputs.vpcPeeringConnectionId);
        const tables = graph.ofType("aws:ec2/routeTable:RouteTable").filter(({ name }) => name.includes("private"));
        assert.equal(ways.length, tables.length * 3, "each block in each private table, and in no other");
        for (const way of ways) {
            const { transitGatewayId, vpcPeeringConnectionId } = way.inputs;
            assert.ok(tables.some((table) => graph.dependsOn(way, table)));
            assert.equal(transitGatewayId ?? attachments.office.transitGatewayId, attachments.office.transitGatewayId);
            assert.equal(
                vpcPeeringConnectionId ?? attachments.tools.peeringConnectionId,
                attachments.tools.peeringConnectionId,
            );
            assert.equal(graph.dependsOn(way, attachment), transitGatewayId !== undefined);
        }
    });

    it("makes nothing of the cluster's inside before the way to a private API is there", async () => {
        const { graph } = await recordingOf(COMPLETE, "preview");
        const ways = graph.ofType("aws:ec2/route:Route").filter(({ name }) => name.startsWith("network-attachments-"));
        assert.ok(ways.length > 0);
        const provider = graph.the("pulumi:providers:kubernetes");
        for (const way of ways) assert.ok(graph.dependsOn(provider, way), way.name);
    });
});
