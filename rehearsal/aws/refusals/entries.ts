/** What EKS refuses of a cluster's endpoint, of node groups that have a launch template, and of access entries. */
import { architectureOf } from "../../../config/instance-types";
import { blockOf, contains, overlaps } from "../cidr";
import { factsOf } from "../../cloud/store";
import { about, record, records, text, texts, type Creation, type Rule, type Update } from "./refusal";
import { placesOf } from "./zones";

const CLUSTER = "aws:eks/cluster:Cluster";
const NODE_GROUP = "aws:eks/nodeGroup:NodeGroup";
const ENTRY = "aws:eks/accessEntry:AccessEntry";
const POLICY = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";
const GUIDE = "https://docs.aws.amazon.com/eks/latest/userguide";

const INVALID = "eks:InvalidParameterException";
/** RFC 1918, which service ranges must be of. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(blockOf);

const endpoint = about({
    ...{ id: "eks.endpoint", types: [CLUSTER], code: INVALID },
    source: `eks CreateCluster, UpdateClusterConfig: VpcConfigRequest; ${GUIDE}/cluster-endpoint.html`,
    faultOf: ({ inputs }) => {
        const { endpointPublicAccess = true, endpointPrivateAccess = false } = record(inputs.vpcConfig);
        return endpointPublicAccess === false && endpointPrivateAccess === false
            ? ["endpointPublicAccess and endpointPrivateAccess are both false", "turn one of the two on"]
            : undefined;
    },
});

const serviceRange = about({
    ...{ id: "eks.serviceRange", types: [CLUSTER], code: INVALID },
    source: "eks CreateCluster, KubernetesNetworkConfigRequest: serviceIpv4Cidr",
    faultOf: ({ inputs, store }) => {
        const cidr = text(record(inputs.kubernetesNetworkConfig).serviceIpv4Cidr);
        const block = blockOf(cidr);
        if (block === undefined) return undefined;
        const bits = Number(cidr.split("/")[1]);
        if (bits < 12 || bits > 24)
            return [`serviceIpv4Cidr ${cidr} is not between /12 and /24`, "choose another block"];
        if (!PRIVATE.some((each) => each !== undefined && contains(each, block)))
            return [`serviceIpv4Cidr ${cidr} is in none of 10/8, 172.16/12 and 192.168/16`, "choose a block of these"];
        const [place] = placesOf(texts(record(inputs.vpcConfig).subnetIds), store) ?? [];
        const vpc = place && store.find("aws:ec2/vpc:Vpc", place.vpc);
        const inside = vpc && blockOf(text(factsOf(vpc).cidrBlock));
        return inside !== undefined && overlaps(inside, block)
            ? [
                  `serviceIpv4Cidr ${cidr} overlaps the VPC's ${text(vpc && factsOf(vpc).cidrBlock)}`,
                  "choose another block",
              ]
            : undefined;
    },
});

/** One way only: CONFIG_MAP, then API_AND_CONFIG_MAP, then API. */
const MODES = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];
const authentication: Rule<Update> = {
    id: "eks.authentication",
    source: `eks UpdateClusterConfig, accessConfig; ${GUIDE}/setting-up-access-entries.html`,
    codes: [INVALID],
    refuses: ({ type, inputs, object }) => {
        const [from, to] = [factsOf(object), inputs].map((each) => text(record(each.accessConfig).authenticationMode));
        const step = MODES.indexOf(to ?? "") - MODES.indexOf(from ?? "");
        if (type !== CLUSTER || from === to || !MODES.includes(from ?? "") || !MODES.includes(to ?? "") || step === 1)
            return undefined;
        return {
            code: "InvalidParameterException",
            problem: `authenticationMode goes from ${text(from)} to ${text(to)}: EKS goes one step at a time, and never back`,
            fix: step > 1 ? "set API_AND_CONFIG_MAP first, run up, and then API" : `keep ${text(from)}`,
        };
    },
};

const launchTemplate = about({
    ...{ id: "eks.launchTemplate", types: [NODE_GROUP], code: INVALID },
    source: `eks CreateNodegroup: diskSize, remoteAccess, instanceTypes, launchTemplate; ${GUIDE}/launch-templates.html`,
    faultOf: ({ inputs, store }) => {
        const said = record(inputs.launchTemplate);
        if (Object.keys(said).length === 0) return undefined;
        const both = ["diskSize", "remoteAccess"].find((key) => inputs[key] !== undefined);
        if (both !== undefined)
            return [`${both} is set, and a launch template, too`, `say ${both} in the launch template`];
        const template = store.find("aws:ec2/launchTemplate:LaunchTemplate", text(said.id));
        const facts = template === undefined ? {} : factsOf(template);
        if (facts.instanceType !== undefined && texts(inputs.instanceTypes).length > 0)
            return ["instanceTypes is set, and instanceType of the launch template, too", "keep one of the two"];
        if (facts.iamInstanceProfile !== undefined)
            return ["the launch template has an iamInstanceProfile", "leave it out: nodeRoleArn says it"];
        return records(facts.networkInterfaces).some(({ subnetId }) => subnetId !== undefined)
            ? ["the launch template names a subnet", "leave it out: subnetIds says it"]
            : undefined;
    },
});

