/** What the engine would do with each resource, worked out from the two recordings as it works it out from state and program. */
import type { Graph, RecordedResource } from "../../graph";
import { at, effectOf, type Effect } from "../../replacements";
import { providerReplaces } from "../../replacements/providers";
import { placeOf, type Place } from "../../shapes";
import { isMap, UNKNOWN } from "../../values";
import { dependentsInOrder, mayGoFirst } from "./cascade";
import { pairsOf, type Pairs } from "./match";
import { then, withIgnored } from "./olds";
import { textsOf, translated } from "./renamed";
import { sameValue } from "./same-value";
import { marksOfNew, marksOfUpdate, withUnknown, type Marks } from "./unknown";

export type Operation = "create" | "update" | "replace" | "delete" | "same";

export interface Step {
    readonly urn: string;
    readonly operation: Operation;
    readonly old?: RecordedResource;
    readonly now?: RecordedResource;
    /** Arguments as the engine would compare them: what nobody knows yet is `UNKNOWN`. Empty for a delete. */
    readonly inputs: Readonly<Record<string, unknown>>;
    /** Top-level arguments that differ. */
    readonly changed: readonly string[];
    /** Paths that force the replacement. */
    readonly replaces: readonly string[];
    /** Of a replacement: the old one goes before the new one comes. */
    readonly deletedFirst: boolean;
    /** Other resources whose replacement brings this about. */
    readonly because: readonly string[];
    /** What differs and stands in no argument: its provider, and the tags that its provider adds. */
    readonly outside?: Readonly<Record<string, readonly [old: unknown, now: unknown]>>;
}

/** An address that another one reads. */
interface Known {
    readonly place: Place;
    readonly tags: unknown;
    readonly mutableKinds: ReadonlySet<string>;
}

export function stepsOf(olds: Graph, news: Graph): { readonly steps: readonly Step[]; readonly pairs: Pairs } {
    const pairs = pairsOf(olds, news);
    const run = new Run(olds, news, pairs);
    for (const resource of news.inOrder()) run.register(resource);
    const gone = pairs.gone.map((old): Step => ({
        urn: old.urn,
        operation: "delete",
        old,
        inputs: {},
        changed: [],
        replaces: [],
        deletedFirst: false,
        because: [],
    }));
    return { steps: [...run.steps, ...gone], pairs };
}

class Run {
    readonly steps: Step[] = [];
    readonly #olds: Graph;
    readonly #news: Graph;
    readonly #pairs: Pairs;
    /** By URN now: what is unknown of its outputs. */
    readonly #marks = new Map<string, Marks>();
    /** By URN now: texts of its outputs after a rename -> those that it keeps. */
    readonly #renamed = new Map<string, ReadonlyMap<string, string>>();
    /** Old URNs that go because something before them was deleted first. */
    readonly #forced = new Map<string, { readonly keys: readonly string[]; readonly because: string }>();
    readonly #replaced = new Set<string>();
    /** Providers whose settings are not all known yet, with what makes them unknown. */
    readonly #unasked = new Map<string, readonly string[]>();
    readonly #registered = new Set<string>();

    constructor(olds: Graph, news: Graph, pairs: Pairs) {
        this.#olds = olds;
        this.#news = news;
        this.#pairs = pairs;
    }

