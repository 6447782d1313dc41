/** The engine's own preview (`pulumi preview --json`), read into the same model: with credentials, and with drift if it was refreshed. */
import * as fs from "node:fs";
import type { RecordedResource } from "../../graph";
import { isMap, UNKNOWN } from "../../values";
import type { Operation, Step } from "../graph/steps";
import { InputError } from "../../input-error";
import { reasonOf } from "./git";

interface PreviewStep {
    readonly op: string;
    readonly urn: string;
    readonly oldState?: State;
    readonly newState?: State;
    readonly replaceReasons?: readonly string[];
    readonly diffReasons?: readonly string[];
    readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
}

interface State {
    readonly urn: string;
    readonly type: string;
    readonly custom?: boolean;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly parent?: string;
    readonly provider?: string;
    readonly protect?: boolean;
    readonly retainOnDelete?: boolean;
    readonly dependencies?: readonly string[];
    readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
    create: "create",
    update: "update",
    delete: "delete",
    replace: "replace",
    "create-replacement": "replace",
    "delete-replaced": "replace",
    same: "same",
};

export function stepsFromPreview(file: string): readonly Step[] {
    const { steps } = document(file);
    const byUrn = new Map<string, Step>();
    for (const step of steps) {
        const operation = OPERATIONS[step.op];
        // Of a replacement the first word is told: "delete-replaced" where the old one goes first.
        if (operation === undefined || byUrn.get(step.urn)?.operation === "replace") continue;
        byUrn.set(step.urn, stepFrom(step, operation));
    }
    return [...byUrn.values()];
}

function stepFrom(
    { op, urn, oldState, newState, replaceReasons, diffReasons, detailedDiff }: PreviewStep,
    operation: Operation,
): Step {
    const [old, now] = [oldState, newState].map((state) => (state === undefined ? undefined : resourceFrom(state)));
    const keys = [...(diffReasons ?? []), ...Object.keys(detailedDiff ?? {})].map(
        (path) => path.split(/[.[]/)[0] ?? path,
    );
    const gone = operation === "delete";
    return {
        urn,
        operation,
        ...(old !== undefined && { old }),
        ...(now !== undefined && !gone && { now }),
        inputs: gone ? {} : (now?.inputs ?? {}),
        changed: [...new Set([...keys, ...(replaceReasons ?? [])])],
        replaces: replaceReasons ?? [],
        deletedFirst: op === "delete-replaced",
        because: [],
    };
}

/** The CLI writes `[unknown]` nowhere: what is unknown has the engine's own sentinel, and a secret its marks. */
const ENGINE_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";

function resourceFrom(state: State): RecordedResource {
    const { urn, type, custom = false, inputs = {}, protect = false, retainOnDelete = false } = state;
    return {
        urn,
        type,
        name: urn.split("::").slice(3).join("::"),
        custom,
        inputs: opened(inputs),
        dependencies: state.dependencies ?? [],
        propertyDependencies: state.propertyDependencies ?? {},
        protect,
        retainOnDelete,
        ignoreChanges: [],
        replaceOnChanges: [],
        aliases: [],
        additionalSecretOutputs: [],
        outputsRegistered: true,
        ...(state.parent !== undefined && !state.parent.includes("pulumi:pulumi:Stack") && { parent: state.parent }),
        ...(state.provider !== undefined && { provider: state.provider.split("::").slice(0, -1).join("::") }),
    };
}

class Hidden {
    toJSON(): string {
        return "[secret]";
    }
}

function opened(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const open = (value: unknown): unknown => {
        if (value === ENGINE_UNKNOWN) return UNKNOWN;
        if (value === "[secret]") return new Hidden();
        if (Array.isArray(value)) return value.map(open);
        if (!isMap(value)) return value;
        return value[SIGNATURE] === undefined ? opened(value) : new Hidden();
    };
    return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, open(value)]));
}

function document(file: string): { readonly steps: readonly PreviewStep[] } {
    let read: unknown;
    try {
        read = JSON.parse(fs.readFileSync(file, "utf8"));
    } catch (error) {
        throw new InputError(`--preview ${file} cannot be read as JSON: ${reasonOf(error)}`);
    }
    if (!isMap(read) || !Array.isArray(read.steps) || !read.steps.every(isStep))
        throw new InputError(`--preview ${file} is no preview: write one with pulumi preview --json > FILE`);
    return { steps: read.steps as PreviewStep[] };
}

const isStep = (step: unknown): boolean => isMap(step) && typeof step.op === "string" && typeof step.urn === "string";
