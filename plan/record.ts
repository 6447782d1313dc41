import * as pulumi from "@pulumi/pulumi";
import { Graph } from "./graph";
import { type Answer, markRegisteredOutputs, type Mutate, RecordingMonitor } from "./monitor";
import { created, placeOf, type Place } from "./shapes";
import { withLightSdk } from "./light";

export interface RecordOptions {
    readonly project: string;
    readonly stack: string;
    /** `preview`: what AWS decides stays unknown, as in `pulumi preview`. `update`: it has the shape that AWS would answer with. */
    readonly mode: "preview" | "update";
    readonly organization?: string;
    /** Where resources are in update mode; without it the provider's own region and account. */
    readonly place?: Place;
    /** URN -> the name that it was made under, for what an alias has renamed since: the cloud answers what it answered then. */
    readonly answersAs?: ReadonlyMap<string, string>;
    /** Changes a registration before it is written down, for tests that break the program on purpose. */
    readonly mutate?: Mutate;
    /** A program that waits for itself would wait forever: how long it may do nothing at all. Default 30. */
    readonly timeoutSeconds?: number;
    /** Without the shortcuts of light.ts: for the test that proves that they change nothing. */
    readonly unchangedSdk?: boolean;
}

export interface Recording {
    readonly graph: Graph;
    /** The stack's outputs; secrets and unknowns as in the graph. */
    readonly outputs: Readonly<Record<string, unknown>>;
}

/** The program threw, or what it registered could not exist. Every problem at once, each on a line of its own. */
export class ProgramError extends Error {
    readonly problems: readonly string[];

    constructor(problems: readonly string[], cause?: unknown) {
        super(problems.join("\n"), { cause });
        this.name = "ProgramError";
        this.problems = problems;
    }
}

// The SDK keeps its settings in the process, so recordings take turns.
let lastRecording: Promise<unknown> = Promise.resolve();

/** Runs a program as Pulumi would, without an engine, a plugin or credentials, and returns what it registered. */
export function record(program: () => unknown, options: RecordOptions): Promise<Recording> {
    const recording = lastRecording.then(() =>
        options.unchangedSdk === true ? run(program, options) : withLightSdk(() => run(program, options)),
    );
    lastRecording = recording.catch(() => undefined);
    return recording;
}

async function run(program: () => unknown, options: RecordOptions): Promise<Recording> {
    const monitor = new RecordingMonitor(
        options.project,
        options.stack,
        options.mode === "update" ? answering(options) : undefined,
        options.mutate,
    );
    await pulumi.runtime.setMocks(
        refuseToAnswer,
        options.project,
        options.stack,
        options.mode === "preview",
        options.organization,
    );
    monitor.attach();

    const unmark = markRegisteredOutputs();
    const rejections = new Rejections();
    const deadline = new Deadline(options.timeoutSeconds ?? 30, () => monitor.calls);
    try {
        const failure = await Promise.race([finish(program, monitor), rejections.first, deadline.passed]);
        await quiet(monitor);
        const problems = [...rejections.reasons, ...(failure === undefined ? [] : [failure])].map(messageOf);
        if (problems.length > 0) throw new ProgramError([...new Set(problems)], failure ?? [...rejections.reasons][0]);
    } finally {
        unmark();
        rejections.stop();
        deadline.stop();
    }

    const duplicates = monitor.duplicates.map(
        (urn) => `${urn} is registered twice: two resources of one parent and type need different names`,
    );
    if (duplicates.length > 0) throw new ProgramError(duplicates);
    const resources = monitor.resources().map((resource) => {
        const answersAs = options.answersAs?.get(resource.urn);
        return answersAs === undefined ? resource : { ...resource, answersAs };
    });
    return { graph: new Graph(resources), outputs: monitor.stackOutputs };
}

/** Resolves to what went wrong, if anything did; never rejects. */
async function finish(program: () => unknown, monitor: RecordingMonitor): Promise<unknown> {
    try {
        await pulumi.runtime.runInPulumiStack(async () => program());
        await pulumi.runtime.disconnect();
        await quiet(monitor);
        return undefined;
    } catch (error) {
        return error;
    }
}

/** A rejection is reported a turn of the event loop after it happened, and what still runs must not reach the next recording. */
async function quiet(monitor: RecordingMonitor): Promise<void> {
    for (let calls = -1; calls !== monitor.calls;) {
        calls = monitor.calls;
        await new Promise((resolve) => setImmediate(resolve));
        await new Promise((resolve) => setImmediate(resolve));
    }
}

/** How often it is looked whether something was registered: a slow machine looks as rarely as it works. */
const LOOKS = 20;

/**
 * Ends a program that no longer does anything, however long it has taken so far: what counts are looks in a row without a registration, so
 * that a big stack on a slow machine is only slow. Also keeps the process alive: with nothing left to do, Node would end it without a word.
 */
class Deadline {
    readonly passed: Promise<Error>;
    readonly #timer: NodeJS.Timeout;

    constructor(seconds: number, calls: () => number) {
        const { promise, resolve } = withResolvers<Error>();
        this.passed = promise;
        let last = -1;
        let idle = 0;
        this.#timer = setInterval(
            () => {
                idle = calls() === last ? idle + 1 : 0;
                last = calls();
                if (idle >= LOOKS) resolve(stuck(seconds));
            },
            (seconds * 1000) / LOOKS,
        );
    }

    stop(): void {
        clearInterval(this.#timer);
    }
}

const stuck = (seconds: number): Error =>
    new Error(
        `the program did nothing for ${String(seconds)} s and has not ended: a resource waits for itself, or for a promise that nobody keeps`,
    );

/** While a program runs, what nobody caught belongs to it: in a test as in a command it becomes the recording's own error. */
class Rejections {
    readonly reasons = new Set<unknown>();
    readonly first: Promise<undefined>;
    readonly #others = process.listeners("unhandledRejection");
    readonly #listener: (reason: unknown) => void;

    constructor() {
        const { promise, resolve } = withResolvers<undefined>();
        this.first = promise;
        this.#listener = (reason) => {
            this.reasons.add(reason);
            resolve(undefined);
        };
        process.removeAllListeners("unhandledRejection");
        process.on("unhandledRejection", this.#listener);
    }

    stop(): void {
        process.removeListener("unhandledRejection", this.#listener);
        for (const listener of this.#others) process.on("unhandledRejection", listener);
    }
}

function answering({ place, answersAs }: RecordOptions): Answer {
    const places = new Map<string | undefined, Place>();
    return ({ urn, type, name, inputs, provider }) => {
        if (type === "pulumi:providers:aws") places.set(urn, placeOf(inputs));
        return created(type, answersAs?.get(urn) ?? name, inputs, place ?? places.get(provider) ?? placeOf({}));
    };
}

const refuseToAnswer: pulumi.runtime.Mocks = {
    newResource: (resource) => {
        throw new Error(
            `${resource.type} ${resource.name} went past the recording monitor: plan/monitor.ts must follow the SDK`,
        );
    },
    call: (call) => {
        throw new Error(`${call.token} went past the recording monitor: plan/monitor.ts must follow the SDK`);
    },
};

function messageOf(problem: unknown): string {
    return problem instanceof Error ? problem.message : String(problem);
}

// Promise.withResolvers came with Node 22.
function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
    let resolve: (value: T) => void = () => undefined;
    const promise = new Promise<T>((settle) => {
        resolve = settle;
    });
    return { promise, resolve };
}