    register(resource: RecordedResource): void {
        const old = this.#pairs.before.get(resource.urn);
        const step = old === undefined ? created(resource, this.#seen(resource)) : this.#compared(old, resource);
        this.steps.push(step);
        if (old !== undefined) this.#registered.add(old.urn);
        this.#remember(step, resource, old);
    }

    #remember(step: Step, resource: RecordedResource, old: RecordedResource | undefined): void {
        if (!resource.custom) return;
        const { place } = knownOf(this.#news, resource);
        if (step.operation === "create" || step.operation === "replace")
            this.#marks.set(resource.urn, marksOfNew(resource, place));
        else if (step.operation === "update" && old !== undefined)
            this.#marks.set(resource.urn, marksOfUpdate(old, resource, step.inputs, place));
        if (step.operation === "replace") this.#replaced.add(resource.urn);
        if (isProvider(resource.type) && hasUnknown(step.inputs))
            this.#unasked.set(resource.urn, this.#causes(resource, step.inputs, Object.keys(step.inputs)));
        if (old !== undefined && old.name !== resource.name)
            this.#renamed.set(resource.urn, textsOf(old, resource, place));
        if (step.operation === "replace" && step.deletedFirst && old !== undefined) this.#cascade(old);
    }

    /** What depends on a thing that goes first, and cannot do without it, goes before it. */
    #cascade(root: RecordedResource): void {
        const going = new Set([root.urn]);
        for (const dependent of dependentsInOrder(this.#olds, root)) {
            if (this.#registered.has(dependent.urn) && dependent.urn !== root.urn) continue;
            const keys = mayGoFirst(dependent, going, knownOf(this.#olds, dependent).mutableKinds);
            if (keys === undefined) continue;
            going.add(dependent.urn);
            if (!this.#forced.has(dependent.urn)) this.#forced.set(dependent.urn, { keys, because: root.urn });
        }
    }

    /** Arguments with what is unknown in them, and with the names that renamed resources keep. */
    #seen({ inputs, propertyDependencies }: RecordedResource): Record<string, unknown> {
        return Object.fromEntries(
            Object.entries(inputs).map(([key, value]) => {
                const urns = propertyDependencies[key] ?? [];
                const marks = urns.flatMap((urn) => this.#marks.get(urn) ?? []);
                const names = urns.flatMap((urn) => [...(this.#renamed.get(urn) ?? [])]);
                return [key, withUnknown(names.length === 0 ? value : translated(value, names), marks)];
            }),
        );
    }

    #compared(was: RecordedResource, resource: RecordedResource): Step {
        const old = this.#known(was, resource);
        const inputs = withIgnored(this.#seen(resource), old, resource.ignoreChanges);
        const step = { urn: resource.urn, old, now: resource, inputs };
        const nothing = { changed: [], replaces: [], deletedFirst: false, because: [] };
        if (!resource.custom) return { ...step, ...nothing, operation: "same" };
        const forced = this.#forced.get(old.urn);
        const provider = this.#otherProvider(old, resource);
        const effect = this.#effect(old, resource, inputs);
        const outside = this.#outside(old, resource, effect.changed, provider);
        const because = [
            ...(forced === undefined ? [] : [this.#urnNow(forced.because)]),
            ...(provider === undefined ? [] : [provider]),
            ...this.#causes(resource, inputs, effect.replaces),
        ];
        const replaces = [
            ...new Set([...effect.replaces, ...(forced?.keys ?? []), ...(provider === undefined ? [] : ["provider"])]),
        ];
        const replaced = replaces.length > 0 || forced !== undefined;
        const { changed } = effect;
        // Such a provider is not asked: the engine takes each resource for one to update (step_generator.go, `DiffUnavailable`).
        const unasked = resource.provider === undefined ? undefined : this.#unasked.get(resource.provider);
        if (unasked !== undefined && forced === undefined && provider === undefined)
            return { ...step, ...nothing, changed, because: unasked, operation: "update" };
        if (!replaced)
            return {
                ...step,
                ...nothing,
                ...outside,
                changed,
                because: this.#causes(resource, inputs, changed),
                operation: changed.length > 0 ? "update" : "same",
            };
        // Of a resource that gets another provider nobody is asked for the order either (step_generator.go, `providerChanged`).
        const byItself = provider === undefined && effect.deletedFirst;
        const deletedFirst = forced !== undefined || (resource.deleteBeforeReplace ?? byItself);
        return {
            ...step,
            ...outside,
            operation: "replace",
            changed,
            replaces,
            deletedFirst,
            because: [...new Set(because)],
        };
    }

    /** A plan tells nothing that only AWS decides; of what is made anew it is another thing than before, whatever it was. */
    #known(old: RecordedResource, { propertyDependencies }: RecordedResource): RecordedResource {
        const anew = Object.entries(old.inputs).filter(
            ([key, value]) =>
                hasUnknown(value) && propertyDependencies[key]?.some((urn) => this.#replaced.has(urn)) === true,
        );
        if (anew.length === 0) return old;
        return {
            ...old,
            inputs: { ...old.inputs, ...Object.fromEntries(anew.map(([key, value]) => [key, then(value)])) },
        };
    }

    #outside(
        old: RecordedResource,
        resource: RecordedResource,
        changed: readonly string[],
        provider: string | undefined,
    ): Pick<Step, "outside"> {
        const tags = changed.includes("tagsAll")
            ? [["tagsAll", [knownOf(this.#olds, old).tags, knownOf(this.#news, resource).tags]] as const]
            : [];
        const names = [old.provider, resource.provider].map((urn) => urn?.split("::").at(-1));
        const other = provider === undefined ? [] : [["provider", [names[0], names[1]]] as const];
        const all = [...tags, ...other];
        return all.length === 0 ? {} : { outside: Object.fromEntries(all) };
    }

    #effect(old: RecordedResource, resource: RecordedResource, inputs: Step["inputs"]): Effect {
        if (isProvider(resource.type)) {
            const changed = keysOf(old.inputs, inputs).filter(
                (key) => key !== "version" && !sameValue(old.inputs[key], inputs[key]),
            );
            const replaces = providerReplaces(resource.type, old.inputs, inputs, isMarked);
            return { changed, replaces: changed.length === 0 ? [] : replaces, deletedFirst: false };
        }
        const [before, after] = [knownOf(this.#olds, old), knownOf(this.#news, resource)];
        const effect = effectOf(resource.type, old.inputs, inputs, {
            same: sameValue,
            mutableKinds: after.mutableKinds,
        });
        const retagged =
            inputs.tags !== undefined && !effect.changed.includes("tags") && !sameValue(before.tags, after.tags);
        const asked = resource.replaceOnChanges.filter((path) =>
            path === "*" ? effect.changed.length > 0 : !sameValue(at(old.inputs, path), at(inputs, path)),
        );
        return {
            ...effect,
            changed: [...effect.changed, ...(retagged ? ["tagsAll"] : [])],
            replaces: [...new Set([...effect.replaces, ...asked])],
        };
    }

    /** The provider, where it is another one than before: replaced itself, or one with other settings that count. */
    #otherProvider(old: RecordedResource, { provider }: RecordedResource): string | undefined {
        const [before, after] = [this.#olds.find(old.provider ?? ""), this.#news.find(provider ?? "")];
        if (before === undefined || after === undefined) return undefined;
        if (this.#pairs.before.get(after.urn) === before) return this.#replaced.has(after.urn) ? after.urn : undefined;
        const replaces = providerReplaces(after.type, before.inputs, this.#seen(after), isMarked);
        return replaces.length > 0 ? after.urn : undefined;
    }

    /** Whose outputs made these arguments unknown. */
    #causes(
        { propertyDependencies }: RecordedResource,
        inputs: Step["inputs"],
        paths: readonly string[],
    ): readonly string[] {
        return paths.flatMap((path) => {
            const key = path.split(".")[0] ?? "";
            if (!hasUnknown(inputs[key])) return [];
            return (propertyDependencies[key] ?? []).filter(
                (urn) => this.#marks.has(urn) && this.#pairs.before.has(urn),
            );
        });
    }

    #urnNow(old: string): string {
        for (const [now, before] of this.#pairs.before) if (before.urn === old) return now;
        return old;
    }
}

function created(resource: RecordedResource, inputs: Step["inputs"]): Step {
    const operation = resource.custom ? "create" : "same";
    const { urn } = resource;
    return { urn, operation, now: resource, inputs, changed: [], replaces: [], deletedFirst: false, because: [] };
}

const isMarked = (value: unknown): boolean => value === UNKNOWN;
const isProvider = (type: string): boolean => type.startsWith("pulumi:providers:");

const keysOf = (one: object, other: object): readonly string[] => [
    ...new Set([...Object.keys(one), ...Object.keys(other)]),
];

export function hasUnknown(value: unknown): boolean {
    if (value === UNKNOWN) return true;
    if (Array.isArray(value)) return value.some(hasUnknown);
    return isMap(value) && Object.values(value).some(hasUnknown);
}

/** Of the provider that a resource is made by: where it is, what it tags, and what it lets change in place. */
function knownOf(graph: Graph, { provider }: RecordedResource): Known {
    const inputs = provider === undefined ? {} : (graph.find(provider)?.inputs ?? {});
    const kinds = [
        inputs.enableConfigMapMutable === "true" ? ["ConfigMap"] : [],
        inputs.enableSecretMutable === "true" ? ["Secret"] : [],
    ];
    return { place: placeOf(inputs), tags: inputs.defaultTags, mutableKinds: new Set(kinds.flat()) };
}
