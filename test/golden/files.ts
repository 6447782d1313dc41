/** The golden records: what every environment of test/environments is today, as files that are compared and renewed. */
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { COMPLETE, ENVIRONMENTS, recordingOf, stackFrom } from "../support/recordings";
import { documentOf, type Document } from "./document";
import { restore, share, type Shared } from "./share";

export const environments = (): readonly string[] => ENVIRONMENTS.map((file) => path.basename(file, ".yaml"));

export const goldenFile = (name: string): string => path.join(__dirname, "records", `${name}.json`);

export interface Now {
    readonly document: Document;
    readonly companies: readonly string[];
}

const known = new Map<string, Promise<Now>>();

export function now(name: string): Promise<Now> {
    const recording = known.get(name) ?? recorded(name);
    known.set(name, recording);
    return recording;
}

async function recorded(name: string): Promise<Now> {
    const file = `test/environments/${name}.yaml`;
    const { graph } = await recordingOf(file, "update");
    const { simpleCli } = stackFrom(file).environment.systems;
    return { document: documentOf(graph), companies: Object.keys(simpleCli.companies) };
}

/** The environment with everything: the others keep what they have otherwise. */
export const BASE = path.basename(COMPLETE, ".yaml");
const RENEW = "npm run --silent golden";

const NOTHING: Document = {};

/** The text of its file as it would be today. */
export async function recordOf(name: string): Promise<string> {
    return written(await now(name), name === BASE ? NOTHING : (await now(BASE)).document);
}

/** A property a line, sorted: what two branches change apart merges. */
const written = ({ document, companies }: Now, base: Document): string =>
    `${JSON.stringify(share(document, base, companies), undefined, 1)}\n`;

function read(text: string, base: Document = NOTHING): Document {
    return restore(JSON.parse(text) as Shared, base);
}

/** What is committed; nothing for an environment that has no record yet. */
export function committed(name: string): Document {
    const file = goldenFile(name);
    if (!existsSync(file)) return NOTHING;
    return read(readFileSync(file, "utf8"), name === BASE ? NOTHING : committed(BASE));
}

/** How a changed environment is told to whoever changed it. */
export const told = (name: string, difference: string): string =>
    [
        `the environment ${name} is no longer what its record says. If that is meant, renew the records and commit them:`,
        `    ${RENEW}`,
        "",
        difference,
    ].join("\n");
