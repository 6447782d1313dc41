/** What stands where: the systems in their cluster, what they keep their data in, and what the account has around it. */
import { podSetsOf, type PodSet } from "../capacity/pods";
import { factsOf } from "../facts";
import type { Graph, RecordedResource } from "../graph";
import { metadataOf, ownersOf, systemsOf, type OwnerOf } from "../owners";
import type { Plan } from "../plan";
import { connectionsOf } from "../report/traffic";
import { isMap } from "../values";
import { counted, kindOf } from "../words";

export interface Architecture {
    readonly title: string;
    readonly account: string;
    /** Undefined where the environment has none of its own. */
    readonly network?: string;
    readonly cluster?: string;
    readonly services: readonly Box[];
    readonly systems: readonly Box[];
    /** What systems keep data in. S3 is the only one outside of the network, and says so. */
    readonly stores: readonly Box[];
    /** In the account, beside the network. */
    readonly around: readonly Box[];
    /** From a system to what it keeps data in, by id. */
    readonly uses: readonly (readonly [system: string, store: string])[];
}

export interface Box {
    readonly id: string;
    readonly title: string;
    /** Behind a tab stands what belongs to the right edge. */
    readonly lines: readonly string[];
    /** Name of a component at the top of the program, where the box is one. */
    readonly component?: string;
}

export function architectureOf(plan: Plan): Architecture {
    const { graph, environment, created, cost } = plan;
    const { stack, region, account, profile } = environment;
    const ownerOf = ownersOf(graph);
    const vpc = graph.ofType("aws:ec2/vpc:Vpc")[0];
    const cluster = graph.ofType("aws:eks/cluster:Cluster")[0];
    const usd = (value: number): string => Math.round(value).toLocaleString("en-US");
    return {
        title: `${stack}: ${counted(created.length, "resource")}, ${usd(cost.floor)} - ${usd(cost.ceiling)} USD a month`,
        account: `AWS account ${account}, ${region}, ${profile}`,
        ...(vpc && {
            network: `VPC ${factsOf(vpc)}, ${counted(environment.zoneNames.length, "zone")}, ${natsOf(graph)}`,
        }),
        ...(cluster && { cluster: `EKS cluster, ${factsOf(cluster)}` }),
        services: servicesOf(plan),
        systems: systemBoxes(plan, ownerOf),
        stores: [...graph.ofType(...Object.keys(STORES)).map(storeBox), ...bucketsOf(graph)],
        around: aroundOf(graph),
        uses: usesOf(graph, ownerOf),
    };
}

function natsOf(graph: Graph): string {
    const nats = graph.ofType("aws:ec2/natGateway:NatGateway").length;
    return nats === 0 ? "no NAT gateway" : counted(nats, "NAT gateway");
}

/** Workloads with the pods that an autoscaler may make of them. */
const MOST_WORKLOADS = 7;

