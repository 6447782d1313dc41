/** What monitoring needs of the environment, beside the systems that it watches. */
import type { PostgresNeed } from "../components/systems/definition";
import type { MonitoringSettings } from "./schema/monitoring";

/** Paths under `mindcloud:secrets`. */
export const DEAD_MANS_SWITCH = "monitoring.deadMansSwitch";
export const GRAFANA_OIDC = "monitoring.grafanaOidc";
export const receiverSecret = (receiver: string): string => `receivers.${receiver}`;

/** Of a generated password: `<system>/<account>`. */
export const GRAFANA_ADMIN = "grafana/admin";

/** The exporter's own database, with a role that may read statistics and nothing else. It asks through one connection. */
export const EXPORTER_DATABASE: PostgresNeed = {
    ...{ database: "monitoring", pods: 1 },
    ...{ connectionsPerPod: 1, fewestConnectionsPerPod: 1 },
};

/** Receivers whose way needs a secret, and to which some alert goes. */
export const receiversWithSecret = (settings: MonitoringSettings): readonly string[] =>
    receiversInUse(settings).filter((name) => {
        const receiver = settings.receivers[name];
        return receiver !== undefined && receiver.kind !== "sns";
    });

/** In the order in which they are mentioned first. */
export function receiversInUse({ routes, defaultTo }: Pick<MonitoringSettings, "routes" | "defaultTo">): string[] {
    return [...new Set([...defaultTo, ...routes.flatMap(({ to }) => to)])];
}

export interface MonitoringNeeds {
    readonly postgres: readonly PostgresNeed[];
    readonly passwords: readonly string[];
    readonly peopleSecrets: readonly string[];
}

/** Without a system there is nothing to watch. */
export function monitoringNeeds(
    monitoring: MonitoringSettings,
    { systems, postgres }: { readonly systems: number; readonly postgres: number },
): MonitoringNeeds {
    if (systems === 0) return { postgres: [], passwords: [], peopleSecrets: [] };
    return {
        postgres: postgres > 0 ? [EXPORTER_DATABASE] : [],
        passwords: [GRAFANA_ADMIN],
        peopleSecrets: [
            ...receiversWithSecret(monitoring).map(receiverSecret),
            ...(monitoring.deadMansSwitch ? [DEAD_MANS_SWITCH] : []),
            ...(monitoring.grafana.oidc === undefined ? [] : [GRAFANA_OIDC]),
        ],
    };
}

interface Logged {
    readonly needs: { readonly systems: object; readonly kept: object };
    readonly monitoring: Pick<MonitoringSettings, "logs">;
}

/** Logs of pods: without a system there are none that matter. Those of one whose stores wait for it wait as well. */
export const keepsLogs = ({ needs, monitoring }: Logged): boolean =>
    monitoring.logs.enabled && Object.keys({ ...needs.systems, ...needs.kept }).length > 0;
