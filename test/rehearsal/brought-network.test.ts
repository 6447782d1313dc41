/** What is asked of an account about a VPC that the stack file names, on answers in the form of EC2's API reference. */
import assert from "node:assert/strict";
import { broughtNetworkProblems, freePrefixes } from "../../rehearsal/account/brought-network";
import type { Aws } from "../../rehearsal/session/leftover-logs";
import type { Environment } from "../../config/environment";
import { changed, COMPLETE } from "../support/recordings";

const VPC = "vpc-0123456789abcdef0";
const [PUBLIC, PRIVATE, DATA] = ["a", "b", "c"].map((kind) =>
    ["1", "2"].map((zone) => `subnet-${kind.repeat(7)}${zone}`),
);
const ZONES = ["us-east-1a", "us-east-1b"];
const BLOCKS: Readonly<Record<string, string>> = Object.fromEntries(
    [PUBLIC, PRIVATE, DATA].flatMap((ids = [], kind) =>
        ids.map((id, zone) => [id, `10.60.${String(kind * 64 + zone * 16)}.0/22`] as const),
    ),
);
const blocksOf = (ids: readonly string[] = []) => ids.map((id) => BLOCKS[id] ?? "");

const environment: Environment = (() => {
    const vpc = {
        ...{ id: VPC, cidr: "10.60.0.0/16", publicSubnetIds: PUBLIC, privateSubnetIds: PRIVATE, dataSubnetIds: DATA },
        ...{ publicCidrs: blocksOf(PUBLIC), dataCidrs: blocksOf(DATA), interfaceEndpoints: ["sns"] },
    };
    const { environment: complete } = changed(COMPLETE, {});
    return {
        ...complete,
        zoneNames: ZONES,
        nodeGroups: Object.fromEntries(
            Object.entries(complete.nodeGroups).map(([name, group]) => [name, { ...group, min: 1 }]),
        ),
        existing: { ...complete.existing, vpc },
    } as Environment;
})();

type Answers = Readonly<Record<string, unknown>>;

const subnet = (id: string, more: object = {}) => ({
    ...{ SubnetId: id, VpcId: VPC, CidrBlock: BLOCKS[id] },
    AvailabilityZone: ZONES[Number(id.slice(-1)) - 1],
    Tags: ["kubernetes.io/role/elb", "kubernetes.io/role/internal-elb"].map((Key) => ({ Key, Value: "1" })),
    ...more,
});
const ALL = [PUBLIC, PRIVATE, DATA].flatMap((ids = []) => ids);

const GOOD: Answers = {
    "describe-subnets": { Subnets: ALL.map((id) => subnet(id)) },
    "describe-vpcs": { Vpcs: [{ DhcpOptionsId: "dopt-1" }] },
    enableDnsSupport: { EnableDnsSupport: { Value: true } },
    enableDnsHostnames: { EnableDnsHostnames: { Value: true } },
    "describe-dhcp-options": {
        DhcpOptions: [
            { DhcpConfigurations: [{ Key: "domain-name-servers", Values: [{ Value: "AmazonProvidedDNS" }] }] },
        ],
    },
    "describe-vpc-endpoints": {
        VpcEndpoints: [{ ServiceName: "com.amazonaws.us-east-1.sns", PrivateDnsEnabled: true }],
    },
    "describe-network-interfaces": { NetworkInterfaces: [] },
};

const account =
    (answers: Answers): Aws =>
    async (_service, command = "", ...args) => {
        const said = answers[args[args.indexOf("--attribute") + 1] ?? ""] ?? answers[command];
        await Promise.resolve();
        return said === undefined
            ? { code: 254, output: "\nAn error occurred (UnauthorizedOperation): not you\n" }
            : { code: 0, output: JSON.stringify(said) };
    };

const asked = (answers: Answers) => broughtNetworkProblems(environment, account({ ...GOOD, ...answers }));
const withSubnet = (id: string, more: object): Answers => ({
    "describe-subnets": { Subnets: ALL.map((each) => subnet(each, each === id ? more : {})) },
});
const [publicOne = "", publicTwo = ""] = PUBLIC ?? [];
const [privateOne = "", privateTwo = ""] = PRIVATE ?? [];
const [dataOne = ""] = DATA ?? [];