function systemBoxes({ graph, reach }: Plan, ownerOf: OwnerOf): readonly Box[] {
    const sets = podSetsOf(graph, ownerOf);
    return systemsOf(graph, ownerOf).map((system) => {
        const own = sets.filter(({ owner }) => owner === system);
        // Those that grow most are what a system is about.
        const running = own.filter(({ kind }) => kind === "service").sort((a, b) => b.ceiling - a.ceiling);
        const jobs = own.length - running.length;
        const rest = running.length - MOST_WORKLOADS;
        const shown = running.slice(0, rest > 0 ? MOST_WORKLOADS - 1 : MOST_WORKLOADS);
        const way = reach.find((each) => each.system === system);
        return {
            id: system,
            component: system,
            title: system,
            lines: [
                way === undefined
                    ? "for others inside"
                    : "url" in way
                      ? way.url.replace(/^https:\/\//, "")
                      : "port-forward only",
                ...shown.map((set) => `${shortName(system, set.name)}\t${podsOf(set)}`),
                ...(running.length > shown.length ? [`and ${String(running.length - shown.length)} more`] : []),
                ...(jobs > 0 ? [counted(jobs, "job")] : []),
            ],
        };
    });
}

const podsOf = ({ floor, ceiling }: PodSet): string =>
    floor === ceiling ? String(floor) : `${String(floor)}-${String(ceiling)}`;

/** `akosha/akosha-query` of akosha is `query`. */
function shortName(system: string, name: string): string {
    const workload = name.split("/").at(-1) ?? name;
    return workload.startsWith(`${system}-`) ? workload.slice(system.length + 1) : workload;
}

function servicesOf({ graph, capacity, groups }: Plan): readonly Box[] {
    const charts = (...components: readonly string[]): readonly string[] => [
        ...new Set(
            graph
                .ofType("kubernetes:helm.sh/v3:Release")
                .filter(({ urn }) => components.includes(topOf(graph, urn)))
                .map(({ inputs }) => String(inputs.chart))
                .filter((chart) => !chart.endsWith("-crds")),
        ),
    ];
    const watching = ["metrics", "logs", "cloudwatch", "exporters"];
    const keys = [...new Set(capacity?.groups.map(({ key }) => key))];
    const nodes = keys.map((key) => {
        const own = capacity?.groups.filter((group) => group.key === key) ?? [];
        const sum = (of: "min" | "max"): number => own.reduce((total, group) => total + group[of], 0);
        return `${key}, ${own[0]?.instanceTypes[0] ?? ""}\t${String(sum("min"))}-${String(sum("max"))}`;
    });
    const addons = graph.ofType("aws:eks/addon:Addon").length;
    return [
        { id: "nodes", component: "nodes", title: "Nodes", lines: nodes },
        {
            id: "services",
            component: "services",
            title: "Services",
            lines: [...(addons > 0 ? [counted(addons, "EKS add-on")] : []), ...charts("services")],
        },
        {
            id: "metrics",
            component: "metrics",
            title: "Monitoring",
            lines: [...charts(...watching), ...alertsOf(graph)],
        },
    ].filter(
        ({ component, lines }) =>
            lines.length > 0 && groups.some(({ name }) => name === component || component === "metrics"),
    );
}

function alertsOf(graph: Graph): readonly string[] {
    const names = graph
        .ofType("kubernetes:monitoring.coreos.com/v1:PrometheusRule")
        .flatMap(({ inputs: { spec } }) => mapsIn(isMap(spec) ? spec.groups : undefined))
        .flatMap(({ rules }) => mapsIn(rules))
        .flatMap(({ alert }) => (typeof alert === "string" ? [alert] : []));
    return names.length === 0 ? [] : [counted(new Set(names).size, "alert")];
}

const mapsIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
    Array.isArray(value) ? value.filter(isMap) : [];

function topOf(graph: Graph, urn: string): string {
    return graph.ancestorsOf(urn).at(-1)?.name ?? graph.get(urn).name;
}

const STORES: Readonly<Record<string, string>> = {
    "aws:rds/instance:Instance": "PostgreSQL",
    "aws:elasticache/replicationGroup:ReplicationGroup": "Valkey",
    "aws:efs/fileSystem:FileSystem": "EFS",
};
const FILES = "aws:efs/fileSystem:FileSystem";
const BUCKETS = "buckets";

function storeBox(resource: RecordedResource): Box {
    const name = purposeOf(resource);
    const kind = STORES[resource.type] ?? kindOf(resource.type);
    return {
        id: resource.urn,
        component: "stores",
        title:
            name === "" || resource.type !== "aws:elasticache/replicationGroup:ReplicationGroup"
                ? kind
                : `${kind} ${name}`,
        lines: [factsOf(resource) || (resource.type === FILES ? "shared files" : "")].filter((line) => line !== ""),
    };
}

/** `stores-cache-group` is the cache. */
const purposeOf = ({ name }: RecordedResource): string => name.split("-").slice(1, -1).join("-");

function bucketsOf(graph: Graph): readonly Box[] {
    const buckets = graph.ofType("aws:s3/bucket:Bucket").map(purposeOf);
    if (buckets.length === 0) return [];
    return [{ id: BUCKETS, component: "stores", title: "S3 buckets", lines: ["outside the VPC", buckets.join(", ")] }];
}

function aroundOf(graph: Graph): readonly Box[] {
    const number = (type: string): number => graph.ofType(type).length;
    const box = (id: string, title: string, component: string, lines: readonly string[]): readonly Box[] =>
        lines.length === 0 ? [] : [{ id, title, component, lines }];
    const some = (count: number, kind: string): readonly string[] => (count === 0 ? [] : [counted(count, kind)]);
    return [
        ...box("keys", "Keys and secrets", "keys", [
            ...some(number("aws:kms/key:Key"), "KMS key"),
            ...some(number("aws:secretsmanager/secret:Secret"), "secret"),
        ]),
        ...box("backups", "Backups", "backups", [
            ...some(number("aws:backup/plan:Plan"), "backup plan"),
            ...some(number("aws:backup/restoreTestingPlan:RestoreTestingPlan"), "restore testing plan"),
        ]),
        ...box("alarms", "Alarms", "alarms", [
            ...some(number("aws:cloudwatch/metricAlarm:MetricAlarm"), "alarm"),
            ...some(number("aws:sns/topic:Topic"), "SNS topic"),
        ]),
        ...box(
            "budget",
            "Budget",
            "budget",
            graph.ofType("aws:budgets/budget:Budget").map((each) => factsOf(each)),
        ),
    ];
}

/** By the traffic tables; a share of EFS is mounted by the node, so that its volume says whose it is. */
function usesOf(graph: Graph, ownerOf: OwnerOf): Architecture["uses"] {
    const owners = new Map(
        graph.ofType("kubernetes:core/v1:Namespace").map((each) => [metadataOf(each).name, ownerOf(each)] as const),
    );
    const stores = graph.ofType(...Object.keys(STORES));
    const systems = systemsOf(graph, ownerOf);
    const byTraffic = connectionsOf(graph).flatMap(({ from, to }) => {
        const system = owners.get(from.split("/")[0] ?? "") ?? "";
        if (to === "AWS s3") return [[system, BUCKETS] as const];
        const word = /^store (?:\w+ )?([\w-]+)$/.exec(to)?.[1];
        const store = word === undefined ? undefined : stores.find((each) => purposeOf(each) === word);
        return store === undefined ? [] : [[system, store.urn] as const];
    });
    const [files] = graph.ofType(FILES);
    const byVolume = graph.ofType("kubernetes:core/v1:PersistentVolume").flatMap((volume) => {
        const { spec } = volume.inputs;
        const shared = isMap(spec) && isMap(spec.csi) && spec.csi.driver === "efs.csi.aws.com";
        return shared && files !== undefined ? [[ownerOf(volume), files.urn] as const] : [];
    });
    const all = [...byTraffic, ...byVolume].filter(([system]) => systems.includes(system));
    return [...new Map(all.map((each) => [each.join(" "), each])).values()];
}
