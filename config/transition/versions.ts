/** Versions that go one step at a time, or never back. */
import type { Environment } from "../environment";
import { ANEW, problem, up, WANTED, type Rule, type Step } from "./transition";

const minorOf = (version: string): number => Number(version.split(".")[1]);

const kubernetes: Rule = {
    id: "versions.kubernetes",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html, .../rollback-cluster.html",
    find: ({ from, to }) => {
        if ((from.existing.cluster ?? to.existing.cluster) !== undefined) return [];
        const versions = [from.cluster.kubernetes, to.cluster.kubernetes] as const;
        const [before, after] = versions.map(minorOf);
        if (before === undefined || after === undefined) return [];
        const key = "cluster.kubernetes";
        if (after > before + 1)
            return [problem(key, versions, "skips a minor, and EKS takes one at a time", eachMinor(before, to))];
        if (after < before - 1)
            return [problem(key, versions, "goes back further than the one minor that EKS takes back", ANEW)];
        const newer = Object.keys(from.nodeGroups).filter((name) => minorOf(nodesOf(from, name)) > after);
        if (after >= before || newer.length === 0) return [];
        const nodesFirst = up(
            "deployed",
            Object.fromEntries(newer.map((name) => [`nodeGroups.${name}.kubernetes`, to.cluster.kubernetes])),
            "nodes are never newer than their control plane",
        );
        const rule = "takes the control plane below its nodes, which EKS refuses; and it goes back for seven days only";
        return [problem(key, versions, rule, [nodesFirst, WANTED])];
    },
};

const nodesOf = ({ cluster, nodeGroups }: Environment, name: string): string =>
    nodeGroups[name]?.kubernetes ?? cluster.kubernetes;

/** Nodes that the wanted file has further on wait for their control plane. */
function eachMinor(before: number, to: Environment): readonly Step[] {
    const after = minorOf(to.cluster.kubernetes);
    const between = Array.from({ length: after - before - 1 }, (_, index) => before + index + 1);
    const step = (minor: number): Step => {
        const version = `1.${String(minor)}`;
        const ahead = Object.entries(to.nodeGroups).filter(
            ([, { kubernetes: own }]) => own !== undefined && minorOf(own) > minor,
        );
        const held = ahead.map(([name]) => [`nodeGroups.${name}.kubernetes`, version] as const);
        return up("wanted", { "cluster.kubernetes": version, ...Object.fromEntries(held) }, "");
    };
    return [...between.map(step), WANTED];
}

/** Engines that a store keeps its data in: up in place, down never. */
const ENGINES = [
    {
        key: "stores.postgres.version",
        used: ({ needs, existing }: Environment) =>
            needs.postgres.length > 0 && existing.postgres === undefined ? ["database"] : [],
        of: ({ stores }: Environment) => stores.postgres.version,
        rule: "is older, and RDS takes no engine back",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html",
    },
    {
        key: "stores.redis.version",
        // The group of one use may be ours and stay, while the other's is somebody else's.
        used: ({ needs, existing }: Environment) =>
            (["cache", "queue"] as const).filter(
                (use) => needs.redis[use].length > 0 && existing.redis?.[use] === undefined,
            ),
        of: ({ stores }: Environment) => stores.redis.version,
        rule: "is older, and ElastiCache takes no engine back",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.HowTo.html",
    },
] as const;

const engines: readonly Rule[] = ENGINES.map(({ key, used, of, rule, source }) => ({
    id: `versions.${key}`,
    source,
    find: ({ from, to }) => {
        const versions = [of(from), of(to)] as const;
        const stays = used(from).some((one: string) => used(to).some((other) => other === one));
        // What a release before the key wrote down has none.
        return !stays || !(Number(versions[1]) < Number(versions[0])) ? [] : [problem(key, versions, rule, ANEW)];
    },
}));

export const versions: readonly Rule[] = [kubernetes, ...engines];
