/** Two recordings compared: what the next `up` would do, resource by resource. */
import { Graph } from "../graph";
import { ownersOf, type OwnerOf } from "../owners";
import { isCreated } from "../plan";
import type { Base, OtherPackage } from "./base/git";
import type { Change } from "./change";
import { sameValue } from "./graph/same-value";
import { stepsOf, type Step } from "./graph/steps";
import { propertyChanges } from "./properties";
import { renamesOf, type Rename } from "./renames";
import type { Side } from "./side";

export interface Difference {
    readonly stack: string;
    /** Undefined where a plan file or the engine's own preview takes its place; `source` says which. */
    readonly base?: Base;
    readonly source: string;
    readonly before?: Side;
    readonly after?: Side;
    readonly changes: readonly Change[];
    readonly renames: readonly Rename[];
    /** Providers that BASE runs in another version: what they themselves do otherwise stands in no recording. */
    readonly providers?: readonly OtherPackage[];
    /** What the program says otherwise and no step carries out, with the reason. */
    readonly ignored: readonly Ignored[];
    /** Components and settings of providers: nothing in a cloud, but in the state. */
    readonly settings: readonly Step[];
    /** Key paths of secrets that were set again. */
    readonly rewritten: readonly string[];
}

export interface Ignored {
    readonly urn: string;
    readonly name: string;
    readonly paths: readonly string[];
    readonly why: string;
}

const NOTHING = new Graph([]);

interface From {
    /** Names that differ all the same are the stack file's (a company, a zone): no alias in the program is meant. Default false. */
    readonly sameProgram?: boolean;
}

export function differenceOf(
    stack: string,
    before: Side | undefined,
    after: Side | undefined,
    { sameProgram = false, ...from }: Pick<Difference, "base" | "source" | "providers"> & From,
): Difference {
    const [olds, news] = [before?.graph ?? NOTHING, after?.graph ?? NOTHING];
    const { steps, pairs } = stepsOf(olds, news);
    const ownerOf = either(olds, news);
    const touched = steps.filter(({ now, old, operation }) => isCreated(now ?? old ?? never()) && operation !== "same");
    return {
        stack,
        ...from,
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
        changes: [
            ...touched.map((step) => changeFrom(step, ownerOf)),
            ...steps.filter(isRename).map((step) => changeFrom(step, ownerOf)),
        ],
        renames: sameProgram ? [] : renamesOf(olds, news, pairs),
        ignored: steps.filter(({ operation }) => operation === "same").flatMap(ignoredIn),
        settings: steps.filter(({ now, old, operation }) => operation !== "same" && !isCreated(now ?? old ?? never())),
        rewritten: rewritten(before, after),
    };
}

/** What the engine itself said it would do. */
export function differenceFrom(stack: string, steps: readonly Step[], after: Side | undefined): Difference {
    const olds = new Graph(steps.flatMap(({ old }) => old ?? []));
    const ownerOf = either(olds, after?.graph ?? NOTHING);
    const touched = steps.filter(({ now, old, operation }) => isCreated(now ?? old ?? never()) && operation !== "same");
    const before: Side = { graph: olds, secrets: {}, encrypted: new Map() };
    return {
        stack,
        source: "the deployed state, by pulumi preview",
        before,
        ...(after !== undefined && { after }),
        changes: touched.map((step) => changeFrom(step, ownerOf)),
        renames: [],
        ignored: [],
        settings: [],
        rewritten: [],
    };
}

const never = (): never => {
    throw new Error("a step without a resource");
};

const isRename = ({ operation, now, old }: Step): boolean =>
    operation === "same" && now !== undefined && old !== undefined && isCreated(now) && now.urn !== old.urn;

function either(olds: Graph, news: Graph): OwnerOf {
    const [before, after] = [ownersOf(olds), ownersOf(news)];
    return (resource) => (news.find(resource.urn) === undefined ? before : after)(resource);
}

export function changeFrom(step: Step, ownerOf: OwnerOf): Change {
    const { urn, old, now, operation, inputs, replaces, deletedFirst, because, changed } = step;
    const resource = now ?? old ?? never();
    const properties = operation === "update" || operation === "replace" ? propertiesOf(step, changed, replaces) : [];
    const moved = old !== undefined && now !== undefined && old.urn !== now.urn;
    return {
        urn,
        type: resource.type,
        name: resource.name,
        system: ownerOf(resource),
        operation: operation === "same" ? "rename" : operation,
        deleteBeforeReplace: deletedFirst,
        properties,
        because,
        protected: old?.protect ?? false,
        kept: operation === "delete" && old?.retainOnDelete === true,
        when: "now",
        ...(moved && { renamedFrom: old.name === now.name ? old.urn : old.name }),
        ...(old !== undefined && { old }),
        ...(now !== undefined && { now: { ...now, inputs } }),
    };
}

function propertiesOf(
    { old, inputs, outside = {} }: Step,
    changed: readonly string[],
    replaces: readonly string[],
): Change["properties"] {
    const only = (all: Readonly<Record<string, unknown>>): Record<string, unknown> =>
        Object.fromEntries(Object.entries(all).filter(([key]) => changed.includes(key)));
    const listed = propertyChanges(only(old?.inputs ?? {}), only(inputs), replaces);
    const besides = Object.entries(outside).flatMap(([path, [before, now]]) => {
        const told = propertyChanges({ [path]: before }, { [path]: now }, replaces);
        // The same name, and all the same another one.
        return told.length > 0 ? told : [{ path, old: before, new: now, replaces: replaces.includes(path) }];
    });
    return [...listed, ...besides];
}

function ignoredIn({ urn, old, now }: Step): readonly Ignored[] {
    if (old === undefined || now === undefined || !isCreated(now)) return [];
    const keys = [...new Set([...Object.keys(old.inputs), ...Object.keys(now.inputs)])];
    const paths = keys.filter((key) => !sameValue(old.inputs[key], now.inputs[key]));
    if (paths.length === 0 || old.name !== now.name) return [];
    const why =
        now.ignoreChanges.length > 0
            ? `ignoreChanges: ${now.ignoreChanges.join(", ")}`
            : "AWS's provider sees no difference here";
    return [{ urn, name: now.name, paths, why }];
}

function rewritten(before: Side | undefined, after: Side | undefined): readonly string[] {
    if (before === undefined || after === undefined) return [];
    return [...after.encrypted]
        .filter(([path, text]) => before.encrypted.has(path) && before.encrypted.get(path) !== text)
        .map(([path]) => path);
}
