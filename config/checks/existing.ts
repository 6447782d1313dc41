/** What the user brings: whether it fits, is used, and is not configured at the same time. */
import type { Environment } from "../environment";
import type { Problem } from "../problems";
import { contains, overlaps } from "../subnets";
import { vpcBlocks } from "../vpc-blocks";
import { isSaid, repeated, type Check } from "./check";

/** Keys that shape what an existing thing already is. */
export const SHADOWS: readonly { readonly brought: string; readonly keys: readonly string[] }[] = [
    {
        brought: "existing.vpc",
        keys: [
            "network.cidr",
            "network.nat",
            "network.interfaceEndpoints",
            "network.attachments",
            "network.flowLogRetentionDays",
        ],
    },
    {
        brought: "existing.cluster",
        keys: [
            ...[
                "cluster.access",
                "cluster.endpoint",
                "cluster.controlPlaneZones",
                "cluster.logGroup",
                "cluster.dnsRewrites",
                "nodeGroups",
            ],
            ...["deployment.runner", "deployment.runnerCidrs", "clusterServices.clusterAutoscaler"],
        ],
    },
    {
        brought: "existing.cluster.monitoring",
        keys: [
            ...["receivers", "routes", "defaultTo", "deadMansSwitch", "metricsDays", "logs", "cloudWatch", "grafana"],
        ].map((key) => `monitoring.${key}`),
    },
    { brought: "existing.postgres", keys: ["stores.postgres"] },
    { brought: "existing.redis.cache", keys: ["stores.redis.cache"] },
    { brought: "existing.redis.queue", keys: ["stores.redis.queue"] },
    { brought: "existing.coldBucket", keys: ["stores.cold"] },
    { brought: "existing.neo4j.memstack", keys: ["systems.memstack.neo4j"] },
    {
        brought: "existing.neo4j.myriad",
        keys: ["gibibytes", "restoreFrom"].map((key) => `systems.myriad.neo4j.${key}`),
    },
    { brought: "existing.neo4j.myriad-python", keys: ["systems.myriadPython.neo4j"] },
];

export const shadowed: Check = {
    id: "existing.shadowed",
    reads: [],
    find: ({ said }) =>
        SHADOWS.filter(({ brought }) => isSaid(said, brought)).flatMap(({ brought, keys }) =>
            keys
                .filter((key) => isSaid(said, key))
                .map((path) => ({
                    path,
                    rule: `changes nothing: ${brought} is used as it is`,
                    fix: `remove it, or ${brought}`,
                })),
        ),
};

export const unused: Check = {
    id: "existing.unused",
    reads: ["systems"],
    find: ({ environment }) =>
        broughtInVain(environment).map((path) => ({
            path,
            rule: "is used by no enabled system",
            fix: "remove it, or enable a system that uses it",
        })),
};

/** Keys of what is brought and used by no enabled system. */
export function broughtInVain({
    existing,
    needs,
    systems,
}: Pick<Environment, "existing" | "needs" | "systems">): readonly string[] {
    const brought: readonly (readonly [path: string, isThere: boolean, isNeeded: boolean])[] = [
        ["existing.redis.cache", existing.redis?.cache !== undefined, needs.redis.cache.length > 0],
        ["existing.redis.queue", existing.redis?.queue !== undefined, needs.redis.queue.length > 0],
        ["existing.postgres", existing.postgres !== undefined, needs.postgres.length > 0],
        ["existing.coldBucket", existing.coldBucket !== undefined, needs.coldData],
        // Its rules and dashboards are about the systems.
        [
            "existing.cluster.monitoring",
            existing.cluster?.monitoring !== undefined,
            Object.values(systems).some(({ enabled }) => enabled),
        ],
        ...Object.keys(existing.neo4j ?? {}).map(
            (user) => [`existing.neo4j.${user}`, true, needs.neo4j.includes(user)] as const,
        ),
    ];
    return brought.flatMap(([path, isThere, isNeeded]) => (isThere && !isNeeded ? [path] : []));
}

/** KMS keys work in their partition and region only; those of a bucket and of secrets may well be another account's. */
export const keyPlace: Check = {
    id: "existing.keyPlace",
    reads: ["aws:region", "account"],
    find: ({ environment: { existing, region, partition, account } }) =>
        keysIn(existing).flatMap(({ path, value, anyAccount }): Problem[] => {
            const [, keyPartition = "", , keyRegion = "", keyAccount = ""] = value.split(":");
            if (keyPartition !== partition) {
                const rule = `is of another partition than ${region}`;
                return [{ path, value, rule, fix: `write an ARN that begins with arn:${partition}:` }];
            }
            if (keyRegion !== region) {
                const rule = `is a key of ${keyRegion}, and aws:region is ${region}`;
                return [{ path, value, rule, fix: `name a key of ${region}` }];
            }
            if (anyAccount || keyAccount === account) return [];
            const rule = `is a key of account ${keyAccount}, and mindcloud:account is ${account}`;
            return [{ path, value, rule, fix: `name a key of account ${account}` }];
        }),
};

function keysIn({ kmsKeyArn, coldBucket, secretKeyArns = [] }: Environment["existing"]) {
    const row = (path: string, value: string | undefined, anyAccount: boolean) =>
        value === undefined ? [] : [{ path: `existing.${path}`, value, anyAccount }];
    return [
        ...row("kmsKeyArn", kmsKeyArn, false),
        ...row("coldBucket.kmsKeyArn", coldBucket?.kmsKeyArn, true),
        ...secretKeyArns.flatMap((value, index) => row(`secretKeyArns[${String(index)}]`, value, true)),
    ];
}

