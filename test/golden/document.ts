/**
 * A recording as a document to keep: what each resource is given, sorted, one property a line. What is long is folded so that a change
 * still shows: texts into lines, dashboards into a line a panel, secrets into a fingerprint.
 */
import { createHash } from "node:crypto";
import { Secret, type Graph, type RecordedResource } from "../../plan/graph";
import { isMap } from "../../plan/values";

/** By `type::name`, below the parent's where two would share it. */
export type Document = Readonly<Record<string, Kept>>;
export type Kept = Readonly<Record<string, unknown>>;

const OPTIONS = [
    "protect",
    "retainOnDelete",
    "deleteBeforeReplace",
    "ignoreChanges",
    "replaceOnChanges",
    "additionalSecretOutputs",
    "customTimeouts",
] as const;

/** What is created; components only group. */
export function documentOf(graph: Graph): Document {
    const created = graph.resources.filter(({ custom }) => custom);
    const names = created.map(nameOf);
    const shared = new Set(names.filter((name, index) => names.indexOf(name) !== index));
    return Object.fromEntries(
        created.map((resource) => {
            const name = nameOf(resource);
            const key = shared.has(name) ? resource.urn.split("::").slice(2).join("::") : name;
            return [key, sorted({ ...optionsOf(resource), ...(folded(resource.inputs) as Kept) }) as Kept];
        }),
    );
}

const nameOf = ({ type, name }: RecordedResource): string => `${type}::${name}`;

/** Only those that say something. In brackets, so that no input can have their name. */
function optionsOf(resource: RecordedResource): Kept {
    const said = OPTIONS.flatMap((option) => {
        const value = resource[option];
        const silent = value === undefined || value === false || (Array.isArray(value) && value.length === 0);
        return silent ? [] : [[`[${option}]`, value] as const];
    });
    return Object.fromEntries(said);
}

function sorted(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(sorted);
    if (!isMap(value)) return value;
    const said = Object.entries(value).filter(([, each]) => each !== undefined);
    const entries = said.map(([key, each]) => [key, sorted(each)] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const fingerprint = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 10);

function folded(value: unknown): unknown {
    if (value instanceof Secret) return `[secret ${fingerprint(JSON.stringify(folded(value.reveal())))}]`;
    if (typeof value === "string") return textOf(value);
    if (Array.isArray(value)) return value.map(folded);
    if (!isMap(value)) return value;
    if ("toJSON" in value) return JSON.parse(JSON.stringify(value)) as unknown; // what only AWS can say
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, folded(each)]));
}

/** JSON within a string and texts of many lines are compared piece by piece. */
function textOf(text: string): unknown {
    const inner = /^\s*[{[]/.test(text) ? parsed(text) : undefined;
    if (isMap(inner) && Array.isArray(inner.panels)) return { "(dashboard)": dashboard(inner) };
    if (inner !== undefined) return { "(json)": inner };
    return text.includes("\n") ? { "(text)": text.split("\n") } : text;
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined; // begins like JSON
    }
}

/** A line for each panel, and one for what stands around them. */
function dashboard({ panels, ...around }: Record<string, unknown>): Kept {
    const lines = (panels as readonly Record<string, unknown>[]).map((panel, index) => [
        `panel ${String(index).padStart(2, "0")} ${String(panel.title)}`,
        fingerprint(JSON.stringify(panel)),
    ]);
    return Object.fromEntries([["around the panels", fingerprint(JSON.stringify(around))], ...lines]) as Kept;
}
