/**
 * What one of mocha's workers has recorded, for the others: a recording is read in a twentieth of the time. Each begins its lists at another
 * place, so that two do not record the same at the same time.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { deserialize, serialize } from "node:v8";
import { Graph, type RecordedResource } from "../../plan/graph";
import type { Recording } from "../../plan/record";
import { decode, encode } from "../../plan/values";

/** Of this run of scripts/unit.ts; without it, as for a single file of tests, nothing is shared. */
const FOLDER = process.env.UNIT_RECORDINGS;
const WORKERS = Number(process.env.UNIT_WORKERS ?? 1);
const WORKER = Number(process.env.MOCHA_WORKER_ID ?? 0);

/** From the place on where this worker begins, round to there. */
export function fromHereOn<Item>(items: readonly Item[]): readonly Item[] {
    const start = Math.floor((items.length * (WORKER % WORKERS)) / WORKERS);
    return [...items.slice(start), ...items.slice(0, start)];
}

export async function sharedRecording(key: string, recorded: () => Promise<Recording>): Promise<Recording> {
    if (FOLDER === undefined) return recorded();
    const file = path.join(FOLDER, encodeURIComponent(key));
    if (fs.existsSync(file)) return recordingFrom(fs.readFileSync(file));
    const recording = await recorded();
    const whole = `${file}.${String(process.pid)}`;
    fs.writeFileSync(whole, bytesOf(recording));
    fs.renameSync(whole, file);
    return recording;
}

interface Kept {
    readonly resources: readonly RecordedResource[];
    readonly outputs: Recording["outputs"];
}

export const bytesOf = ({ graph: { resources }, outputs }: Recording): Buffer =>
    serialize(encode({ resources, outputs }));

export function recordingFrom(bytes: Buffer): Recording {
    const { resources, outputs } = decode(deserialize(bytes)) as Kept;
    return { graph: new Graph(resources), outputs };
}
