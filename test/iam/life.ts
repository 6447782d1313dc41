/** Everything that a whole life of an environment asks of AWS, from its recorded graph: each resource made, read, changed in every way, and deleted. */
import type { Environment } from "../../config/environment";
import { rowOf, requestsOf, type Facts, type Surroundings, type Tags, type Thing } from "../../iam/requests";
import type { Request } from "../../iam/evaluate";
import type { Graph, RecordedResource } from "../../plan/graph";
import { created, placeOf } from "../../plan/shapes";
import type { Roles } from "../../rehearsal/account/roles";
import { allTags, defaultTagsOf } from "../../rehearsal/aws/tags";

export interface Life {
    readonly deploy: readonly Request[];
    /** What a refresh reads. */
    readonly preview: readonly Request[];
}

export function lifeOf(
    graph: Graph,
    { region, account, partition }: Environment,
    { boundaryArn, engineRequests: engine }: Roles,
): Life {
    const place = { account, region, partition };
    const things = thingsOf(graph).map(({ thing }) => inside(boundaryArn, thing));
    const around = surroundings(things, place);
    const young = surroundings(things.map(withTagsThatCount), place);
    const asks = (work: Parameters<typeof requestsOf>[0], thing: Thing, among = around): readonly Request[] =>
        requestsOf(work, thing, among);
    return {
        deploy: distinct([
            ...engine("update"),
            ...[young, around].flatMap((among) => things.flatMap((thing) => asks({ kind: "create" }, thing, among))),
            ...things.flatMap((thing) =>
                changesOf(thing).flatMap(({ after, changed, tagsBefore }) =>
                    asks({ kind: "update", changed, tagsBefore }, after),
                ),
            ),
            ...[...things].reverse().flatMap((thing) => asks({ kind: "delete" }, thing)),
        ]),
        preview: distinct([
            ...engine("preview"),
            ...engine("refresh"),
            ...things.flatMap((thing) => asks({ kind: "read" }, thing)),
        ]),
    };
}

/** In the minutes in which it was made. */
const withTagsThatCount = (thing: Thing): Thing =>
    rowOf(thing.type).tagsCountLate === undefined ? thing : { ...thing, tags: undefined };

/** Everything of AWS in a graph, as it is once it is made. */
export function thingsOf(graph: Graph): readonly { readonly name: string; readonly thing: Thing }[] {
    const provider = graph.ofType("pulumi:providers:aws")[0]?.inputs ?? {};
    const defaults = defaultTagsOf(provider);
    return graph
        .inOrder()
        .filter(({ type }) => type.startsWith("aws:"))
        .map((resource) => ({ name: resource.name, thing: thingOf(resource, defaults, provider) }));
}

interface Change {
    readonly after: Thing;
    readonly changed: readonly string[];
    readonly tagsBefore: Tags | undefined;
}

/** Each argument to another value, and to none; a tag set, and one taken. */
function changesOf(thing: Thing): readonly Change[] {
    const { update = {} } = rowOf(thing.type);
    const named = Object.keys(update).flatMap((keys) => keys.split(" "));
    const other = Object.keys(thing.facts).find((fact) => !named.includes(fact) && !/^tags(All)?$/.test(fact));
    const changes = named.flatMap((key): Change[] => {
        if (key === "*") return [{ after: thing, changed: [other ?? ""], tagsBefore: thing.tags }];
        const none = { ...thing, facts: without(thing.facts, key) };
        return [thing, none].map((after) => ({ after, changed: [key], tagsBefore: thing.tags }));
    });
    if (thing.tags === undefined) return changes;
    const more = { ...thing, tags: { ...thing.tags, team: "a" } };
    return [
        ...changes,
        { after: more, changed: [], tagsBefore: thing.tags },
        { after: thing, changed: [], tagsBefore: more.tags },
    ];
}

function without(facts: Facts, key: string): Facts {
    return Object.fromEntries(Object.entries(facts).filter(([name]) => name !== key));
}

/** As who deploys by the account's role has to write it in the stack file. */
function inside(permissionsBoundary: string, thing: Thing): Thing {
    return thing.type === "aws:iam/role:Role" ? { ...thing, facts: { permissionsBoundary, ...thing.facts } } : thing;
}

function thingOf({ type, name, inputs }: RecordedResource, defaults: Tags, provider: Facts): Thing {
    const { id, outputs } = created(type, name, inputs, placeOf(provider));
    return { type, facts: { ...outputs, id }, tags: allTags(inputs, defaults) };
}

export function surroundings(things: readonly Thing[], place: Surroundings["place"]): Surroundings {
    const tags = new Map<string, Tags | undefined>();
    const facts = new Map<string, Facts>();
    for (const thing of things) {
        const { id, arn, name } = thing.facts;
        // A version of a secret has the secret's ARN, and no tags.
        for (const key of [id, arn]) if (typeof key === "string") tags.set(key, thing.tags ?? tags.get(key));
        for (const key of [id, arn, name]) if (typeof key === "string") facts.set(`${thing.type} ${key}`, thing.facts);
    }
    return {
        place,
        tagsOf: (arn) => tags.get(arn) ?? tags.get(/[:/]([^:/]+)$/.exec(arn)?.[1] ?? ""),
        find: (type, reference) => facts.get(`${type} ${reference}`),
    };
}

function distinct(requests: readonly Request[]): readonly Request[] {
    return [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()];
}
