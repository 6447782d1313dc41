import type { CloudObject } from "../../cloud/store";
import { orphansOf } from "../../session/pending";
import type { State } from "../../engine/state";
import { nameOf } from "../../view/progress";
import { kindOf } from "../../view/text";
import type { Findings } from "../rehearsal";

/** Each object once, all of them known, and nothing open. */
export function converged(state: State, objects: readonly CloudObject[]): Findings {
    const seen = new Map<string, number>();
    // An API server has no two of a name; AWS has.
    for (const { type, name } of objects.filter((object) => object.type.startsWith("aws:")))
        seen.set(`${name} (${kindOf(type)})`, (seen.get(`${name} (${kindOf(type)})`) ?? 0) + 1);
    const known = new Set(objects.map(({ type, id }) => `${type} ${id}`));
    const lost = state.resources.filter(
        ({ custom, type, id }) =>
            // What a patch has changed was there before it.
            custom && /^(aws|kubernetes):(?!.*Patch$)/.test(type) && !known.has(`${type} ${id ?? ""}`),
    );
    return [
        ...state.pending.map(({ type, resource }) => `${nameOf(resource.urn)}: still ${type}`),
        ...orphansOf({ live: () => objects }, state).map(
            ({ name, type, id }) => `${name} (${kindOf(type)}) ${id} exists, and the state does not know it`,
        ),
        ...[...seen].filter(([, count]) => count > 1).map(([what, count]) => `${what} exists ${String(count)} times`),
        ...lost.map(({ urn, type }) => `${nameOf(urn)} (${kindOf(type)}) is in the state, and does not exist`),
    ];
}

/** What was to fail must not be there, and nothing else may have gone wrong. */
export function metFaults(
    asked: readonly string[],
    failed: readonly string[],
    state: Pick<State, "resources">,
): Findings {
    const there = new Set(state.resources.map(({ urn }) => urn));
    return [
        ...(failed.length === 0 ? ["nothing failed"] : []),
        ...asked.filter((urn) => there.has(urn)).map((urn) => `${nameOf(urn)}: was made, although it was to fail`),
        ...failed.filter((urn) => !asked.includes(urn)).map((urn) => `${nameOf(urn)}: failed, and nobody asked for it`),
    ];
}
