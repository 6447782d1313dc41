/** An EBS volume lives in one zone, and holds the pods that mount it there. */
import { mapIn, mapsIn } from "../../../plan/capacity/requests";
import type { Live } from "./api";

/** Zone by claim, as `namespace/name`. Claims of files of all zones are not in it. */
export type ClaimZones = ReadonlyMap<string, string>;

/** Claims that are bound to a zonal volume. */
export function claimZones(claims: readonly Live[], volumes: readonly Live[]): ClaimZones {
    const byName = new Map(volumes.map((volume) => [volume.metadata.name, volume]));
    return new Map(
        claims.flatMap(({ metadata, spec }) => {
            const zone = zoneOfVolume(byName.get(mapIn(spec).volumeName));
            return zone === "" ? [] : [[`${String(metadata.namespace)}/${String(metadata.name)}`, zone] as const];
        }),
    );
}

/** Empty for a volume that is everywhere. */
export function zoneOfVolume(volume: Live | undefined): string {
    const { required } = mapIn(mapIn(volume?.spec).nodeAffinity);
    const zones = mapsIn(mapIn(required).nodeSelectorTerms)
        .flatMap(({ matchExpressions }) => mapsIn(matchExpressions))
        .filter(({ key }) => typeof key === "string" && key.endsWith("/zone"))
        .flatMap(({ values }) => (Array.isArray(values) ? values.map(String) : []));
    return [...new Set(zones)].join(" ");
}

/** Claims that the pod mounts, those made for it alone included. */
export function claimsOf({ metadata, spec }: Live): readonly string[] {
    return mapsIn(mapIn(spec).volumes).flatMap((volume) => {
        const named = mapIn(volume.persistentVolumeClaim).claimName;
        const own = "ephemeral" in volume ? `${String(metadata.name)}-${String(volume.name)}` : undefined;
        const name = typeof named === "string" ? named : own;
        return name === undefined ? [] : [`${String(metadata.namespace)}/${name}`];
    });
}

/** Where its volumes are: more than one zone cannot be had. Empty when it may run anywhere. */
export function zonesOfPod(pod: Live, zones: ClaimZones): readonly string[] {
    return [...new Set(claimsOf(pod).flatMap((claim) => zones.get(claim) ?? []))];
}
