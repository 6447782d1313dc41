export { isUnknown, Secret, UNKNOWN } from "./values";

export interface Timeouts {
    readonly create?: string;
    readonly update?: string;
    readonly delete?: string;
}

/** One resource as the program registered it, options included. Everything that names another resource is a URN. */
export interface RecordedResource {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** False for components: they group, but nothing is created for them. */
    readonly custom: boolean;
    /** Secrets are instances of `Secret`, what only AWS can say is `UNKNOWN`. */
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly parent?: string;
    readonly provider?: string;
    /** All of them: through properties and through `dependsOn`. */
    readonly dependencies: readonly string[];
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
    readonly protect: boolean;
    readonly ignoreChanges: readonly string[];
    readonly retainOnDelete: boolean;
    readonly deleteBeforeReplace?: boolean;
    readonly replaceOnChanges: readonly string[];
    readonly aliases: readonly string[];
    readonly deletedWith?: string;
    readonly additionalSecretOutputs: readonly string[];
    readonly customTimeouts?: Timeouts;
    /** Whether a component called `registerOutputs`; always true for the others, which need not. */
    readonly outputsRegistered: boolean;
    /** The name that the cloud knows it by, where that is an older one: what it answers is what it answered then. */
    readonly answersAs?: string;
}

type ResourceOrUrn = RecordedResource | string;

/** What a program registered, as a graph: sorted by URN, so that two recordings of one program are equal byte by byte. */
export class Graph {
    readonly resources: readonly RecordedResource[];
    readonly #byUrn: ReadonlyMap<string, RecordedResource>;
    readonly #byType = new Map<string, RecordedResource[]>();
    readonly #children = new Map<string | undefined, RecordedResource[]>();
    readonly #dependents = new Map<string, string[]>();
    readonly #waitsFor = new Map<string, readonly string[]>();
    readonly #paths = new Map<string, ReadonlyMap<string, string>>();

    constructor(resources: readonly RecordedResource[]) {
        this.resources = [...resources].sort(byUrn);
        this.#byUrn = new Map(this.resources.map((resource) => [resource.urn, resource]));
        for (const resource of this.resources) {
            append(this.#byType, resource.type, resource);
            append(this.#children, resource.parent, resource);
            const waitsFor = this.#edgesOf(resource);
            this.#waitsFor.set(resource.urn, waitsFor);
            for (const urn of waitsFor) append(this.#dependents, urn, resource.urn);
        }
    }

    find(urn: string): RecordedResource | undefined {
        return this.#byUrn.get(urn);
    }

    get(urn: string): RecordedResource {
        const found = this.#byUrn.get(urn);
        if (found === undefined) throw new Error(`the graph has no resource ${urn}`);
        return found;
    }

    /** All of these exact type tokens, e.g. `aws:s3/bucket:Bucket`. */
    ofType(...types: readonly string[]): readonly RecordedResource[] {
        return types.flatMap((type) => this.#byType.get(type) ?? []);
    }

    /** The one resource of this type and, where more than one exists, this logical name. */
    the(type: string, name?: string): RecordedResource {
        const found = this.ofType(type).filter((resource) => name === undefined || resource.name === name);
        const [only] = found;
        if (only !== undefined && found.length === 1) return only;
        const names = this.ofType(type).map((resource) => resource.name);
        throw new Error(
            `expected one ${type}${name === undefined ? "" : ` named ${name}`}, found ${String(found.length)} among [${names.join(", ")}]`,
        );
    }

    types(): readonly string[] {
        return [...this.#byType.keys()].sort();
    }

    roots(): readonly RecordedResource[] {
        return this.#children.get(undefined) ?? [];
    }

    childrenOf(parent: ResourceOrUrn): readonly RecordedResource[] {
        return this.#children.get(urnOf(parent)) ?? [];
    }

    descendantsOf(ancestor: ResourceOrUrn): readonly RecordedResource[] {
        return this.childrenOf(ancestor).flatMap((child) => [child, ...this.descendantsOf(child)]);
    }

    /** Parents from the nearest to the root. */
    ancestorsOf(resource: ResourceOrUrn): readonly RecordedResource[] {
        const parent = this.get(urnOf(resource)).parent;
        return parent === undefined ? [] : [this.get(parent), ...this.ancestorsOf(parent)];
    }

    /**
     * What the engine finishes before it starts this resource: dependencies, the provider, and a parent that is a real resource.
     * A parent that is a component is not waited for.
     */
    waitsFor(resource: ResourceOrUrn): readonly string[] {
        return this.#waitsFor.get(urnOf(resource)) ?? [];
    }

    dependentsOf(resource: ResourceOrUrn): readonly string[] {
        return this.#dependents.get(urnOf(resource)) ?? [];
    }

    /** Whether `resource` waits for `other`, directly or through others. */
    dependsOn(resource: ResourceOrUrn, other: ResourceOrUrn): boolean {
        return this.#pathsFrom(urnOf(resource)).has(urnOf(other));
    }

    /** For each resource of these types that `from` waits for, the shortest chain of URNs from `from` to it. Empty: it waits for none. */
    pathsTo(from: ResourceOrUrn, ...types: readonly string[]): string[][] {
        const cameFrom = this.#pathsFrom(urnOf(from));
        return this.ofType(...types)
            .filter((target) => cameFrom.has(target.urn))
            .map((target) => chain(cameFrom, urnOf(from), target.urn));
    }

    /** Everything after what it waits for; ties in URN order, so that the order is the same on every run. */
    inOrder(): readonly RecordedResource[] {
        const done = new Set<string>();
        const ordered: RecordedResource[] = [];
        const visit = (resource: RecordedResource): void => {
            if (done.has(resource.urn)) return;
            done.add(resource.urn);
            for (const urn of this.waitsFor(resource)) visit(this.get(urn));
            ordered.push(resource);
        };
        this.resources.forEach(visit);
        return ordered;
    }

    #edgesOf(resource: RecordedResource): readonly string[] {
        const edges = new Set(resource.dependencies);
        if (resource.provider !== undefined) edges.add(resource.provider);
        if (resource.parent !== undefined && this.#byUrn.get(resource.parent)?.custom === true)
            edges.add(resource.parent);
        return [...edges].filter((urn) => this.#byUrn.has(urn)).sort();
    }

    /** Breadth first: for each resource that can be reached, the one before it on a shortest path. */
    #pathsFrom(start: string): ReadonlyMap<string, string> {
        const known = this.#paths.get(start);
        if (known !== undefined) return known;
        const cameFrom = new Map<string, string>();
        this.#paths.set(start, cameFrom);
        const queue = [start];
        for (let urn = queue.shift(); urn !== undefined; urn = queue.shift())
            for (const next of this.waitsFor(urn))
                if (next !== start && !cameFrom.has(next)) {
                    cameFrom.set(next, urn);
                    queue.push(next);
                }
        return cameFrom;
    }
}

function chain(cameFrom: ReadonlyMap<string, string>, from: string, to: string): string[] {
    const path = [to];
    for (let urn = cameFrom.get(to); urn !== undefined && urn !== from; urn = cameFrom.get(urn)) path.unshift(urn);
    return [from, ...path];
}

function urnOf(resource: ResourceOrUrn): string {
    return typeof resource === "string" ? resource : resource.urn;
}

function byUrn(a: RecordedResource, b: RecordedResource): number {
    return a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
    const list = map.get(key);
    if (list === undefined) map.set(key, [value]);
    else list.push(value);
}
