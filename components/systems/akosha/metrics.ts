/**
 * Akosha's metrics: what its deployment guide names (AKO-47 to AKO-54), the rest of the same module of the code, and
 * what the registry behind /metrics declares (docs/upstream.md, Akosha). No code records any of them: four are there
 * with 0.
 */
import { documented } from "./metrics/documented";
import { served } from "./metrics/served";

export const metrics = { ...documented, ...served } as const;
