import { HOURS, PRICES } from "../../config/prices";
import { thousands } from "../../config/thousands";
import { footprintsOf } from "../capacity/footprints";
import { mebibytes } from "../capacity/amounts";
import { podSetsOf } from "../capacity/pods";
import { mapIn, mapsIn } from "../capacity/requests";
import type { Graph, RecordedResource } from "../graph";
import { metadataOf, type OwnerOf } from "../owners";
import { ASSUMED } from "./assumptions";
import { both, plus, times, type Line, type Range } from "./line";

/** In the price of a gp3 volume. */
const INCLUDED = { iops: 3000, throughput: 125 } as const;

interface Volume {
    readonly owner: string;
    readonly item: string;
    readonly gibibytes: number;
    /** How many there are. */
    readonly count: Range;
    /** USD a month for operations and throughput beyond what is included. */
    readonly more: number;
    /** Whether it is there when its pod is not, and so worth a backup. */
    readonly lasts: boolean;
}

/** EBS volumes: claims, one for each replica, those of charts, and those that a job has while it runs. */
export function volumeLines(graph: Graph, ownerOf: OwnerOf): readonly Line[] {
    const volumes = [...claims(graph, ownerOf), ...ofControllers(graph, ownerOf), ...ofCharts(graph, ownerOf)];
    const backedUp = graph.ofType("aws:backup/plan:Plan").length > 0;
    const tested = graph
        .ofType("aws:backup/restoreTestingSelection:RestoreTestingSelection")
        .some(({ inputs }) => inputs.protectedResourceType === "EBS");
    return volumes.flatMap((volume) => {
        const { owner, item, gibibytes, count, more, lasts } = volume;
        const line = (category: Line["category"], range: Range): Line => ({ owner, item, category, ...range });
        const lines = [line("volumes", times(gibibytes * PRICES.volume.usd + more, count))];
        const stored = { floor: count.floor * ASSUMED.backups.floor, ceiling: count.ceiling * ASSUMED.backups.ceiling };
        const test = times(tested ? PRICES.restoreTest.usd : 0, count);
        return lasts && backedUp
            ? [...lines, line("backups", plus(times(gibibytes * PRICES.backups.usd, stored), test))]
            : lines;
    });
}

function claims(graph: Graph, ownerOf: OwnerOf): readonly Volume[] {
    const performance = performanceByOwner(graph);
    return graph.ofType("kubernetes:core/v1:PersistentVolumeClaim").flatMap((claim) => {
        const spec = mapIn(claim.inputs.spec);
        if (spec.storageClassName === "") return []; // EFS
        const gibibytes = gibibytesIn(spec);
        const { name } = metadataOf(claim);
        const more = spec.volumeAttributesClassName === undefined ? 0 : (performance.get(claim.parent) ?? 0);
        return [
            { owner: ownerOf(claim), item: `${name} ${size(gibibytes)}`, gibibytes, count: both(1), more, lasts: true },
        ];
    });
}

/**
 * Operations and throughput are a class of their own, which a volume may change while it is in use: by the component that has both, for in a
 * preview nobody knows the name.
 */
function performanceByOwner(graph: Graph): ReadonlyMap<string | undefined, number> {
    return new Map(
        graph.ofType("kubernetes:storage.k8s.io/v1:VolumeAttributesClass").map((resource) => {
            const { iops, throughput } = mapIn(resource.inputs.parameters);
            const beyond = (value: unknown, included: number): number => Math.max(0, (Number(value) || 0) - included);
            const usd =
                beyond(iops, INCLUDED.iops) * PRICES.volumeIops.usd +
                beyond(throughput, INCLUDED.throughput) * PRICES.volumeThroughput.usd;
            return [resource.parent, usd];
        }),
    );
}

function ofControllers(graph: Graph, ownerOf: OwnerOf): readonly Volume[] {
    const bounds = new Map(podSetsOf(graph, ownerOf).map((set) => [set.name, set]));
    return graph.ofType("kubernetes:apps/v1:StatefulSet", "kubernetes:batch/v1:CronJob").flatMap((resource) => {
        const { name, namespace = "default" } = metadataOf(resource);
        const { floor, ceiling } = bounds.get(`${namespace}/${name}`) ?? both(0);
        const about = { owner: ownerOf(resource), more: 0 };
        const month = times(1 / HOURS, ASSUMED.ephemeralHours);
        return [
            ...mapsIn(mapIn(resource.inputs.spec).volumeClaimTemplates).map((template) => {
                const gibibytes = gibibytesIn(mapIn(template.spec));
                // What scaled down keeps its volume, so the floor is where it started.
                return {
                    ...about,
                    item: `${name} ${size(gibibytes)}`,
                    gibibytes,
                    count: { floor, ceiling },
                    lasts: true,
                };
            }),
            ...ephemeralClaims(resource).map((gibibytes) => ({
                ...about,
                ...{ item: `${name} ${size(gibibytes)} while it runs`, gibibytes, count: month, lasts: false },
            })),
        ];
    });
}

function ephemeralClaims({ inputs }: RecordedResource): readonly number[] {
    const spec = mapIn(inputs.spec);
    const pod = mapIn(mapIn(mapIn(mapIn(spec.jobTemplate).spec).template).spec);
    return mapsIn(pod.volumes)
        .map(({ ephemeral }) => mapIn(mapIn(mapIn(ephemeral).volumeClaimTemplate).spec))
        .map(gibibytesIn)
        .filter((gibibytes) => gibibytes > 0);
}

function ofCharts(graph: Graph, ownerOf: OwnerOf): readonly Volume[] {
    return footprintsOf(graph, ownerOf).flatMap(({ name, owner, floor, ceiling, volumeGibibytes = 0 }) =>
        volumeGibibytes === 0
            ? []
            : [
                  {
                      ...{ owner, item: `${name.split("/")[1] ?? name} ${size(volumeGibibytes)}`, more: 0 },
                      ...{ gibibytes: volumeGibibytes, count: { floor, ceiling }, lasts: true },
                  },
              ],
    );
}

const gibibytesIn = ({ resources }: Readonly<Record<string, unknown>>): number =>
    mebibytes(mapIn(mapIn(resources).requests).storage) / 1024;

const size = (gibibytes: number): string => `${thousands(gibibytes)} GiB`;
