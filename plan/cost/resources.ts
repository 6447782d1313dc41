import { HOURS, postgresHourly, PRICES, valkeyHourly } from "../../config/prices";
import { mapIn } from "../capacity/requests";
import type { Graph, RecordedResource } from "../graph";
import { ASSUMED } from "./assumptions";
import { both, plus, times, type Category, type Range } from "./line";

/** What a resource costs: amounts by category, or why that is not known. */
export type Priced = { readonly item: string; readonly parts: readonly Part[] } | { readonly unpriced: string };
export type Part = Range & { readonly category: Category };
type Inputs = RecordedResource["inputs"];
type Pricing = (inputs: Inputs, graph: Graph, resource: RecordedResource) => Priced;

const part = (category: Category, range: Range): Part => ({ ...range, category });
const priced = (item: string, ...parts: readonly Part[]): Priced => ({ item, parts });
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown, otherwise = 0): number => (typeof value === "number" ? value : otherwise);

/** Types of AWS that cost money, but nodes and volumes. */
const PRICINGS: Readonly<Record<string, Pricing>> = {
    "aws:eks/cluster:Cluster": () =>
        priced("EKS control plane", part("cluster", both(PRICES.controlPlane.usd * HOURS))),
    "aws:ec2/natGateway:NatGateway": (_, graph) => {
        const share = 1 / graph.ofType("aws:ec2/natGateway:NatGateway").length;
        return priced(
            "NAT gateway",
            part("network", both(PRICES.natGateway.usd * HOURS)),
            part("traffic", times(PRICES.natTraffic.usd * share, ASSUMED.natTraffic)),
        );
    },
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": () =>
        priced("transit gateway attachment", part("network", both(PRICES.transitGatewayAttachment.usd * HOURS))),
    "aws:ec2/eip:Eip": () => priced("public address", part("network", both(PRICES.publicAddress.usd * HOURS))),
    "aws:ec2/vpcEndpoint:VpcEndpoint": ({ vpcEndpointType, subnetIds }) => {
        const zones = vpcEndpointType === "Interface" ? (Array.isArray(subnetIds) ? subnetIds.length : 1) : 0;
        return priced("VPC endpoint", part("network", both(zones * PRICES.interfaceEndpoint.usd * HOURS)));
    },
    "aws:kms/key:Key": ({ enableKeyRotation }) =>
        // The first two yearly rotations add a dollar each.
        priced(
            "KMS key",
            part("keys", times(PRICES.key.usd, { floor: 1, ceiling: enableKeyRotation === true ? 3 : 1 })),
        ),
    "aws:secretsmanager/secret:Secret": () => priced("secret", part("keys", both(PRICES.secret.usd))),
    "aws:cloudwatch/metricAlarm:MetricAlarm": () => priced("alarm", part("monitoring", both(PRICES.alarm.usd))),
    "aws:cloudwatch/logGroup:LogGroup": (inputs, _, resource) => {
        const isCluster = text(inputs.name).startsWith("/aws/eks/");
        const kept = keptGigabytes(number(inputs.retentionInDays, 365));
        const usd = PRICES.logs.usd + PRICES.logsKept.usd * kept;
        return priced(
            isCluster ? "control plane logs" : `logs ${resource.name}`,
            part("monitoring", times(usd, isCluster ? ASSUMED.clusterLogs : ASSUMED.otherLogs)),
        );
    },
    "aws:s3/bucket:Bucket": () => priced("S3 bucket", part("objects", times(PRICES.objects.usd, ASSUMED.objects))),
    "aws:efs/fileSystem:FileSystem": () => priced("EFS", part("files", times(PRICES.files.usd, ASSUMED.files))),
    // Once a month. Of volumes by each that is there (volumes.ts).
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": ({ protectedResourceType }) =>
        protectedResourceType === "EFS"
            ? priced(
                  "restore test of EFS",
                  part("backups", plus(both(PRICES.restoreTest.usd), times(PRICES.restoredFiles.usd, ASSUMED.files))),
              )
            : priced("restore test"),
    "aws:elasticache/replicationGroup:ReplicationGroup": redis,
    "aws:rds/instance:Instance": postgres,
};

