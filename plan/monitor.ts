import * as pulumi from "@pulumi/pulumi";
import type {
    RegisterResourceOutputsRequest,
    RegisterResourceRequest,
    RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import type { RecordedResource } from "./graph";
import { replace } from "./replace";
import { providerUrn, recordedFrom, STACK_TYPE } from "./request";
import { decode, decodeMap, isMap, isSecretOnTheWire, secretOnTheWire } from "./values";

/** A create as a provider sees it: plain values, secrets opened. */
export interface CreateRequest {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly provider: string | undefined;
}

/** What a cloud answers to a create: in preview mode nobody is asked. */
export type Answer = (request: CreateRequest) => {
    readonly id: string;
    readonly outputs: Readonly<Record<string, unknown>>;
};

/** Changes a registration on its way in. */
export type Mutate = (request: RegisterResourceRequest) => void;

/** Mark on outputs that a component registered itself: for one that forgot, the SDK registers an empty set in its place. */
const BY_THE_COMPONENT = "mindcloud:registered";

type Reply<T> = (error: Error | null, response: T) => void;

const FEATURES: ReadonlySet<string> = new Set([
    "secrets",
    "resourceReferences",
    "deletedWith",
    "replaceWith",
    "aliasSpecs",
    "parameterization",
]);
// Pulumi asks these of its monitor. Should a future SDK rename one, every recording must stop here, not come out empty.
const METHODS = ["registerResource", "registerResourceOutputs", "readResource", "invoke", "supportsFeature"] as const;

/**
 * Stands where the Pulumi engine would be and writes down what the program registers. Pulumi's own mocks see types and inputs but no
 * options (pulumi/pulumi#14421), so the methods of the mock monitor are replaced by ours.
 */
export class RecordingMonitor {
    readonly #recorded = new Map<string, RecordedResource>();
    readonly #componentsWithOutputs = new Set<string>();
    readonly #duplicates = new Set<string>();
    readonly #answer: Answer | undefined;
    readonly #mutate: Mutate | undefined;
    readonly #project: string;
    readonly #stack: string;
    #stackOutputs: Readonly<Record<string, unknown>> = {};
    #calls = 0;

    constructor(project: string, stack: string, answer: Answer | undefined, mutate?: Mutate) {
        this.#project = project;
        this.#stack = stack;
        this.#answer = answer;
        this.#mutate = mutate;
    }

    /** Puts this monitor where the SDK's mock monitor is. To be called after `setMocks`, before the program runs. */
    attach(): void {
        attachTo(pulumi.runtime.getMonitor(), {
            registerResource: this.#registerResource,
            registerResourceOutputs: this.#registerResourceOutputs,
            readResource: (request: { getType(): string; getName(): string }, reply: Reply<undefined>) => {
                reply(lookUp(`${request.getType()} ${request.getName()}`), undefined);
            },
            invoke: (request: { getTok(): string }, reply: Reply<undefined>) => {
                reply(lookUp(request.getTok()), undefined);
            },
            supportsFeature: (request: { getId(): string }, reply: Reply<{ getHassupport(): boolean }>) => {
                const supported = FEATURES.has(request.getId());
                reply(null, { getHassupport: () => supported });
            },
        });
    }

    /** Grows while the program still registers something. */
    get calls(): number {
        return this.#calls;
    }

    get duplicates(): readonly string[] {
        return [...this.#duplicates].sort();
    }

    get stackOutputs(): Readonly<Record<string, unknown>> {
        return this.#stackOutputs;
    }

    resources(): readonly RecordedResource[] {
        return [...this.#recorded.values()].map((resource) =>
            resource.custom || this.#componentsWithOutputs.has(resource.urn)
                ? { ...resource, outputsRegistered: true }
                : resource,
        );
    }

    readonly #registerResource = (request: RegisterResourceRequest, reply: Reply<RegisterResourceResponse>): void => {
        this.#calls++;
        this.#mutate?.(request);
        const urn = this.#urnOf(request);
        const inputs = request.getObject()?.toJavaScript() ?? {};
        if (request.getType() !== STACK_TYPE) {
            if (this.#recorded.has(urn)) this.#duplicates.add(urn);
            this.#recorded.set(urn, recordedFrom(request, urn, decodeMap(inputs)));
        }
        try {
            reply(null, this.#respond(request, urn, inputs));
        } catch (error) {
            reply(error instanceof Error ? error : new Error(String(error)), answerOf(urn, "", {}));
        }
    };

    readonly #registerResourceOutputs = (request: RegisterResourceOutputsRequest, reply: Reply<object>): void => {
        this.#calls++;
        const { [BY_THE_COMPONENT]: said, ...outputs } = request.getOutputs()?.toJavaScript() ?? {};
        if (request.getUrn().includes(`::${STACK_TYPE}::`)) this.#stackOutputs = decodeMap(outputs);
        else if (said === true || Object.keys(outputs).length > 0) this.#componentsWithOutputs.add(request.getUrn());
        reply(null, {});
    };

    #respond(request: RegisterResourceRequest, urn: string, inputs: Record<string, unknown>): RegisterResourceResponse {
        if (!request.getCustom() || this.#answer === undefined) return answerOf(urn, "", inputs);
        const seen = plain(inputs);
        const created = this.#answer({
            urn,
            type: request.getType(),
            name: request.getName(),
            inputs: seen,
            provider: providerUrn(request),
        });
        const secret = new Set(request.getAdditionalsecretoutputsList());
        const state: Record<string, unknown> = { ...inputs };
        for (const [key, value] of Object.entries(created.outputs)) {
            if (value === seen[key] && !secret.has(key)) continue; // as it came in, secrets inside it included
            // The engine keeps what came in as a secret a secret on the way out.
            const hide = secret.has(key) || isSecretOnTheWire(inputs[key]);
            state[key] = hide ? secretOnTheWire(value) : value;
        }
        return answerOf(urn, created.id, state);
    }

    /** The engine's rule: the types of all component parents, without the stack's own. */
    #urnOf(request: RegisterResourceRequest): string {
        const parentType = request.getParent().split("::")[2];
        const type =
            parentType === undefined || parentType === STACK_TYPE
                ? request.getType()
                : `${parentType}$${request.getType()}`;
        return `urn:pulumi:${this.#stack}::${this.#project}::${type}::${request.getName()}`;
    }
}

