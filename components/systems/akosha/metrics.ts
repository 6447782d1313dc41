/**
 * Akosha's metrics: what the deployment guide names (spec/001, "Monitoring & Observability"), the rest of the same module of the code,
 * and what the registry behind /metrics declares (upstream-systems 3.3). No code records any of them: four are there with 0.
 */
import { documented } from "./metrics/documented";
import { served } from "./metrics/served";

export const metrics = { ...documented, ...served } as const;
