/** How each system is watched, one line each. A system without a line still gets what every system gets (components/monitoring/watched.ts). */
import type { Environment } from "../../config/environment";
import { withoutParts } from "../monitoring/absent-parts";
import { UNWATCHED, type Surroundings, type SystemMonitoring } from "../monitoring/watched";
import { monitoring as akosha } from "./akosha/monitoring";
import type { SystemKey } from "./index";
import { absentParts, type RunSetting } from "./settings";
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
    leaveOut(config, MONITORING[key]?.(config, around) ?? UNWATCHED);

interface Watched {
    readonly workloads: Readonly<Record<string, RunSetting>>;
    /** Of a system whose parts may export something. */
    readonly scraped?: readonly string[];
}

/** What a stack leaves out is not watched either, and nothing asks for metrics that nobody reads. */
function leaveOut({ workloads, scraped }: Watched, monitoring: SystemMonitoring): SystemMonitoring {
    const { parts = {}, catalogue } = monitoring;
    const absent = absentParts(workloads);
    const silent = Object.keys(workloads).filter((key) => absent.includes(key) || scraped?.includes(key) === false);
    const exporters = new Set(Object.values(catalogue).flatMap(({ exportedBy }) => exportedBy));
    const gone = silent.map((key) => parts[key] ?? key).filter((name) => exporters.has(name));
    return gone.length === 0 ? monitoring : withoutParts(monitoring, gone);
}
