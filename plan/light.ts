import * as pulumi from "@pulumi/pulumi";
import * as debuggable from "@pulumi/pulumi/runtime/debuggable";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { replace } from "./replace";

/**
 * Runs Pulumi code without work whose results nobody reads in a recording (docs/decisions/0004-fast-plan.md; a test proves that the recorded
 * graph is the same). Where a future SDK no longer has one of these functions, the work is only slower.
 */
export async function withLightSdk<T>(work: () => Promise<T>): Promise<T> {
    return within([noCallSites(), plainPromises(), lazyOutputs(), plainStructs()], work);
}

/** The part of it that the real engine does not notice: half of what the program costs in a preview of the embedded cloud. */
export async function withoutStacks<T>(work: () => Promise<T>): Promise<T> {
    return within([noCallSites(), plainPromises()], work);
}

async function within<T>(restore: (() => void)[], work: () => Promise<T>): Promise<T> {
    try {
        return await work();
    } finally {
        for (const putBack of restore.reverse()) putBack();
    }
}

/** The SDK takes a whole stack for every resource, to tell the engine which line registered it. */
function noCallSites(): () => void {
    return replace(pulumi.Resource, "callsites", () => () => []);
}

/** For every promise, several for each property, the SDK also keeps a stack to find leaks. A recording has a deadline instead. */
function plainPromises(): () => void {
    return replace(debuggable, "debuggablePromise", () => (promise: unknown) => promise);
}

/** A message that never leaves the process: written as protocol buffers and read back it would be the same map. */
class PlainStruct extends Struct {
    readonly #content: Record<string, JavaScriptValue>;

    constructor(content: Record<string, JavaScriptValue>) {
        super();
        this.#content = content;
    }

    override toJavaScript(): Record<string, JavaScriptValue> {
        return sorted(this.#content) as Record<string, JavaScriptValue>;
    }
}

/** As a map of protocol buffers gives its keys back: whatever order the program wrote them in, two recordings are the same. */
function sorted(value: JavaScriptValue): JavaScriptValue {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== "object" || value === null) return value;
    const map = value as Readonly<Record<string, JavaScriptValue>>;
    const copy: Record<string, JavaScriptValue> = {};
    for (const key of Object.keys(map).sort()) copy[key] = sorted(map[key] ?? null);
    return copy;
}

function plainStructs(): () => void {
    return replace(
        Struct,
        "fromJavaScript",
        () => (content: Record<string, JavaScriptValue>) => new PlainStruct(content),
    );
}

type Resolver = (...outcome: unknown[]) => void;
type Transfer = (onto: object, label: string, props: Readonly<Record<string, unknown>>) => Record<string, Resolver>;

/**
 * The SDK makes an Output, four promises and eight closures for every property that a resource could have: 70 for an RDS instance, of
 * which a program reads two. Here a property becomes an Output when it is read for the first time, and by the SDK's own function.
 */
function lazyOutputs(): () => void {
    return replace(rpc, "transferProperties", (original) => {
        const transfer = original as Transfer | undefined;
        return (onto: object, label: string, props: Readonly<Record<string, unknown>>): Record<string, Resolver> => {
            const resolvers: Record<string, Resolver> = {};
            for (const key of Object.keys(props)) {
                if (key === "id" || key === "urn" || transfer === undefined) continue;
                if (Object.hasOwn(onto, key))
                    throw new Error(`Property '${key}' is already initialized on target '${label}`);
                let outcome: unknown[] | undefined;
                let resolve: Resolver | undefined;
                const read = (): unknown => {
                    Reflect.deleteProperty(onto, key);
                    resolve = transfer(onto, label, { [key]: props[key] })[key];
                    if (outcome !== undefined) resolve?.(...outcome);
                    return Reflect.get(onto, key);
                };
                const write = (value: unknown): void => {
                    Object.defineProperty(onto, key, { configurable: true, enumerable: true, writable: true, value });
                };
                Object.defineProperty(onto, key, { configurable: true, enumerable: true, get: read, set: write });
                resolvers[key] = (...settled) => {
                    outcome = settled;
                    resolve?.(...settled);
                };
            }
            return resolvers;
        };
    });
}
