import type { Event } from "../engine/event";

/** One resource while the engine works on it. */
export interface Step {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** Name of the outermost component, or of the resource itself where it has none. */
    readonly group: string;
    readonly operation: Operation;
    readonly started: number;
    readonly ended?: number;
    readonly failed: boolean;
}

export type Operation = "same" | "create" | "update" | "replace" | "delete" | "read" | "import";

export interface Problem {
    /** Empty when the problem is nobody's in particular. */
    readonly urn: string;
    readonly message: string;
}

/** How many resources each outermost component has. */
export type Expected = ReadonlyMap<string, number>;

const STACK = "pulumi:pulumi:Stack";

/** The stack and the providers are Pulumi's own; nobody waits for them. */
export function isShown(type: string): boolean {
    return !type.startsWith("pulumi:");
}
const OPERATIONS: Readonly<Record<string, Operation>> = {
    same: "same",
    create: "create",
    update: "update",
    delete: "delete",
    "create-replacement": "replace",
    "delete-replaced": "replace",
    read: "read",
    refresh: "read",
    import: "import",
};

/** What the engine has said so far, as a picture that can be asked at any time. */
export class Progress {
    readonly #steps = new Map<string, Step>();
    readonly #groups = new Map<string, string>();
    readonly #problems = new Map<string, Problem>();
    expected: Expected = new Map();
    /** Of each URN, where that is known beforehand: a destroy meets children before their parents. */
    groups: ReadonlyMap<string, string> = new Map();
    changes: Readonly<Record<string, number>> = {};
    /** Of the stack; a secret arrives as its mark only. */
    outputs: Readonly<Record<string, unknown>> = {};

    take(event: Event, now: number): void {
        const before = event.resourcePreEvent?.metadata;
        const after = event.resOutputsEvent?.metadata;
        const failed = event.resOpFailedEvent?.metadata;
        if (before !== undefined) this.#begin(before, now);
        if (after !== undefined) this.#end(after.urn, now, false);
        if (after?.type === STACK) this.outputs = after.new?.outputs ?? {};
        if (failed !== undefined) this.#end(failed.urn, now, true);
        if (event.summaryEvent !== undefined) this.changes = event.summaryEvent.resourceChanges;
        const { severity = "info", message = "", urn = "" } = event.diagnosticEvent ?? {};
        if (severity === "error") this.#problem(urn, message);
    }

    steps(): readonly Step[] {
        return [...this.#steps.values()];
    }

    problems(): readonly Problem[] {
        return [...this.#problems.values()];
    }

    #begin(metadata: NonNullable<Event["resourcePreEvent"]>["metadata"], now: number): void {
        const { urn, type } = metadata;
        const operation = OPERATIONS[metadata.op];
        const parent = metadata.new?.parent ?? metadata.old?.parent ?? "";
        const name = nameOf(urn);
        const outermost = parent === "" || parent.includes(`::${STACK}::`);
        const group = this.groups.get(urn) ?? (outermost ? name : (this.#groups.get(parent) ?? nameOf(parent)));
        this.#groups.set(urn, group);
        if (operation === undefined || !isShown(type)) return;
        const known = this.#steps.get(urn);
        this.#steps.set(urn, {
            urn,
            type,
            name,
            group,
            operation,
            started: known?.started ?? now,
            failed: false,
        });
    }

    #end(urn: string, now: number, failed: boolean): void {
        const step = this.#steps.get(urn);
        if (step !== undefined) this.#steps.set(urn, { ...step, ended: now, failed });
    }

    /** The engine says the same thing several times, with and without its own words around it. */
    #problem(urn: string, message: string): void {
        const line = message.replaceAll(/\s+/g, " ").trim();
        if (line === "" || /^(update failed|destroy failed|resource .* has a problem|preview failed)/.test(line))
            return;
        const [, core = line] = /((?:cannot|creating) .*)/.exec(line) ?? [];
        this.#problems.set(core, { urn, message: core.replace(/: 1 error occurred:? ?\*? ?/, ": ") });
    }
}

export function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}