const architecture = about({
    ...{ id: "eks.architecture", types: [NODE_GROUP], code: INVALID },
    source: `eks CreateNodegroup, amiType; ${GUIDE}/choosing-instance-type.html`,
    faultOf: ({ inputs }) => {
        const ami = text(inputs.amiType);
        const wanted = ami.includes("ARM_64") ? "arm64" : ami.includes("x86_64") ? "amd64" : undefined;
        const other = texts(inputs.instanceTypes).find(
            (name) => architectureOf(name) !== (wanted ?? architectureOf(name)),
        );
        return other === undefined
            ? undefined
            : [`instanceTypes has ${other}, and amiType is ${ami}`, "choose types and image of one architecture"];
    },
});

/** Images of Amazon Linux are called by the minor of their kubelet: 1.36.2-20260818. Bottlerocket's have numbers of their own. */
const releaseFits = about({
    ...{ id: "eks.releaseFits", types: [NODE_GROUP], code: INVALID },
    source: `eks CreateNodegroup, UpdateNodegroupVersion: releaseVersion, version; ${GUIDE}/eks-linux-ami-versions.html`,
    faultOf: ({ inputs }) => {
        const [version, release] = [text(inputs.version), text(inputs.releaseVersion)];
        const minor = /^(1\.\d+)\.\d+-\d{8}$/.exec(release)?.[1];
        return version === "" || minor === undefined || minor === version
            ? undefined
            : [
                  `releaseVersion ${release} is an image of ${minor}, and version is ${version}`,
                  "name an image of that minor",
              ];
    },
});

const RESERVED = /^(system|eks|aws|amazon|iam):/;
const entryNames = about({
    ...{ id: "eks.entryNames", types: [ENTRY], code: INVALID },
    source: `eks CreateAccessEntry: kubernetesGroups, username; ${GUIDE}/creating-access-entries.html`,
    faultOf: ({ inputs }) => {
        const name = [...texts(inputs.kubernetesGroups), text(inputs.userName)].find((each) => RESERVED.test(each));
        if (name !== undefined)
            return [`"${name}" begins with ${RESERVED.exec(name)?.[0] ?? ""}, which EKS keeps to itself`, "rename it"];
        const standard = ["", "STANDARD"].includes(text(inputs.type));
        return !standard && texts(inputs.kubernetesGroups).length > 0
            ? [
                  `kubernetesGroups is set, and type is ${text(inputs.type)}`,
                  "leave the groups out: nodes have their own",
              ]
            : undefined;
    },
});

const entryFirst = about({
    ...{ id: "eks.entryFirst", types: [POLICY], code: "eks:ResourceNotFoundException" },
    source: `eks AssociateAccessPolicy; ${GUIDE}/access-policies.html`,
    faultOf: ({ inputs, store }) => {
        const { clusterName, principalArn } = inputs;
        const there = store
            .live(ENTRY)
            .map(factsOf)
            .some((each) => each.clusterName === clusterName && each.principalArn === principalArn);
        return there ? undefined : [`${text(principalArn)} has no access entry`, "make the access entry first"];
    },
});

const entriesAreRead = about({
    ...{ id: "eks.entriesAreRead", types: [ENTRY, POLICY], code: "eks:InvalidRequestException" },
    source: `eks CreateAccessEntry, AssociateAccessPolicy; ${GUIDE}/setting-up-access-entries.html`,
    faultOf: ({ inputs, store }) => {
        const cluster = store.find(CLUSTER, text(inputs.clusterName));
        return cluster !== undefined && text(record(factsOf(cluster).accessConfig).authenticationMode) === "CONFIG_MAP"
            ? ["authenticationMode of the cluster is CONFIG_MAP", "set it to API_AND_CONFIG_MAP or API first"]
            : undefined;
    },
});

export const entries: readonly Rule<Creation>[] = [
    endpoint,
    serviceRange,
    launchTemplate,
    architecture,
    releaseFits,
    entryNames,
    entriesAreRead,
    entryFirst,
];
export const entriesOnUpdate: readonly Rule<Update>[] = [authentication];
