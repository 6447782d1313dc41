/** Two keys at once, where both change the same resource: what each does alone does not say how they get on. */
import type { Lab } from "../lab";
import { isChanged, settingsOf, type Change } from "./generate";
import { changesOfResources, sideOf } from "./look";

export type Pair = readonly [Change, Change];

/** Each change at most once, with that which shares the rarest resource: a dashboard is touched by most. */
export async function together(lab: Lab, text: string, changes: readonly Change[]): Promise<readonly Pair[]> {
    lab.use(text);
    const before = await sideOf(lab);
    const touched = new Map<Change, ReadonlySet<string>>();
    for (const change of changes) {
        lab.use(isChanged(text, change));
        touched.set(change, new Set(changesOfResources(lab, before, await sideOf(lab)).map(({ urn }) => urn)));
    }
    lab.use(text);
    return pairsOf(touched).filter(([one, other]) => settingsOf(isChanged(isChanged(text, one), other)) !== undefined);
}

/** `touched`: what each change changes, by URN. */
export function pairsOf(touched: ReadonlyMap<Change, ReadonlySet<string>>): readonly Pair[] {
    const count = new Map<string, number>();
    for (const urn of [...touched.values()].flatMap((urns) => [...urns])) count.set(urn, (count.get(urn) ?? 0) + 1);
    const all = [...touched].flatMap(([one, urns], index) =>
        [...touched].slice(index + 1).flatMap(([other, others]) => {
            const shared = [...urns].filter((urn) => others.has(urn)).map((urn) => count.get(urn) ?? 0);
            return shared.length === 0 ? [] : [{ pair: [one, other] as const, rarity: Math.min(...shared) }];
        }),
    );
    const taken = new Set<Change>();
    return all
        .sort((a, b) => a.rarity - b.rarity)
        .flatMap(({ pair }) => {
            if (pair.some((change) => taken.has(change))) return [];
            for (const change of pair) taken.add(change);
            return [pair];
        });
}
