/** What a provider is asked about a recorded environment, and where its answer is not ours. */
import type { Graph, RecordedResource } from "../../plan/graph";
import { isUnknown, Secret } from "../../plan/graph";
import { RELEASE } from "../../plan/replacements/kubernetes";
import { at, AWS, effectOf, kindRow, type Arguments } from "../../plan/replacements";
import { isMap, isSecretOnTheWire, secretOnTheWire } from "../../plan/values";
import { agrees, revealAll, UNKNOWN, type Properties } from "../engine/wire";
import { Ended, type Plugin } from "./plugin";

export interface Asked {
    readonly checks: number;
    readonly differences: number;
    /** One line each: where, what we say, what it says. */
    readonly others: readonly string[];
}

/** Of one package: every resource checked, every argument of every type changed once. */
export async function ask(plugin: Plugin, packageName: string, graph: Graph, done: Set<string>): Promise<Asked> {
    const others: string[] = [];
    let [checks, differences] = [0, 0];
    for (const resource of graph.resources.filter((each) => isAsked(each, packageName))) {
        const inputs = onTheWire(resource.inputs);
        checks++;
        others.push(...(await checked(plugin, resource, inputs)));
        for (const path of pathsOf(resource, inputs)) {
            const key = `${resource.type} ${path}`;
            const news = changedAt(inputs, path.split("."));
            if (done.has(key) || news === undefined) continue;
            done.add(key);
            differences++;
            others.push(...(await differing(plugin, resource, inputs, news, path)));
        }
    }
    return { checks, differences, others };
}

/** A Helm release is not: the provider fetches its chart, and without a cluster it ends itself (docs/charts.md renders them). */
const isAsked = ({ type, custom }: RecordedResource, packageName: string): boolean =>
    custom && type.startsWith(`${packageName}:`) && type !== RELEASE;

async function checked(plugin: Plugin, { urn, type, name }: RecordedResource, inputs: Properties): Promise<string[]> {
    try {
        const answer = await plugin.check(urn, inputs);
        const values = revealAll(answer.inputs);
        return [
            ...answer.failures.map(({ property, reason }) => `${type} ${name}: refuses ${property}: ${reason}`),
            ...(answer.failures.length > 0 ? [] : firstOther(inputs, values, "")).map(
                ({ path, said, answered }) =>
                    `${type} ${name}: makes something else of ${path}: ${short(answered)}, we say ${short(said)}`,
            ),
        ];
    } catch (error) {
        if (error instanceof Ended) throw new Ended(`${type} ${name}: ${error.message}`);
        return [`${type} ${name}: cannot check it: ${words(error)}`];
    }
}

interface Other {
    readonly path: string;
    readonly said: unknown;
    readonly answered: unknown;
}

/** What a provider fills in beside what was said is no difference: names, defaults, annotations of its own; nor is an empty value left out. */
function firstOther(said: unknown, answered: unknown, path: string): readonly Other[] {
    if (isMap(said) && !isSecretOnTheWire(said) && isMap(answered))
        return Object.entries(said).flatMap(([key, value]) =>
            firstOther(value, answered[key], path === "" ? key : `${path}.${key}`),
        );
    if (Array.isArray(said) && Array.isArray(answered) && said.length === answered.length)
        return said.flatMap((value: unknown, index) => firstOther(value, answered[index], `${path}[${String(index)}]`));
    if (agrees(said, answered) || quantity(said) === quantity(answered)) return [];
    if (answered === undefined && isEmpty(said)) return [];
    return [{ path, said, answered }];
}

/** The types of Kubernetes leave out what is the default anyway (`omitempty`). */
const isEmpty = (said: unknown): boolean =>
    [false, "", 0].includes(said as never) ||
    (typeof said === "object" && said !== null && Object.keys(said).length === 0);

