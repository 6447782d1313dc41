import type { Graph, RecordedResource } from "../graph";
import { argumentsOf, shapesOf, type TypeArguments } from "../papers/papers";
import { valuesAt } from "../papers/values";
import { created, type Place } from "../shapes";
import { parsePath } from "./paths";
import { put, type Body } from "./put";
import { converted, hidden } from "./values";

/** A request as an SDK would send it. */
export interface Request {
    readonly urn: string;
    readonly service: string;
    readonly operation: string;
    readonly parameters: Body;
}

export interface Converted {
    /** A template a service: CloudFormation takes 500 resources in one. */
    readonly templates: Readonly<Record<string, Template>>;
    readonly requests: readonly Request[];
    /** What CloudFormation has no place for, and why. */
    readonly left: readonly string[];
}

export interface Template {
    readonly AWSTemplateFormatVersion: "2010-09-09";
    readonly Description: string;
    readonly Resources: Readonly<Record<string, TemplateResource>>;
}

export interface TemplateResource {
    readonly Type: string;
    readonly Metadata: { readonly urn: string };
    readonly DeletionPolicy: Fate;
    readonly UpdateReplacePolicy: Fate;
    readonly Properties: Body;
}

type Fate = "Retain" | "Snapshot" | "Delete";

interface Known {
    readonly resource: RecordedResource;
    readonly row: TypeArguments;
    readonly inputs: Body;
    readonly id: string;
}

/** The AWS half of a recorded graph, as CloudFormation templates and as the requests that make it. Ids are those that the recording made up. */
export function convert(graph: Graph, place: Place, what: string): Converted {
    const left: string[] = [];
    const known = graph.resources.flatMap((resource): Known[] => {
        const row = resource.custom ? argumentsOf(resource.type) : undefined;
        if (row === undefined) return [];
        if (row.notConverted !== undefined) left.push(`${resource.type}: ${row.notConverted}`);
        const inputs = hidden(resource.inputs) as Body;
        return [{ resource, row, inputs, id: created(resource.type, resource.name, inputs, place).id }];
    });
    const templates: Record<string, Template> = {};
    const properties = new Map<string, Body>();
    for (const { resource, row } of known) {
        if (row.cloudformation === undefined || row.into !== undefined) continue;
        const body: Body = {};
        properties.set(resource.urn, body);
        const service = row.cloudformation.split("::")[1]?.toLowerCase() ?? "";
        const template = (templates[service] ??= {
            AWSTemplateFormatVersion: "2010-09-09",
            Description: `${what}: ${service}`,
            Resources: {},
        });
        const resources = template.Resources as Record<string, TemplateResource>;
        resources[logicalId(resource, resources)] = {
            Type: row.cloudformation,
            Metadata: { urn: resource.urn },
            DeletionPolicy: fateOf(resource),
            UpdateReplacePolicy: fateOf(resource),
            Properties: body,
        };
    }
    for (const each of known) {
        const body = properties.get(each.row.into === undefined ? each.resource.urn : parentOf(each, graph));
        if (body !== undefined)
            fill(
                each,
                place,
                (row) => row[0],
                () => body,
            );
        else if (each.row.into !== undefined)
            left.push(`${each.resource.urn}: what it belongs to is not in this graph`);
    }
    return { templates, requests: known.flatMap((each) => requestsOf(each, place)), left: [...new Set(left)].sort() };
}

/** The resource that holds it in CloudFormation: the one of that type which the argument was read from. */
function parentOf({ resource, row }: Known, graph: Graph): string {
    const { argument = "", type } = row.into ?? {};
    const candidates = resource.propertyDependencies[argument] ?? [];
    return candidates.find((urn) => graph.find(urn)?.type === type) ?? "";
}

function requestsOf(each: Known, place: Place): readonly Request[] {
    const [service = "", main = ""] = each.row.api.split(":");
    const bodies = new Map<string, Body>([[main, {}]]);
    const body = (operation = main): Body => {
        const found = bodies.get(operation) ?? {};
        bodies.set(operation, found);
        return found;
    };
    fill(each, place, (row) => row[1], body);
    return [...bodies]
        .filter(([operation, parameters]) => operation === main || says(each.row, operation, parameters))
        .map(([operation, parameters]) => ({ urn: each.resource.urn, service, operation, parameters }));
}

/** A second request that would carry nothing but whose it is, is not sent. */
function says(row: TypeArguments, operation: string, parameters: Body): boolean {
    const identifying = new Set(
        Object.entries(row.arguments)
            .filter(([argument, [, api]]) => argument.startsWith("$") || Array.isArray(api))
            .flatMap(([, [, api]]) => (typeof api === "string" ? [api] : (api ?? [])))
            .map(parsePath)
            .filter((path) => path.operation === operation)
            .map(({ segments }) => segments[0]?.name),
    );
    return Object.keys(parameters).some((key) => !identifying.has(key));
}

type Pick = (row: TypeArguments["arguments"][string]) => string | readonly string[] | null;

function fill(
    { resource, row, inputs, id }: Known,
    place: Place,
    pick: Pick,
    bodyOf: (operation?: string) => Body,
): void {
    const made = { $id: id, $account: place.account };
    for (const [value, target] of Object.entries(row.constants ?? {})) {
        const text = pick(target);
        if (typeof text === "string") put(bodyOf(), parsePath(text), value, []);
    }
    for (const [argument, target] of Object.entries(row.arguments)) {
        const paths = pick(target);
        const type = shapesOf(resource.type)?.[argument]?.type;
        for (const text of typeof paths === "string" ? [paths] : (paths ?? [])) {
            const path = parsePath(text);
            const found = argument.startsWith("$") ? valuesAt(made, argument) : valuesAt(inputs, argument);
            for (const { value, indices } of found)
                if (path.transform !== "present" || value === true)
                    put(bodyOf(path.operation), path, converted(value, path.transform, type), indices);
        }
    }
}

/** What protects a resource here, in CloudFormation's words. */
function fateOf({ protect, retainOnDelete, inputs }: RecordedResource): Fate {
    if (protect || retainOnDelete) return "Retain";
    return inputs.finalSnapshotIdentifier === undefined ? "Delete" : "Snapshot";
}

/** Letters and digits, which is all that CloudFormation takes. */
function logicalId({ name, type }: RecordedResource, taken: Readonly<Record<string, unknown>>): string {
    const words = `${name}-${type.split(":").at(-1) ?? ""}`.split(/[^A-Za-z0-9]+/);
    const wanted = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
    for (let number = 1; ; number++) {
        const id = number === 1 ? wanted : `${wanted}${number}`;
        if (!(id in taken)) return id;
    }
}
