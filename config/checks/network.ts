/** Address ranges: what AWS would refuse when the VPC is made, or what would leave pods without a route or an address. */
import { canonical, contains, isCanonical, overlaps, prefixOf } from "../subnets";
import { serviceRange } from "../service-range";
import { repeated, vpcCidr, type Check, type Checked } from "./check";

const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"] as const;

export const isPrivate = (cidr: string): boolean => PRIVATE_RANGES.some((range) => contains(range, cidr));

/** Every key that holds CIDR blocks. */
export function blocks({ environment }: Checked): { path: string; value: string }[] {
    const { network, cluster, deployment, existing } = environment;
    const list = (path: string, values: readonly string[] = []) =>
        values.map((value, index) => ({ path: `${path}[${index}]`, value }));
    return [
        { path: "network.cidr", value: network.cidr },
        ...list("cluster.endpoint.publicCidrs", cluster.endpoint.publicCidrs),
        ...list("deployment.runnerCidrs", deployment.runnerCidrs),
        ...Object.entries(network.attachments).flatMap(([name, { cidrs }]) =>
            list(`network.attachments.${name}.cidrs`, cidrs),
        ),
        ...(existing.vpc ? [{ path: "existing.vpc.cidr", value: existing.vpc.cidr }] : []),
        ...list("existing.vpc.endpointCidrs", existing.vpc?.endpointCidrs),
        ...list("existing.vpc.secondaryCidrs", existing.vpc?.secondaryCidrs),
        ...list("existing.vpc.publicCidrs", existing.vpc?.publicCidrs),
        ...list("existing.vpc.dataCidrs", existing.vpc?.dataCidrs),
        ...list("existing.redis.cache.cidrs", existing.redis?.cache?.cidrs),
        ...list("existing.redis.queue.cidrs", existing.redis?.queue?.cidrs),
        ...list("existing.postgres.cidrs", existing.postgres?.cidrs),
        ...Object.entries(existing.neo4j ?? {}).flatMap(([user, { cidrs }]) =>
            list(`existing.neo4j.${user}.cidrs`, cidrs),
        ),
    ];
}

export const hostBits: Check = {
    id: "network.hostBits",
    reads: [],
    find: (checked) =>
        blocks(checked)
            .filter(({ value }) => !isCanonical(value))
            .map((block) => ({
                ...block,
                rule: "is not a network address: host bits are set",
                fix: `write ${canonical(block.value)}`,
                advised: canonical(block.value),
            })),
};

export const size: Check = {
    id: "network.size",
    reads: ["existing.vpc"],
    find: ({ environment }) => {
        const value = environment.network.cidr;
        const prefix = prefixOf(value);
        if (environment.existing.vpc !== undefined || (prefix >= 16 && prefix <= 20)) return [];
        const rule =
            prefix < 16 ? "is larger than a VPC can be: /16" : "is too small: every pod takes an address of the VPC";
        const block = canonical(`${value.split("/")[0] ?? ""}/${prefix < 16 ? 16 : 20}`);
        const example = isPrivate(block) && !overlaps(block, DOCKER) ? block : "10.20.0.0/16";
        return [{ path: "network.cidr", value, rule, fix: `write a block of /16 to /20, for example ${example}` }];
    },
};

/** VPC user guide: "Some AWS services use the 172.17.0.0/16 CIDR range"; so do Docker's bridges on build machines. */
const DOCKER = "172.17.0.0/16";

export const privateRange: Check = {
    id: "network.privateRange",
    reads: [],
    find: ({ environment: { network } }) =>
        isPrivate(network.cidr)
            ? []
            : [
                  {
                      path: "network.cidr",
                      value: network.cidr,
                      rule: "is not a private range: addresses on the internet would be out of reach",
                      fix: `choose a block in ${PRIVATE_RANGES.join(", ")}`,
                  },
              ],
};

export const dockerRange: Check = {
    id: "network.dockerRange",
    reads: ["existing.vpc"],
    find: ({ environment: { network, existing } }) =>
        existing.vpc === undefined && overlaps(network.cidr, DOCKER)
            ? [
                  {
                      path: "network.cidr",
                      value: network.cidr,
                      rule: `overlaps ${DOCKER}, which Docker and several AWS services use inside`,
                      fix: "choose another block, for example 172.18.0.0/16",
                  },
              ]
            : [],
};

/** A VPN or a peering routes by address: two networks that share a range cannot reach each other. */
export const runnerOverlap: Check = {
    id: "network.runnerOverlap",
    reads: ["network.cidr", "existing.vpc", "deployment.runner"],
    find: ({ environment }) => {
        const vpc = vpcCidr(environment);
        if (environment.deployment.runner === "vpc") return [];
        return environment.deployment.runnerCidrs.flatMap((value, index) =>
            overlaps(vpc, value)
                ? [
                      {
                          path: `deployment.runnerCidrs[${index}]`,
                          value,
                          rule: `overlaps the VPC ${vpc}: nothing could be routed between them`,
                          fix: "choose a network.cidr outside it, or write a narrower block",
                      },
                  ]
                : [],
        );
    },
};

export const serviceOverlap: Check = {
    id: "network.serviceOverlap",
    reads: ["network.cidr", "network.attachments", "existing.vpc"],
    find: ({ environment }) => {
        const services = serviceRange(vpcCidr(environment));
        const { deployment, network } = environment;
        return [
            ...deployment.runnerCidrs.map((value, index) => ({ path: `deployment.runnerCidrs[${index}]`, value })),
            ...Object.entries(network.attachments).flatMap(([name, { cidrs }]) =>
                cidrs.map((value, index) => ({ path: `network.attachments.${name}.cidrs[${index}]`, value })),
            ),
        ]
            .filter(({ value }) => overlaps(services, value))
            .map((block) => ({
                ...block,
                rule: `overlaps ${services}, from which EKS takes the addresses of Services`,
                fix: "write the blocks of that network that lie outside it",
            }));
    },
};

export const endpointTwice: Check = {
    id: "network.endpointTwice",
    reads: [],
    find: ({ environment: { network } }) =>
        repeated(network.interfaceEndpoints).map(({ index, value }) => ({
            path: `network.interfaceEndpoints[${index}]`,
            value,
            rule: "is listed twice",
            fix: "keep one of the two",
        })),
};
