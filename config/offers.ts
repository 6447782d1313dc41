/** What AWS offers where: generated from the papers that plan/papers is made from (scripts/papers.sh shapes). */
import offers from "./offered.json";

export type Offer = "databases" | "cacheNodes" | "instances";

/** `unknown`: a region that the lists lack, so that nobody can say. */
export function offered(kind: Offer, name: string, region: string): "yes" | "no" | "nowhere" | "unknown" {
    const names: Readonly<Record<string, number>> = offers[kind];
    const lacking = Object.hasOwn(names, name) ? names[name] : undefined;
    if (lacking === undefined) return "nowhere";
    if (!offers.regions.includes(region)) return "unknown";
    return (offers.lacking[lacking] ?? "").split(" ").includes(region) ? "no" : "yes";
}

/** Every name of a kind that the region has. */
export function offeredIn(kind: Offer, region: string): readonly string[] {
    return Object.keys(offers[kind]).filter((name) => ["yes", "unknown"].includes(offered(kind, name, region)));
}
