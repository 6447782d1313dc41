import type { Event } from "../engine/engine";
import { nameOf } from "../view/progress";

export type Operation = "same" | "create" | "update" | "replace" | "delete" | "read" | "import";

/** What the engine did, or would do, with one resource. Components and Pulumi's own resources are left out. */
export interface Step {
    readonly operation: Operation;
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** Arguments that differ. */
    readonly changed: readonly string[];
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
    same: "same",
    create: "create",
    update: "update",
    delete: "delete",
    replace: "replace",
    "create-replacement": "replace",
    "delete-replaced": "replace",
    read: "read",
    refresh: "read",
    import: "import",
};

/** Listens to one run of the engine. */
export class Watch {
    readonly #steps = new Map<string, Step>();
    readonly #events: string[] = [];
    readonly #failed = new Set<string>();
    #first: number | undefined;
    #last: number | undefined;

    take(event: Event): void {
        this.#events.push(JSON.stringify(event));
        const before = event.resourcePreEvent?.metadata;
        const after = event.resOutputsEvent?.metadata;
        const failed = event.resOpFailedEvent?.metadata;
        // A refresh says what it found only afterwards: before, every step is a "refresh".
        const metadata = after !== undefined && after.op !== "same" ? after : before;
        if (failed !== undefined) this.#failed.add(failed.urn);
        if (before !== undefined || after !== undefined || failed !== undefined) {
            this.#last = Date.now();
            this.#first ??= this.#last;
        }
        if (metadata === undefined || !isReal(metadata)) return;
        const operation = OPERATIONS[metadata.op];
        if (operation === undefined) return;
        const known = this.#steps.get(metadata.urn);
        if (known?.operation === "replace" || (known !== undefined && operation === "read")) return;
        const changed = new Set([
            ...(known?.changed ?? []),
            ...(metadata.diffs ?? []),
            ...Object.keys(metadata.detailedDiff ?? {}),
        ]);
        this.#steps.set(metadata.urn, {
            operation: known?.operation === "create" && operation === "delete" ? "replace" : operation,
            urn: metadata.urn,
            type: metadata.type,
            name: nameOf(metadata.urn),
            changed: [...changed].sort(),
        });
    }

    steps(): readonly Step[] {
        return [...this.#steps.values()].filter(({ urn }) => !this.#failed.has(urn));
    }

    /** The same with what was refused. */
    all(): readonly Step[] {
        return [...this.#steps.values()];
    }

    /** URNs of what could not be made, changed or deleted. */
    failed(): readonly string[] {
        return [...this.#failed];
    }

    /** Everything that the engine said, one event a line. */
    events(): readonly string[] {
        return this.#events;
    }

    /** From the first word about a resource to the last. */
    milliseconds(): number {
        return (this.#last ?? 0) - (this.#first ?? 0);
    }
}

interface Metadata {
    readonly type: string;
    readonly old?: { readonly custom?: boolean };
    readonly new?: { readonly custom?: boolean };
}

function isReal(metadata: Metadata): boolean {
    const custom = metadata.new?.custom ?? metadata.old?.custom ?? false;
    return custom && !metadata.type.startsWith("pulumi:");
}
