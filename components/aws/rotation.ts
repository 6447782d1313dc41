/** Rotation of generated passwords: two for each login, of which one is current and the other, that of the rotation before, still works. */
import type * as pulumi from "@pulumi/pulumi";
import { otherOf } from "../../config/rotation";
import type { Scope } from "../scope";
import { generatedPassword } from "./stored-secret";

/** Which of two: even rotations make the first anew, odd ones the second, so that no rotation touches what is in use. */
export type Slot = 0 | 1;

export interface RotatingPassword {
    readonly slot: Slot;
    readonly current: pulumi.Output<string>;
    /** What readers had before this rotation, and the next makes anew. Absent as long as nothing was rotated. */
    readonly previous?: pulumi.Output<string>;
    /** The password of the first slot, current or not. */
    readonly first: pulumi.Output<string>;
}

export const slotOf = (rotation: number): Slot => (rotation % 2 === 0 ? 0 : 1);

/**
 * A store that takes two passwords is given both before anybody reads the new one; a store that takes one has two logins, which take
 * turns. docs/guides/rotation.md.
 */
export function rotatingPassword(
    name: string,
    { parent, scope }: { readonly parent: pulumi.Resource; readonly scope: Pick<Scope, "rotation"> },
): RotatingPassword {
    const { rotation = 0 } = scope;
    const slot = slotOf(rotation);
    const made = (of: Slot): pulumi.Output<string> => {
        const last = slot === of ? rotation : rotation - 1;
        // The first of all has no keepers: environments that were never rotated keep what they have.
        return generatedPassword(of === 0 ? name : otherOf(name), {
            parent,
            ...(last > 0 && { keepers: { rotation: String(last) } }),
        });
    };
    const first = made(0);
    if (rotation === 0) return { slot, current: first, first };
    const other = made(1);
    return slot === 0
        ? { slot, current: first, previous: other, first }
        : { slot, current: other, previous: first, first };
}
