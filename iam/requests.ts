/** From what happens to an object to what AWS is asked: the table of actions, filled in. */
import type { Row } from "./actions/row";
import { ROWS } from "./actions";
import { callOf, targetOf, type Call, type Only, type Target } from "./call";
import type { Request } from "./evaluate";
import type { Context } from "./match";
import { knowsRequestTag, knowsResourceTag, knowsTagKeys, resourceType } from "./reference";

export type Facts = Readonly<Record<string, unknown>>;
export type Tags = Readonly<Record<string, string>>;

export interface Place {
    readonly account: string;
    readonly region: string;
    readonly partition: string;
}

/** What else there is. */
export interface Surroundings {
    readonly place: Place;
    tagsOf(arn: string): Tags | undefined;
    /** An object by type and what it is referred to by: id, name or ARN. */
    find(type: string, reference: string): Facts | undefined;
}

export interface Thing {
    readonly type: string;
    /** Arguments and, over them, what AWS answered. */
    readonly facts: Facts;
    /** Undefined for types that take none. */
    readonly tags: Tags | undefined;
}

export type Work =
    | { readonly kind: "create" | "read" | "delete" }
    | { readonly kind: "update"; readonly changed: readonly string[]; readonly tagsBefore: Tags | undefined };

export function rowOf(type: string): Row {
    const row = ROWS[type];
    if (row === undefined) throw new Error(`iam/actions has no row for ${type}: add what AWS is asked for it`);
    return row;
}

export function requestsOf(work: Work, thing: Thing, around: Surroundings): readonly Request[] {
    const row = rowOf(thing.type);
    const making = new Maker(row, thing, around);
    switch (work.kind) {
        case "create": {
            const [first, ...rest] = row.create;
            const tags = thing.tags ?? {};
            const tagged = Object.keys(tags).length > 0 ? (row.tagsAtCreation ?? []) : [];
            const isNew = row.tagsCountLate !== undefined;
            return [
                ...making.all(first === undefined ? [] : [first], { requestTags: tags, isNew: true }),
                ...making.all(tagged, { requestTags: tags, isNew: true }),
                ...making.all(rest, { isNew }),
                ...making.all(row.read, { isNew }),
            ];
        }
        case "read":
            return making.all(row.read);
        case "delete":
            return making.all([...row.delete]);
        case "update": {
            const after = thing.tags ?? {};
            const before = work.tagsBefore ?? {};
            const set = Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
            const taken = Object.keys(before).filter((key) => !(key in after));
            // What is on it while it is changed is what was on it before.
            const old = new Maker(row, { ...thing, tags: work.tagsBefore }, around);
            return [
                ...old.all(
                    work.changed
                        .filter((key) => key !== "tags" && key !== "tagsAll")
                        .flatMap((key) => updating(row, key, thing.type)),
                ),
                ...old.all(Object.keys(set).length > 0 ? (row.tag ?? []) : [], { requestTags: set }),
                ...old.all(taken.length > 0 ? (row.untag ?? []) : [], { tagKeys: taken }),
                ...making.all(row.read),
            ];
        }
    }
}

function updating(row: Row, argument: string, type: string): readonly string[] {
    const { update = {} } = row;
    const found = Object.entries(update).find(([keys]) => keys.split(" ").includes(argument));
    const calls = found?.[1] ?? update["*"];
    if (calls === undefined) throw new Error(`iam/actions says nothing of a change of ${argument} of ${type}`);
    return calls;
}

/** Requests of calls that stand for themselves: the engine's, and those of who has a role. */
export function requestsFor(
    calls: readonly string[],
    facts: Facts,
    around: Surroundings,
    /** Of what is marked with `~`. */
    tags?: Tags,
): readonly Request[] {
    return new Maker({ source: "", create: [], read: [], delete: [] }, { type: "", facts, tags }, around).all(calls);
}

interface Options {
    readonly requestTags?: Tags;
    readonly tagKeys?: readonly string[];
    /** The object is not there yet, or its tags do not count yet: it has none that could be asked for. */
    readonly isNew?: boolean;
}

class Maker {
    readonly #row: Row;
    readonly #thing: Thing;
    readonly #around: Surroundings;

    constructor(row: Row, thing: Thing, around: Surroundings) {
        this.#row = row;
        this.#thing = thing;
        this.#around = around;
    }

