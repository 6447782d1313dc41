/** Who reaches the Kubernetes API, and how deployments do. */
import { contains, prefixOf } from "../subnets";
import { blocks, isPrivate } from "./network";
import { vpcBlocks } from "../vpc-blocks";
import { repeated, type Check } from "./check";

const path = "cluster.endpoint.publicCidrs";

/** Wider than any organisation's own block: 0.0.0.0/0, and the halves that stand for it. */
const WIDEST_PREFIX = 8;

export const wholeInternet: Check = {
    id: "endpoint.wholeInternet",
    reads: [],
    find: ({ environment }) =>
        environment.cluster.endpoint.publicCidrs.flatMap((value, index) =>
            prefixOf(value) < WIDEST_PREFIX
                ? [
                      {
                          path: `${path}[${index}]`,
                          value,
                          rule: "opens the Kubernetes API to the internet at large",
                          fix: "list the blocks of your offices and runners, or write [] and deployment.runner",
                      },
                  ]
                : [],
        ),
};

/** EKS refuses them in publicAccessCidrs. */
export const privateCaller: Check = {
    id: "endpoint.privateCaller",
    reads: [],
    find: ({ environment }) =>
        environment.cluster.endpoint.publicCidrs.flatMap((value, index) =>
            isPrivate(value)
                ? [
                      {
                          path: `${path}[${index}]`,
                          value,
                          rule: "is a private range: a public endpoint never sees such a caller",
                          fix: "write the public address that it leaves by, or [] and deployment.runner: vpn",
                      },
                  ]
                : [],
        ),
};

/**
 * IANA special-purpose registry: nobody on the internet has such an address. Examples (203.0.113.0/24 and the like) are left to people who
 * try things, and private ranges have a check of their own.
 */
const NO_NETWORK: Readonly<Record<string, string>> = {
    "127.0.0.0/8": "loopback: a machine's way to itself",
    "169.254.0.0/16": "link-local, which no router forwards",
    "224.0.0.0/4": "multicast, which nobody has as an address",
    "240.0.0.0/4": "reserved, and nobody has such an address",
    "0.0.0.0/8": "reserved, and nobody has such an address",
};
const NOBODYS: Readonly<Record<string, string>> = {
    ...NO_NETWORK,
    "192.0.0.0/24": "kept for protocols, and nobody has such an address",
    "198.18.0.0/15": "kept for benchmarks, and nobody has such an address",
};

export const callerNobody: Check = {
    id: "endpoint.callerNobody",
    reads: [],
    find: ({ environment: { cluster, deployment } }) =>
        [
            ...cluster.endpoint.publicCidrs.map((value, index) => ({ path: `${path}[${index}]`, value })),
            ...deployment.runnerCidrs.map((value, index) => ({ path: `deployment.runnerCidrs[${index}]`, value })),
        ].flatMap(({ path: where, value }) => {
            const [, what] = Object.entries(NOBODYS).find(([range]) => contains(range, value)) ?? [];
            if (what === undefined) return [];
            return [{ path: where, value, rule: `is ${what}`, fix: "write the block that callers come from" }];
        }),
};

const CALLERS = /^(cluster\.endpoint\.publicCidrs|deployment\.runnerCidrs|network\.cidr$)/;

/** Networks of others, and what is in them: no route leads to such a block (VPC user guide, "VPC CIDR blocks", and IANA's registry). */
export const networkNobody: Check = {
    id: "network.nobody",
    reads: [],
    find: (checked) =>
        blocks(checked)
            .filter(({ path: where }) => !CALLERS.test(where))
            .flatMap((block) => {
                const [, what] = Object.entries(NO_NETWORK).find(([range]) => contains(range, block.value)) ?? [];
                if (what === undefined) return [];
                return [{ ...block, rule: `is ${what}`, fix: "write the block that the addresses are in" }];
            }),
};

export const callerTwice: Check = {
    id: "endpoint.callerTwice",
    reads: [],
    find: ({ environment }) =>
        repeated(environment.cluster.endpoint.publicCidrs).map(({ index, value }) => ({
            path: `${path}[${index}]`,
            value,
            rule: "is listed twice",
            fix: "keep one of the two",
        })),
};

export const noRunner: Check = {
    id: "endpoint.noRunner",
    reads: [path],
    find: ({ environment: { cluster, deployment, existing } }) =>
        existing.cluster !== undefined || cluster.endpoint.publicCidrs.length > 0 || deployment.runner !== undefined
            ? []
            : [
                  {
                      path: "deployment.runner",
                      rule: "is missing: with publicCidrs [] the Kubernetes API is private only",
                      fix: "write vpc or vpn, or list CIDR blocks in cluster.endpoint.publicCidrs",
                  },
              ],
};

export const vpnWithoutCidrs: Check = {
    id: "endpoint.vpnWithoutCidrs",
    reads: ["deployment.runner"],
    find: ({ environment: { deployment, existing } }) =>
        existing.cluster !== undefined || deployment.runner !== "vpn" || deployment.runnerCidrs.length > 0
            ? []
            : [
                  {
                      path: "deployment.runnerCidrs",
                      value: deployment.runnerCidrs,
                      rule: "admits nobody, and deployment.runner is vpn",
                      fix: "list the CIDR blocks that deployments come from",
                  },
              ],
};

export const cidrsWithoutRunner: Check = {
    id: "endpoint.cidrsWithoutRunner",
    reads: ["deployment.runner", "cluster.endpoint.publicCidrs"],
    find: ({ environment: { cluster, deployment, existing } }) =>
        existing.cluster !== undefined ||
        deployment.runner !== undefined ||
        deployment.runnerCidrs.length === 0 ||
        cluster.endpoint.publicCidrs.length === 0
            ? []
            : [
                  {
                      path: "deployment.runnerCidrs",
                      value: deployment.runnerCidrs,
                      rule: "is not used: no deployment.runner is named",
                      fix: "write deployment.runner: vpn, or remove it",
                  },
              ],
};

export const runnerOutside: Check = {
    id: "endpoint.runnerOutside",
    reads: ["deployment.runner", "network.cidr", "existing.vpc"],
    find: ({ environment }) => {
        const { deployment } = environment;
        const { existing, network } = environment;
        if (deployment.runner !== "vpc" || existing.cluster !== undefined) return [];
        const blocks = existing.vpc === undefined ? [network.cidr] : vpcBlocks(existing.vpc);
        return deployment.runnerCidrs.flatMap((value, index) =>
            blocks.some((block) => contains(block, value))
                ? []
                : [
                      {
                          path: `deployment.runnerCidrs[${index}]`,
                          value,
                          rule: `lies outside the VPC ${blocks.join(", ")}, and deployment.runner is vpc`,
                          fix: "write deployment.runner: vpn, or a block inside the VPC",
                      },
                  ],
        );
    },
};
