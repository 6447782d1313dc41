/** Pods that cannot follow when a zone is lost, because what they write is there; and what people do then. */
import * as fs from "node:fs";
import * as path from "node:path";
import { mapIn, mapsIn } from "../../../plan/capacity/requests";
import type { Live } from "../../kubernetes/real/api";
import { claimsOf, claimZones } from "../../kubernetes/real/volume-zones";
import { conditionOf, nameOf, type Sight } from "../drill/sight";
import type { Findings } from "../rehearsal";
import { hasEnded, runs } from "./runs";

export interface SingleWriter {
    /** `namespace/name` of the pod, which a StatefulSet gives again. */
    readonly pod: string;
    readonly claim: string;
    readonly zone: string;
}

/** Of all zones, while everything runs. A volume that is made anew for each pod holds nobody. */
export function singleWriters({ pods, claims, volumes }: Sight): readonly SingleWriter[] {
    const lasting = claims.filter(
        ({ metadata }) => !mapsIn(metadata.ownerReferences).some(({ kind }) => kind === "Pod"),
    );
    const zones = claimZones(lasting, volumes);
    return pods
        .filter((pod) => !hasEnded(pod))
        .flatMap((pod) =>
            claimsOf(pod).flatMap((claim) => {
                const zone = zones.get(claim);
                return zone === undefined ? [] : [{ pod: nameOf(pod), claim, zone }];
            }),
        );
}

/** What the scheduler says of a pod whose volume is elsewhere: Kubernetes 1.35 and older, and newer. */
const VOLUME_AFFINITY = /volume node affinity conflict|didn't match PersistentVolume's node affinity/;

/** While their zone is away, each must wait, and the scheduler must say why. */
export function mustWait(
    writers: readonly SingleWriter[],
    { pods }: Pick<Sight, "pods">,
    events: readonly Live[],
): Findings {
    return writers.flatMap(({ pod, claim, zone }) => {
        const live = pods.find((other) => nameOf(other) === pod);
        if (live === undefined) return [`${pod} is gone, and its volume ${claim} is in ${zone}`];
        if (runs(live))
            return [`${pod} runs on ${String(mapIn(live.spec).nodeName)}, although its volume is in ${zone}`];
        const said = saidOf(live, events);
        if (said.some((message) => VOLUME_AFFINITY.test(message))) return [];
        const last = said.at(-1);
        return [
            `${pod} waits for its volume in ${zone}, and the scheduler ${last === undefined ? "says nothing" : `only says: ${last}`}`,
        ];
    });
}

function saidOf(pod: Live, events: readonly Live[]): readonly string[] {
    const about = events.filter((event) => {
        const { namespace, name } = mapIn(event.involvedObject);
        return event.reason === "FailedScheduling" && `${String(namespace)}/${String(name)}` === nameOf(pod);
    });
    const { message } = conditionOf(pod, "PodScheduled");
    return [...about.map(({ message: text }) => String(text)), ...(typeof message === "string" ? [message] : [])];
}

export interface Runbook {
    readonly file: string;
    readonly heading: string;
}

interface RunbookFor extends Runbook {
    readonly claim: RegExp;
}

/** By claim. The first that fits. */
const RUNBOOKS: readonly RunbookFor[] = [
    { claim: /\/neo4j-data$/, file: "docs/guides/restore-neo4j.md", heading: "The zone or the volume is lost" },
    {
        // Akosha's stores, the GraphDB manager's, a company's agents and Brain: AWS Backup has them.
        claim: /\/(akosha-(hot|warm)-store|graphdb|[a-z0-9-]+-(agent|brain))-data$/,
        file: "docs/guides/restore-volumes.md",
        heading: "The zone or the volume is lost",
    },
    {
        // Of charts: what they hold is made anew.
        claim: /^(monitoring\/(prometheus|alertmanager)-.+|loki\/storage-loki-\d+)$/,
        file: "docs/guides/restore-volumes.md",
        heading: "Monitoring's own volumes",
    },
];

export function runbookOf({ claim }: Pick<SingleWriter, "claim">): Runbook | undefined {
    return RUNBOOKS.find((runbook) => runbook.claim.test(claim));
}

/** Each must have one, and what is named must be there. */
export function withoutRunbook(writers: readonly SingleWriter[], checkout: string): Findings {
    return writers.flatMap((writer) => {
        const runbook = runbookOf(writer);
        if (runbook === undefined) return [`${writer.claim}: nothing in docs says how it is restored in another zone`];
        const { file, heading } = runbook;
        const place = path.join(checkout, file);
        if (!fs.existsSync(place)) return [`${writer.claim}: ${file} is not there`];
        const headings = fs.readFileSync(place, "utf8").split("\n");
        return headings.includes(`## ${heading}`) ? [] : [`${writer.claim}: ${file} has no section "${heading}"`];
    });
}

/** `memstack/neo4j-0 (docs/guides/restore-neo4j.md)`, one after the other. */
export function told(writers: readonly SingleWriter[]): string {
    if (writers.length === 0) return "no single writer waits";
    const byFile = new Map<string, string[]>();
    for (const writer of writers) {
        const file = runbookOf(writer)?.file ?? "no runbook";
        byFile.set(file, [...(byFile.get(file) ?? []), writer.pod]);
    }
    const lines = [...byFile].map(([file, pods]) => `${pods.join(", ")} (${file})`);
    return `${String(writers.length)} wait for the zone: ${lines.join("; ")}`;
}