/** Kubernetes writes 2000m as 2. */
const quantity = (value: unknown): unknown =>
    typeof value === "string" && /^\d+m$/.test(value) && Number(value.slice(0, -1)) % 1000 === 0
        ? String(Number(value.slice(0, -1)) / 1000)
        : value;

async function differing(
    plugin: Plugin,
    { urn, type, name }: RecordedResource,
    olds: Properties,
    news: Properties,
    path: string,
): Promise<string[]> {
    const ours = effectOf(type, olds, news);
    // What the Kubernetes provider keeps beside the object (provider/pkg/provider, checkpointObject); others have no such keys.
    const kept = type.startsWith("kubernetes:") ? { __inputs: olds, __initialApiVersion: olds.apiVersion } : {};
    try {
        const { replaces } = await plugin.diff(urn, idOf(olds), olds, { ...olds, ...kept }, news);
        if (replaces.length > 0 === ours.replaces.length > 0) return [];
        return [
            `${type} ${path}: ${replaces.length > 0 ? `replaces by ${replaces.join()}` : "changes in place"}, we say ${ours.replaces.length > 0 ? `it replaces by ${ours.replaces.join()}` : "in place"} (${name})`,
        ];
    } catch (error) {
        if (error instanceof Ended) throw new Ended(`a change of ${path} of ${type} ${name}: ${error.message}`);
        return [`${type} ${path}: cannot tell a change of it: ${words(error)} (${name})`];
    }
}

/** Kubernetes: namespace/name. Elsewhere no provider looks at it where nothing is read. */
function idOf(inputs: Properties): string {
    const [namespace, name] = [at(inputs, "metadata.namespace"), at(inputs, "metadata.name")];
    return typeof name === "string" ? `${typeof namespace === "string" ? `${namespace}/` : ""}${name}` : "asked";
}

/** Every argument that the resource has, and every path of its row. */
function pathsOf({ type }: RecordedResource, inputs: Arguments): readonly string[] {
    const row = type.startsWith("kubernetes:") ? kindRow(type) : AWS[type];
    return [...new Set([...Object.keys(inputs), ...(row?.replaces ?? [])])].filter((path) => !NOT_CHANGED.has(path));
}

/** Another kind of object is another type, which no program can make of one. */
const NOT_CHANGED: ReadonlySet<string> = new Set(["kind", "apiVersion"]);

/** The same with another value there; undefined where there is none to change. */
function changedAt(inputs: Properties, [key = "", ...rest]: readonly string[]): Properties | undefined {
    const value = inputs[key];
    if (value === undefined || value === UNKNOWN) return undefined;
    if (rest.length === 0) return { ...inputs, [key]: another(value) };
    const inner = isMap(value) ? changedAt(value, rest) : undefined;
    return inner === undefined ? undefined : { ...inputs, [key]: inner };
}

function another(value: unknown): unknown {
    if (typeof value === "number") return value + 1;
    if (typeof value === "boolean") return !value;
    if (typeof value === "string") return /^\d+$/.test(value) ? String(Number(value) + 1) : `${value}x`;
    if (Array.isArray(value))
        return value.length > 1 ? value.slice(1) : [...(value as unknown[]), ...(value as unknown[])];
    return isMap(value)
        ? Object.fromEntries(
              Object.entries(value).map(([key, each], index) => [key, index === 0 ? another(each) : each]),
          )
        : value;
}

function onTheWire(inputs: RecordedResource["inputs"]): Properties {
    const value = (each: unknown): unknown => {
        if (isUnknown(each)) return UNKNOWN;
        if (each instanceof Secret) return secretOnTheWire(value(each.reveal()));
        if (Array.isArray(each)) return each.map(value);
        return isMap(each) ? Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, value(inner)])) : each;
    };
    return value(inputs) as Properties;
}

/** Never a secret's content: it is one line of a log. */
const short = (value: unknown): string => (isMap(value) || Array.isArray(value) ? "{...}" : String(value).slice(0, 60));
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
