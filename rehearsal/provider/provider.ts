import type { Properties } from "../engine/wire";

/** The resource that a request is about. */
export interface Subject {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
}

export interface Difference {
    /** Top-level properties that differ. */
    readonly changed: readonly string[];
    /** Those of them that the cloud cannot change in place. */
    readonly replaces: readonly string[];
    /** The old one must go first, for instance because both would have the same name. */
    readonly deleteBeforeReplace: boolean;
}

export interface State {
    readonly id: string;
    readonly outputs: Properties;
}

export interface ReadState extends State {
    readonly inputs: Properties;
}

/** It exists, and is not what it should be. The state keeps it, marked, and the next update begins there. */
export class NotReady extends Error {
    readonly state: State;
    readonly reasons: readonly string[];

    constructor(message: string, state: State, reasons: readonly string[]) {
        super(message);
        this.name = "NotReady";
        this.state = state;
        this.reasons = reasons;
    }
}

/** What the engine asks of a provider, without the protocol around it. A rejection's message is what the user reads. */
export interface Provider {
    readonly version: string;
    configure(args: Properties): void;
    /** What the provider fills in, such as a name. Called before every create and update. */
    check(subject: Subject, olds: Properties, news: Properties): Properties;
    diff(subject: Subject, id: string, oldInputs: Properties, oldOutputs: Properties, news: Properties): Difference;
    /** `timeoutSeconds` is what the program allows (`customTimeouts`), undefined when it does not say. */
    create(subject: Subject, inputs: Properties, timeoutSeconds?: number): Promise<State>;
    /** Undefined when it does not exist. `known` is what the state has, nothing at an import. */
    read(
        subject: Subject,
        id: string,
        known: { inputs: Properties; outputs: Properties },
    ): Promise<ReadState | undefined>;
    update(
        subject: Subject,
        id: string,
        oldOutputs: Properties,
        news: Properties,
        timeoutSeconds?: number,
    ): Promise<Properties>;
    delete(subject: Subject, id: string, outputs: Properties, timeoutSeconds?: number): Promise<void>;
    /** Ctrl-C: stop waiting for what would never end. */
    cancel(): void;
}