/** Compressed to about a sixth, of all months that are kept. */
const keptGigabytes = (days: number): number => (days / 30) * 0.15;

function redis({ nodeType, numCacheClusters, snapshotRetentionLimit }: Inputs): Priced {
    const node = text(nodeType);
    const hourly = valkeyHourly(node);
    if (hourly === undefined) return { unpriced: `the price table has no ${node}` };
    const nodes = number(numCacheClusters, 1);
    const snapshots = Math.max(0, number(snapshotRetentionLimit) - 1);
    return priced(
        `${String(nodes)} x ${node}`,
        part("redis", both(nodes * hourly * HOURS)),
        part("backups", times(PRICES.redisSnapshots.usd * snapshots, ASSUMED.snapshots)),
    );
}

function postgres(inputs: Inputs): Priced {
    const instance = text(inputs.instanceClass);
    const hourly = postgresHourly(instance);
    if (hourly === undefined) return { unpriced: `the price table has no ${instance}` };
    const copies = inputs.multiAz === true ? 2 : 1;
    const least = number(inputs.allocatedStorage);
    const storage = { floor: least, ceiling: Math.max(least, number(inputs.maxAllocatedStorage)) };
    const ownSecret = inputs.manageMasterUserPassword === true ? [part("keys", both(PRICES.secret.usd))] : [];
    return priced(
        `${instance}${copies === 2 ? " Multi-AZ" : ""}`,
        part("postgres", plus(both(copies * hourly * HOURS), times(copies * PRICES.postgresStorage.usd, storage))),
        // As much as the database holds is free.
        part("backups", { floor: 0, ceiling: storage.ceiling * PRICES.postgresBackups.usd }),
        ...ownSecret,
    );
}

/** Undefined for a type that this table does not price. */
export function pricedResource(resource: RecordedResource, graph: Graph): Priced | undefined {
    return PRICINGS[resource.type]?.(resource.inputs, graph, resource);
}

/** The one load balancer in front of Ingresses of a group (AWS Load Balancer Controller, "IngressGroup"); Services of that type have their own. */
export function loadBalancers(
    graph: Graph,
    zones: number,
): readonly { readonly item: string; readonly parts: readonly Part[] }[] {
    const units = times(PRICES.loadBalancerUnit.usd * HOURS, ASSUMED.balancerUnits);
    // An address in every zone, and all that leaves goes to the internet.
    const addresses = both(zones * PRICES.publicAddress.usd * HOURS);
    const parts = (hourly: number): readonly Part[] => [
        part("loadBalancer", plus(plus(both(hourly * HOURS), units), addresses)),
        part("traffic", times(PRICES.internetTraffic.usd, ASSUMED.internetTraffic)),
    ];
    const groups = new Set(graph.ofType("kubernetes:networking.k8s.io/v1:Ingress").map(groupOf));
    const services = graph
        .ofType("kubernetes:core/v1:Service")
        .filter(({ inputs }) => mapIn(inputs.spec).type === "LoadBalancer");
    return [
        ...[...groups].map(() => ({
            item: "application load balancer",
            parts: parts(PRICES.applicationLoadBalancer.usd),
        })),
        ...services.map(() => ({ item: "network load balancer", parts: parts(PRICES.networkLoadBalancer.usd) })),
    ];
}

/** Ingresses of one class share a balancer: its parameters name the group. */
function groupOf({ inputs, urn }: RecordedResource): string {
    const named = mapIn(mapIn(inputs.metadata).annotations)["alb.ingress.kubernetes.io/group.name"];
    const className = mapIn(inputs.spec).ingressClassName;
    return typeof named === "string" ? named : typeof className === "string" ? className : urn;
}

export const PRICED_TYPES: readonly string[] = Object.keys(PRICINGS);
