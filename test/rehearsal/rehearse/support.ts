import type { Operation, Step } from "../../../rehearsal/rehearse/watch";

/** What the engine would say of one resource. */
export function step(operation: Operation, type: string, name: string, changed: readonly string[] = []): Step {
    return { operation, type, name, changed, urn: `urn:pulumi:dev::mindcloud::${type}::${name}` };
}
