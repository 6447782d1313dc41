/** What is brought and cannot become another one under what runs: subnets in which something stands, classes of volumes. */
import type { StoragePurpose } from "../../components/systems/definition";
import type { Environment } from "../environment";
import { ELSE, problem, up, valueAt, type Keys, type Rule, type Transition } from "./transition";

/** Key by key as it was; null where it was not said. */
const asBefore = (from: Environment, keys: readonly string[]): Keys =>
    Object.fromEntries(keys.map((key) => [key, valueAt(from, key) ?? null]));

/** RDS, ElastiCache and EFS stand in these subnets, in the order of the zones. */
const inDataSubnets = ({ needs, existing }: Environment): boolean =>
    (needs.postgres.length > 0 && existing.postgres === undefined) ||
    (["cache", "queue"] as const).some((use) => needs.redis[use].length > 0 && existing.redis?.[use] === undefined) ||
    needs.sharedFiles.length > 0;

/** So do our control plane and our nodes. */
const inPrivateSubnets = ({ existing }: Environment): boolean => existing.cluster === undefined;

const LISTS = [
    {
        key: "existing.vpc.dataSubnetIds",
        stands: inDataSubnets,
        because: "leaves a subnet in which a store stands, or moves it to another zone",
    },
    {
        key: "existing.vpc.privateSubnetIds",
        stands: inPrivateSubnets,
        because: "leaves a subnet in which the control plane or nodes stand, or moves it to another zone",
    },
] as const;

const SUBNETS = ["dataSubnetIds", "dataCidrs", "privateSubnetIds", "publicSubnetIds", "publicCidrs"].map(
    (list) => `existing.vpc.${list}`,
);

/** Subnets may come behind those that are there. */
const subnets: readonly Rule[] = LISTS.map(({ key, stands, because }) => ({
    id: `brought.${key}`,
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSubnetGroup.html, https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyCacheSubnetGroup.html, https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
    find: ({ from, to }) => {
        if (from.existing.vpc === undefined || from.existing.vpc.id !== to.existing.vpc?.id) return [];
        const [before, after] = [from, to].map((each) => valueAt(each, key) as readonly string[]);
        if (before === undefined || after === undefined || ![from, to].every(stands)) return [];
        if (before.every((subnet, index) => subnet === after[index])) return [];
        const keys = asBefore(from, ["network.zones", "network.zoneNames", ...SUBNETS]);
        return [problem(key, [before, after], because, [up("wanted", keys, ELSE)])];
    },
}));

const CLASSES = "existing.cluster.storageClasses";
const PURPOSES: readonly StoragePurpose[] = ["general", "database"];

/** Undefined where it is ours, which is the same for as long as the environment. */
const classOf = ({ existing, clusterServices }: Environment, purpose: StoragePurpose): string | undefined =>
    clusterServices.storageClasses === "install" ? undefined : existing.cluster?.storageClasses?.[purpose];

/** Who has claims of the class before and after. */
function holders({ from, to }: Transition, purpose: StoragePurpose): readonly string[] {
    const has = ({ needs, existing }: Environment, key: string): boolean => {
        const { zonalVolumes = false, storageClasses = [], neo4j = [] } = needs.systems[key] ?? {};
        const elsewhere = purpose === "database" && neo4j.some(({ user }) => user in (existing.neo4j ?? {}));
        return zonalVolumes && storageClasses.includes(purpose) && !elsewhere;
    };
    const stays = Object.keys(from.needs.systems).filter((key) => has(from, key) && has(to, key));
    const charts = [from, to].every(
        ({ clusterServices, needs }) =>
            clusterServices.monitoring === "install" && Object.keys(needs.systems).length > 0,
    );
    return [...stays, ...(charts && purpose === "general" ? ["monitoring"] : [])];
}

const classes: Rule = {
    id: `brought.${CLASSES}`,
    source: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class-1, https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations",
    find: (transition) => {
        const { from, to } = transition;
        if (from.existing.cluster === undefined || from.existing.cluster.name !== to.existing.cluster?.name) return [];
        return PURPOSES.flatMap((purpose) => {
            const values = [classOf(from, purpose), classOf(to, purpose)] as const;
            const who = values[0] === values[1] ? [] : holders(transition, purpose);
            if (who.length === 0) return [];
            const rule = `is another class than the volumes of ${who.join(", ")} were made with: Kubernetes changes none, and new ones are empty`;
            const keys = asBefore(from, ["clusterServices.storageClasses", CLASSES]);
            return [problem(`${CLASSES}.${purpose}`, values, rule, [up("wanted", keys, ELSE)])];
        });
    },
};

export const brought: readonly Rule[] = [...subnets, classes];
