/** How each system is watched, one line each. A system without a line still gets what every system gets (components/monitoring/watched.ts). */
import type { Environment } from "../../config/environment";
import { UNWATCHED, type Surroundings, type SystemMonitoring } from "../monitoring/watched";
import { monitoring as akosha } from "./akosha/monitoring";
import type { SystemKey } from "./index";
import { monitoring as memstack } from "./memstack/monitoring";
import { monitoring as myriadPython } from "./myriad-python/monitoring";
import { monitoring as myriad } from "./myriad/monitoring";
import { monitoring as simpleCli } from "./simple-cli/monitoring";

type Systems = Environment["systems"];

const MONITORING: { readonly [K in SystemKey]?: (config: Systems[K], around: Surroundings) => SystemMonitoring } = {
    akosha,
    memstack,
    myriad,
    myriadPython,
    simpleCli,
};

export const monitoringOf = <K extends SystemKey>(key: K, config: Systems[K], around: Surroundings): SystemMonitoring =>
    MONITORING[key]?.(config, around) ?? UNWATCHED;
