import { blockOf, contains, overlaps, type Block } from "../cidr";
import { factsOf, type CloudObject, type Store } from "../../cloud/store";
import { text, type Creation, type Rule } from "./refusal";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const SECONDARY = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation";
const EC2_ERRORS = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";

const subnetInsideVpc: Rule<Creation> = {
    id: "network.subnetInsideVpc",
    source: EC2_ERRORS,
    codes: ["ec2:InvalidSubnet.Range"],
    refuses: ({ type, inputs, store }) => {
        if (type !== SUBNET) return undefined;
        const cidr = text(inputs.cidrBlock);
        const block = blockOf(cidr);
        const vpc = store.find(VPC, text(inputs.vpcId));
        if (block === undefined || vpc === undefined) return undefined;
        const blocks = blocksOf(vpc, store);
        if (blocks.some((outer) => contains(outer.block, block))) return undefined;
        return {
            code: "InvalidSubnet.Range",
            problem: `cidrBlock ${cidr} is outside of VPC ${vpc.name} (${blocks.map((outer) => outer.cidr).join(", ")})`,
            fix: "change cidrBlock to a block inside the VPC's, or give the VPC a larger cidrBlock before it exists",
        };
    },
};

const subnetOverlapsNone: Rule<Creation> = {
    id: "network.subnetOverlapsNone",
    source: EC2_ERRORS,
    codes: ["ec2:InvalidSubnet.Conflict"],
    refuses: ({ type, inputs, store, object }) => {
        if (type !== SUBNET) return undefined;
        const cidr = text(inputs.cidrBlock);
        const block = blockOf(cidr);
        if (block === undefined) return undefined;
        for (const other of store.live(SUBNET)) {
            const facts = factsOf(other);
            const taken = blockOf(text(facts.cidrBlock));
            if (other.id === object?.id || facts.vpcId !== inputs.vpcId || taken === undefined) continue;
            if (overlaps(taken, block))
                return {
                    code: "InvalidSubnet.Conflict",
                    problem: `cidrBlock ${cidr} overlaps subnet ${other.name} (${text(facts.cidrBlock)})`,
                    fix: "change cidrBlock of one of the two",
                };
        }
        return undefined;
    },
};

const blockSize: Rule<Creation> = {
    id: "network.blockSize",
    source: `ec2 CreateVpc, CreateSubnet; ${EC2_ERRORS}`,
    codes: ["ec2:InvalidVpc.Range", "ec2:InvalidSubnet.Range"],
    refuses: ({ type, inputs }) => {
        if (type !== VPC && type !== SUBNET) return undefined;
        const cidr = text(inputs.cidrBlock);
        const bits = Number(cidr.split("/")[1]);
        if (cidr === "" || (bits >= 16 && bits <= 28)) return undefined;
        return {
            code: type === VPC ? "InvalidVpc.Range" : "InvalidSubnet.Range",
            problem: `cidrBlock ${cidr} is not between /16 and /28`,
            fix: "change cidrBlock",
        };
    },
};

export const network: readonly Rule<Creation>[] = [blockSize, subnetInsideVpc, subnetOverlapsNone];

function blocksOf(vpc: CloudObject, store: Store): readonly { cidr: string; block: Block }[] {
    const secondary = store
        .live(SECONDARY)
        .map(factsOf)
        .filter((facts) => facts.vpcId === vpc.id);
    return [factsOf(vpc), ...secondary].flatMap((facts) => {
        const cidr = text(facts.cidrBlock);
        const block = blockOf(cidr);
        return block === undefined ? [] : [{ cidr, block }];
    });
}
