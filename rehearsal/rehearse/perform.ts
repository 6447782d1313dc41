import { Busy } from "../session/lock";
import { MissingTool } from "../programs/tools";
import type { Output } from "../view/screen";
import { Lab } from "./lab";
import { Interrupted, type Asked, type Line, type Rehearsal } from "./rehearsal";
import { telling, whenStopped } from "./teller";

/** What is asked for. Crosses a process boundary as JSON. */
export interface Order {
    readonly checkout: string;
    /** Of its embedded cloud; made anew. */
    readonly directory: string;
    readonly stack: string;
    readonly full: boolean;
    /** What was made stays, to look around. */
    readonly keep: boolean;
    readonly asked?: Asked;
}

/** What came of it, which crosses back. */
export type Outcome =
    | { readonly kind: "ended"; readonly lines: readonly Line[] }
    | { readonly kind: "stopped" }
    /** Somebody else is at work, or a tool is missing: for the user, as it is. */
    | { readonly kind: "refused"; readonly message: string };

/** One rehearsal on one stack, in this process. */
export async function perform(rehearsal: Rehearsal, order: Order, output: Output): Promise<Outcome> {
    const stopped = whenStopped();
    const teller = telling(output, stopped);
    const lab = new Lab({ ...order, teller });
    try {
        await rehearsal.run(lab);
    } catch (error) {
        if (error instanceof Interrupted) return { kind: "stopped" };
        if (error instanceof Busy || error instanceof MissingTool) return { kind: "refused", message: error.message };
        // One that breaks does not hide what the next would show.
        const line = broken(error instanceof Error ? (error.stack ?? error.message) : String(error));
        lab.lines.push(line);
        teller.end(line);
    } finally {
        teller.off();
        stopped.off();
    }
    const { lines } = lab;
    if (!order.keep && lines.every(({ findings }) => findings.length === 0)) lab.remove();
    return { kind: "ended", lines };
}

export const broken = (finding: string): Line => ({ what: "the rehearsal itself", seconds: 0, findings: [finding] });