    all(calls: readonly string[], options: Options = {}): Request[] {
        return calls.flatMap((call) => this.#requests(callOf(call), options));
    }

    #requests(call: Call, options: Options): Request[] {
        if (call.only !== undefined && !fits(call.only, this.#thing.facts[call.only.argument])) return [];
        const name = call.action.name;
        if (call.targets.length === 0)
            return [{ action: name, resource: "*", context: this.#context(call, undefined, undefined, options) }];
        return call.targets.flatMap((target) => {
            const { type, parts } = target === "self" ? targetOf(this.#row.self ?? "") : target;
            return this.#arns(name.split(":")[0] ?? "", type, parts, target).map((resource) => ({
                action: name,
                resource,
                context: this.#context(call, type, this.#tagsOf(resource, target, options), options),
            }));
        });
    }

    #tagsOf(arn: string, target: Target, { isNew = false }: Options): Tags | undefined {
        if (target !== "self") return target.tagged ? this.#thing.tags : this.#around.tagsOf(arn);
        return isNew ? undefined : (this.#thing.tags ?? this.#around.tagsOf(arn));
    }

    #context(call: Call, type: string | undefined, resourceTags: Tags | undefined, options: Options): Context {
        const { action } = call;
        const context: Record<string, readonly string[]> = {
            "aws:requestedregion": [GLOBAL.test(action.name) ? "us-east-1" : this.#around.place.region],
            "aws:resourceaccount": [this.#around.place.account],
        };
        for (const [key, template] of Object.entries(call.context)) {
            const values = this.#filled(template);
            if (values.length > 0) for (const filledKey of this.#filled(key)) context[filledKey] = values;
        }
        if (knowsResourceTag(action, type))
            for (const [key, value] of Object.entries(resourceTags ?? {}))
                context[`aws:resourcetag/${key.toLowerCase()}`] = [value];
        const keys = [...Object.keys(options.requestTags ?? {}), ...(options.tagKeys ?? [])];
        if (knowsTagKeys(action) && keys.length > 0) context["aws:tagkeys"] = keys;
        if (knowsRequestTag(action))
            for (const [key, value] of Object.entries(options.requestTags ?? {}))
                context[`aws:requesttag/${key.toLowerCase()}`] = [value];
        return context;
    }

    /** None when an argument that it is made of is not set. */
    #arns(service: string, type: string, parts: readonly string[], target: Target): string[] {
        const choices = parts.map((part) => this.#filled(part));
        if (target === "self" && choices.some((each) => each.length === 0))
            throw new Error(`${this.#thing.type} has nothing to make ${type}=${parts.join("|")} of`);
        const combined = choices.reduce<string[][]>(
            (all, each) => all.flatMap((head) => each.map((tail) => [...head, tail])),
            [[]],
        );
        return combined.map((values) => this.#arn(service, type, values));
    }

    #arn(service: string, type: string, values: readonly string[]): string {
        const [first = ""] = values;
        if (first.startsWith("arn:")) return first;
        const { account, region, partition } = this.#around.place;
        const rest = [...values];
        return resourceType(service, type).arn.replace(/\$\{(\w+)\}/g, (_, name: string) => {
            if (name === "Partition") return partition;
            if (name === "Region") return region;
            if (name === "Account") return account;
            return rest.shift() ?? "*";
        });
    }

    #filled(template: string): string[] {
        const found = /\{([^}]+)\}/.exec(template);
        if (found === null) return [template];
        return this.#values(found[1] ?? "").flatMap((value) => this.#filled(template.replace(found[0], () => value)));
    }

    #values(name: string): string[] {
        const [reference = "", wanted] = name.split(">");
        if (wanted !== undefined) {
            const [type = "", property = ""] = wanted.split(/\.(?=[^.]*$)/);
            return at(this.#thing.facts, reference.split(".")).flatMap((each) =>
                at(this.#around.find(type, each) ?? {}, [property]),
            );
        }
        // A service in kms:ViaService, as the name of its host.
        if (name === "dnsSuffix")
            return [this.#around.place.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"];
        const own = at(this.#thing.facts, name.split("."));
        const place = (this.#around.place as unknown as Record<string, string>)[name];
        return own.length === 0 && place !== undefined ? [place] : own;
    }
}

/** Services of one region. */
const GLOBAL = /^(iam|route53|budgets):/;

function at(value: unknown, path: readonly string[]): string[] {
    const [key, ...rest] = path;
    if (Array.isArray(value)) return (value as unknown[]).flatMap((each) => at(each, key === "*" ? rest : path));
    if (key === undefined) return typeof value === "string" && value !== "" ? [value] : [];
    if (key === "*" || typeof value !== "object" || value === null) return [];
    return at((value as Record<string, unknown>)[key], rest);
}

function fits({ set, value: wanted }: Only, value: unknown): boolean {
    return wanted === undefined ? isSet(value) === set : value === wanted;
}

function isSet(value: unknown): boolean {
    if (value === undefined || value === null || value === false || value === "") return false;
    return Array.isArray(value) ? value.length > 0 : true;
}
