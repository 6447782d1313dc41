/** What keeps an accident from becoming a loss, and is taken away: protections, copies at the end, time to think, and laws of the cluster. */
import { at } from "../../replacements";
import type { Graph, RecordedResource } from "../../graph";
import { counted, kindOf } from "../../words";
import type { Pairs } from "../graph/match";
import { physicalName } from "./surroundings";

interface Guard {
    /** What is said of those that lose it, after their number. */
    readonly says: string;
    readonly isGone: (old: RecordedResource, now: RecordedResource) => boolean;
}

/** Days that a deleted thing can be brought back within (Secrets Manager DeleteSecret, KMS ScheduleKeyDeletion). */
const WINDOWS = ["recoveryWindowInDays", "deletionWindowInDays"];

const GUARDS: readonly Guard[] = [
    {
        says: "no longer protected against deletion",
        isGone: (old, now) =>
            (old.protect && !now.protect) ||
            ["deletionProtection", "deletionProtectionEnabled"].some(
                (key) => old.inputs[key] === true && now.inputs[key] !== true,
            ),
    },
    {
        says: "deleted without a final snapshot from now on",
        isGone: (old, now) =>
            (old.inputs.skipFinalSnapshot === false && now.inputs.skipFinalSnapshot === true) ||
            (old.inputs.finalSnapshotIdentifier !== undefined && now.inputs.finalSnapshotIdentifier === undefined),
    },
    {
        says: "emptied by their deletion from now on",
        isGone: (old, now) =>
            ["forceDestroy", "forceDelete"].some((key) => old.inputs[key] !== true && now.inputs[key] === true),
    },
    {
        says: "can be brought back for a shorter time after a deletion",
        isGone: (old, now) => WINDOWS.some((key) => Number(now.inputs[key]) < Number(old.inputs[key])),
    },
    {
        says: "of a class whose volumes go with their claims from now on",
        isGone: (old, now) =>
            at(old.inputs, "reclaimPolicy") === "Retain" && at(now.inputs, "reclaimPolicy") !== "Retain",
    },
];

/** Objects that forbid something in the cluster; without them it is allowed. */
const LAWS = /^kubernetes:admissionregistration\.k8s\.io\/v\w+:(Validating|Mutating)Admission(Policy|Webhook)/;

const SHOWN = 5;

export function lostGuards(olds: Graph, { before, gone }: Pairs, news: Graph): readonly string[] {
    const pairs = news.resources.flatMap((now) => {
        const old = before.get(now.urn);
        return old === undefined || !now.custom ? [] : [{ old, now }];
    });
    const lines = GUARDS.flatMap(({ says, isGone }) => {
        const all = pairs.filter(({ old, now }) => isGone(old, now)).map(({ now }) => now);
        return all.length === 0 ? [] : [`${String(all.length)} ${says}: ${listed(all)}`];
    });
    const laws = gone.filter(
        ({ type, urn }) => LAWS.test(type) && !type.includes("Binding") && olds.find(urn) !== undefined,
    );
    const [first] = laws;
    return first === undefined
        ? lines
        : [...lines, `${counted(laws.length, kindOf(first.type))} no longer held: ${listed(laws)}`];
}

function listed(resources: readonly RecordedResource[]): string {
    const names = [...new Set(resources.map(physicalName))];
    const more = names.length > SHOWN ? ` and ${String(names.length - SHOWN)} more` : "";
    return `${names.slice(0, SHOWN).join(", ")}${more}`;
}