describe("a VPC that the stack file names", () => {
    it("is left in peace where all holds, and where there is none nobody is asked", async () => {
        assert.deepEqual(await asked({}), []);
        const nobody: Aws = () => Promise.reject(new Error("asked"));
        assert.deepEqual(await broughtNetworkProblems({ ...environment, existing: {} }, nobody), []);
    });

    const cases: readonly (readonly [what: string, answers: Answers, says: RegExp])[] = [
        ["two subnets of one zone", withSubnet(privateTwo, { AvailabilityZone: ZONES[0] }), /privateSubnetIds\[1\].*is in us-east-1a, as subnet-bbbbbbb1 is/],
        ["a subnet in another zone than its place says", withSubnet(publicTwo, { AvailabilityZone: "us-east-1c" }), /publicSubnetIds\[1\].*is in us-east-1c, and the zone of that place is us-east-1b/],
        ["a subnet of another VPC", withSubnet(dataOne, { VpcId: "vpc-9" }), /dataSubnetIds\[0\].*is in vpc-9/],
        ["a subnet that is not there", { "describe-subnets": { Subnets: ALL.slice(1).map((id) => subnet(id)) } }, /publicSubnetIds\[0\].*is not there/],
        ["a block that is another", withSubnet(dataOne, { CidrBlock: "10.60.9.0/24" }), /dataSubnetIds\[0\].*write 10\.60\.9\.0\/24/],
        ["subnets that no load balancer finds", withSubnet(publicOne, { Tags: [] }), /publicSubnetIds\[0\].*no tag kubernetes.io\/role\/elb/],
        ["host names that are off", { enableDnsHostnames: { EnableDnsHostnames: { Value: false } } }, /enableDnsHostnames off/],
        ["names from somebody else", { "describe-dhcp-options": { DhcpOptions: [{ DhcpConfigurations: [{ Key: "domain-name-servers", Values: [{ Value: "10.1.1.1" }] }] }] } }, /names from 10\.1\.1\.1 \(dopt-1\)/],
        ["an endpoint that is not listed", { "describe-vpc-endpoints": { VpcEndpoints: [{ ServiceName: "com.amazonaws.us-east-1.monitoring", PrivateDnsEnabled: true }, { ServiceName: "com.amazonaws.us-east-1.ecs" }] } }, /interfaceEndpoints.*add monitoring$/],
        ["no room for prefixes", { "describe-network-interfaces": { NetworkInterfaces: [{ SubnetId: privateOne, Ipv4Prefixes: Array.from({ length: 62 }, (_, index) => ({ Ipv4Prefix: `10.60.${String(64 + Math.floor(index / 16))}.${String((index % 16) * 16)}/28` })) }] } }, /privateSubnetIds\[0\].*has 1 free blocks of \/28/],
        ["rights that are missing", { "describe-dhcp-options": undefined }, /could not be asked about: An error occurred \(UnauthorizedOperation\)/],
    ]; // oxfmt-ignore
    for (const [what, answers, says] of cases)
        it(`is refused for ${what}, and for nothing else`, async () => {
            const problems = await asked(answers);
            assert.equal(problems.length, 1, problems.join("\n"));
            assert.match(problems[0] ?? "", says);
        });

    it("has as many free blocks for prefixes as no address stands in: single addresses take one, too", () => {
        const address = (PrivateIpAddress: string) => ({ SubnetId: "s", PrivateIpAddresses: [{ PrivateIpAddress }] });
        assert.equal(freePrefixes("10.0.0.0/24", []), 14);
        assert.equal(
            freePrefixes("10.0.0.0/24", [address("10.0.0.20"), address("10.0.0.21"), address("10.0.0.250")]),
            13,
        );
        assert.equal(
            freePrefixes("10.0.0.0/24", [{ SubnetId: "s", Ipv4Prefixes: [{ Ipv4Prefix: "10.0.0.64/28" }] }]),
            13,
        );
        assert.equal(freePrefixes("10.0.0.0/28", []), 0);
    });
});