const SUBNETS = ["publicSubnetIds", "privateSubnetIds", "dataSubnetIds"] as const;

export const subnetCount: Check = {
    id: "existing.subnetCount",
    reads: ["network.zones"],
    find: ({ environment: { existing, network } }) => {
        const { vpc } = existing;
        if (vpc === undefined) return [];
        const lists = ([...SUBNETS, "publicCidrs", "dataCidrs"] as const).filter((list) => vpc[list] !== undefined);
        const count = (list: (typeof lists)[number]) => vpc[list]?.length ?? 0;
        const counts = new Set(lists.map(count));
        const wrong = lists.filter((list) => count(list) !== network.zones);
        const first = vpc.privateSubnetIds.length;
        if (counts.size === 1 && wrong.length > 0) {
            const rule = `has ${first} subnets of each kind, and network.zones is ${network.zones}`;
            const fix = `list ${network.zones} of each, one per zone, or write network.zones: ${first}`;
            return [{ path: "existing.vpc", note: vpc.id, rule, fix }];
        }
        return wrong.map((list) => ({
            path: `existing.vpc.${list}`,
            rule: `lists ${count(list)}, and network.zones is ${network.zones}`,
            fix: `list ${network.zones}, one per zone`,
        }));
    },
};

export const subnetTwice: Check = {
    id: "existing.subnetTwice",
    reads: [],
    find: ({ environment: { existing } }) => {
        const { vpc } = existing;
        if (vpc === undefined) return [];
        return SUBNETS.flatMap((list) =>
            repeated(vpc[list] ?? []).map(({ index, value }) => ({
                path: `existing.vpc.${list}[${index}]`,
                value,
                rule: "is listed twice: each zone has a subnet of its own",
                fix: "name another subnet",
            })),
        );
    },
};

export const subnetsInside: Check = {
    id: "existing.subnetsInside",
    reads: ["existing.vpc.cidr"],
    find: ({ environment }) => [...outside(environment, "publicCidrs"), ...outside(environment, "dataCidrs")],
};

/** Blocks of subnets are apart: EC2 makes no others. */
export const subnetsApart: Check = {
    id: "existing.subnetsApart",
    reads: ["existing.vpc.publicCidrs", "existing.vpc.dataCidrs"],
    find: ({ environment: { existing } }) => {
        const lists = ["publicCidrs", "dataCidrs"] as const;
        const blocks = lists.flatMap((list) =>
            (existing.vpc?.[list] ?? []).map((value, index) => ({ path: `existing.vpc.${list}[${index}]`, value })),
        );
        return blocks.flatMap((block, index) => {
            const other = blocks.slice(0, index).find(({ value }) => overlaps(value, block.value));
            if (other === undefined) return [];
            const rule = `overlaps ${other.path}, ${other.value}: two subnets of a VPC never do`;
            return [{ ...block, rule, fix: "write the block that aws ec2 describe-subnets prints for that subnet" }];
        });
    },
};

/** Load balancers live there, and policies admit them by these blocks. */
export const publicSubnets: Check = {
    id: "existing.publicSubnets",
    reads: ["domain", "systems"],
    find: ({ environment: { existing, domain, needs } }) => {
        const { vpc } = existing;
        if (vpc === undefined) return [];
        const isNeeded = domain !== undefined && needs.ingress;
        const [is, other] = ["publicSubnetIds", "publicCidrs"] as const;
        const fix = "list both, one for each zone; or leave out domain";
        const rule = "is missing: the load balancer of the domain needs subnets with a route to the internet";
        if (isNeeded)
            return [is, other]
                .filter((list) => vpc[list] === undefined)
                .map((list) => ({ path: `existing.vpc.${list}`, rule, fix }));
        const half = [is, other].filter((list) => vpc[list] === undefined);
        if (half.length !== 1) return [];
        return half.map((list) => ({
            path: `existing.vpc.${list}`,
            rule: "is missing: its other half is there",
            fix: "list both, or none",
        }));
    },
};

function outside({ existing }: Environment, list: "publicCidrs" | "dataCidrs"): Problem[] {
    const { vpc } = existing;
    if (vpc === undefined) return [];
    const blocks = vpcBlocks(vpc);
    return (vpc[list] ?? []).flatMap((value, index) =>
        blocks.some((block) => contains(block, value))
            ? []
            : [
                  {
                      path: `existing.vpc.${list}[${index}]`,
                      value,
                      rule: `lies outside the VPC ${blocks.join(", ")}`,
                      fix: "write the block of the subnet, or the VPC's other blocks in existing.vpc.secondaryCidrs",
                  },
              ],
    );
}

/** EC2 takes a rule of a security group once (InvalidPermission.Duplicate), and each store gets one for the nodes. */
export const sameDoor: Check = {
    id: "existing.sameDoor",
    reads: ["existing.redis", "existing.postgres"],
    find: ({ environment: { existing } }) => {
        const { redis, postgres } = existing;
        const stores = { "redis.cache": redis?.cache, "redis.queue": redis?.queue, postgres };
        const doors = Object.entries(stores).flatMap(([path, store]) =>
            store === undefined ? [] : [{ path: `existing.${path}`, door: `${store.securityGroupId} ${store.port}` }],
        );
        return doors.flatMap(({ path, door }, index) => {
            const other = doors.slice(0, index).find((each) => each.door === door);
            if (other === undefined) return [];
            const rule = `has the security group and the port of ${other.path}: EC2 refuses the same rule twice`;
            return [
                { path: `${path}.securityGroupId`, value: door.split(" ")[0], rule, fix: "give it a group of its own" },
            ];
        });
    },
};
