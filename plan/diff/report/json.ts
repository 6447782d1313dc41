import type { Change } from "../change";
import { restoredLines } from "../meaning/restores";
import { transitionJson } from "../../transition";
import type { Reading } from "../reading";

/** The interface for scripts: plan/diff/report/difference.schema.json says what is in it. */
export function documentOf(reading: Reading): unknown {
    const { stack, base, source, verdict, counts, changes, access, cost, capacity, seconds, policy, missingSecrets } =
        reading;
    return {
        stack,
        base: base ?? { ref: source, commit: null, date: null },
        verdict,
        newlyShort: reading.newlyShort,
        ...transitionJson(reading.transition),
        counts,
        changes: changes.map(changeJson),
        restored: restoredLines(changes),
        noLongerProtected: reading.guards,
        noWayBack: reading.oneWay,
        byHand: reading.byHand,
        renamesWithoutAlias: reading.renames.map(({ from, to, alias }) => ({ from: from.urn, to: to.urn, alias })),
        providers: (reading.providers ?? []).map(({ name, old, new: now }) => ({
            name,
            old: old ?? null,
            new: now ?? null,
        })),
        ignored: reading.ignored,
        secretsRewritten: reading.rewritten,
        access,
        cost: cost === undefined ? null : { ...cost, lines: cost.lines },
        capacity: capacity ?? null,
        time: { seconds: Math.round(seconds) },
        policy,
        missingSecrets,
    };
}

function changeJson(change: Change): unknown {
    const { urn, type, name, system, operation, deleteBeforeReplace, properties, because, when } = change;
    return {
        urn,
        type,
        name,
        system,
        operation,
        deleteBeforeReplace,
        properties: properties.map(({ path, old, new: now, replaces }) => ({
            path,
            old: old ?? null,
            new: now ?? null,
            replaces,
        })),
        because,
        protected: change.protected,
        refusal: change.refusal ?? null,
        dataAtRisk: change.dataAtRisk === undefined ? null : { from: null, until: null, ...change.dataAtRisk },
        interruption: change.interruption ?? null,
        when,
        ...(change.renamedFrom !== undefined && { renamedFrom: change.renamedFrom }),
    };
}

export const jsonOf = (reading: Reading): string => `${JSON.stringify(documentOf(reading), undefined, 2)}\n`;
