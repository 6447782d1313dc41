/** What AWS does not delete, because another one that stays still names it. */
import type { Graph } from "../../graph";
import { HELD } from "../../replacements/held";
import type { Change } from "../change";

/**
 * Only of what goes before its successor comes: in any other order those that name the old one are changed or deleted before it.
 * `changes`: all of them; what is replaced in the same order because of this one has gone by then.
 */
export function heldBy(
    { type, old, operation, deleteBeforeReplace }: Change,
    olds: Graph,
    changes: readonly Change[],
): string | undefined {
    const row = HELD[type];
    if (row === undefined || old === undefined || operation !== "replace" || !deleteBeforeReplace) return undefined;
    const gone = new Set(changes.flatMap((each) => (each.deleteBeforeReplace ? [each.old?.urn] : [])));
    const holders = olds.resources.filter(
        (each) =>
            row.by.test(each.type) &&
            !gone.has(each.urn) &&
            Object.values(each.propertyDependencies).some((urns) => urns.includes(old.urn)),
    );
    if (holders.length === 0) return undefined;
    const names = holders.slice(0, 3).map(({ name }) => name);
    const more = holders.length > names.length ? ` and ${String(holders.length - names.length)} more` : "";
    return `${row.code.replace(/.*:/, "")}: it goes first, and ${names.join(", ")}${more} still uses it then. Instead: another name and deleteBeforeReplace: false, and its successor comes first`;
}
