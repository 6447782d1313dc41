/** The way to Loki, for those who write to it and who ask it. */
import type { Reach } from "../workload/traffic";
import { CONTROLLERS, LOKI_PORT } from "./names";

export const toLoki: Reach = {
    ...{ to: "namespace", namespace: CONTROLLERS.loki },
    ports: [{ name: "http", number: LOKI_PORT, protocol: "TCP" }],
};
