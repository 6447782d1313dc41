import { Graph, type RecordedResource } from "../../../plan/graph";
import { differenceOf, type Difference } from "../../../plan/diff/difference";
import { read, type Reading } from "../../../plan/diff/reading";
import { resource as recorded } from "../../support/resource";

const PREFIX = "urn:pulumi:dev::toy::";
export const TODAY = "2026-11-29";

export const urn = (type: string, name: string): string => `${PREFIX}${type}::${name}`;

export function resource(type: string, name: string, more: Partial<RecordedResource> = {}): RecordedResource {
    return recorded(name, [], { urn: urn(type, name), type, ...more });
}

/** One whose argument reads another one's output. */
export function reading(
    type: string,
    name: string,
    inputs: Readonly<Record<string, unknown>>,
    from: Readonly<Record<string, string>>,
    more: Partial<RecordedResource> = {},
): RecordedResource {
    const propertyDependencies = Object.fromEntries(Object.entries(from).map(([key, each]) => [key, [each]]));
    return resource(type, name, { inputs, propertyDependencies, dependencies: Object.values(from), ...more });
}

export function compared(olds: readonly RecordedResource[], news: readonly RecordedResource[]): Difference {
    const side = (resources: readonly RecordedResource[]) => ({
        graph: new Graph(resources),
        secrets: {},
        encrypted: new Map<string, string>(),
    });
    return differenceOf("dev", side(olds), side(news), { source: "a test" });
}

export const readOf = (olds: readonly RecordedResource[], news: readonly RecordedResource[]): Reading =>
    read(compared(olds, news), TODAY);

/** `replace first thing`: operation, order and name of each change. */
export const told = ({ changes }: Pick<Difference, "changes">): readonly string[] =>
    changes
        .map(({ operation, deleteBeforeReplace, name }) => `${operation}${deleteBeforeReplace ? " first" : ""} ${name}`)
        .sort();