/** Until the returned function is called, components leave the mark above. */
export function markRegisteredOutputs(): () => void {
    return replace(pulumi.ComponentResource.prototype, "registerOutputs", (original) => {
        return function (this: unknown, outputs?: unknown) {
            const plain = isMap(outputs) && !pulumi.Output.isInstance(outputs) && !(outputs instanceof Promise);
            const result: unknown = Reflect.apply(original ?? ignore, this, [
                plain ? { ...outputs, [BY_THE_COMPONENT]: true } : outputs,
            ]);
            return result;
        };
    });
}

const ignore = (): undefined => undefined;

/** The SDK shows an error's `details`, as gRPC sets them. */
function lookUp(what: string): Error {
    const message = `${what}: a plan needs no credentials, so nothing is looked up in the cloud`;
    return Object.assign(new Error(message), { details: message });
}

/** Replaces the methods of the SDK's monitor, and refuses to go on where one of them is no longer there. */
export function attachTo(
    monitor: object | undefined,
    methods: Readonly<Record<(typeof METHODS)[number], unknown>>,
): void {
    const missing = METHODS.filter(
        (method) => monitor === undefined || typeof Reflect.get(monitor, method) !== "function",
    );
    if (monitor === undefined || missing.length > 0)
        throw new Error(
            `@pulumi/pulumi's mock monitor has no ${missing.join(", ")}: plan/monitor.ts must follow the SDK before a plan can be trusted`,
        );
    Object.assign(monitor, methods);
}

// The SDK reads six getters of the answer. Building the protobuf message instead would convert every property map twice.
function answerOf(urn: string, id: string, state: Record<string, unknown>): RegisterResourceResponse {
    const answer = {
        getUrn: () => urn,
        getId: () => id,
        getObject: () => ({ toJavaScript: () => state }),
        getPropertydependenciesMap: () => undefined,
        getResult: () => 0,
        // Of a resource that the engine left out of an update.
        getUnknown: () => false,
    };
    return answer as unknown as RegisterResourceResponse;
}

/** What a provider sees: plain values, secrets opened. */
function plain(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const open = (value: unknown): unknown => {
        if (isSecretOnTheWire(value) && isMap(value)) return open(value.value);
        if (Array.isArray(value)) return value.map(open);
        return isMap(value) ? plain(value) : decode(value);
    };
    return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, open(value)]));
}
