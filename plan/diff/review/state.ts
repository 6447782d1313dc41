/** Whether the state is still the one whose preview was reviewed. */
import { createHash } from "node:crypto";
import { isMap } from "../../values";
import { InputError } from "../../input-error";

/**
 * A name for what `pulumi stack export` wrote: other resources, inputs or outputs give another one, the same state the same one. Ciphertexts
 * are left out, for the same secret is encrypted anew each time, and so is the time of the export.
 */
export function stateOf(exported: string): string {
    let document: unknown;
    try {
        document = JSON.parse(exported);
    } catch {
        throw new InputError("this is no state: write one with pulumi stack export");
    }
    const deployment = isMap(document) ? document.deployment : undefined;
    if (!isMap(deployment)) throw new InputError("this is no state: write one with pulumi stack export");
    const { resources = [], pending_operations: pending = [], manifest } = deployment;
    const written = isMap(manifest) ? manifest.time : undefined;
    return createHash("sha256")
        .update(
            JSON.stringify([written, resources, pending], (key, value: unknown) => (key === "ciphertext" ? "" : value)),
        )
        .digest("hex")
        .slice(0, 32);
}
