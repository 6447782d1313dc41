/** Everything that is not a system's own, by who exports it. */
import type { Catalogue } from "../catalogue";
import { CLOUDWATCH_METRICS } from "./cloudwatch";
import { KUBERNETES } from "./kubernetes";
import { NODES } from "./nodes";
import { POSTGRES_METRICS } from "./postgres";
import { PROBES } from "./probes";
import { MONITORING } from "./prometheus";
import { REDIS_METRICS } from "./redis";

export const PLATFORM: Readonly<Record<string, Catalogue>> = {
    kubernetes: KUBERNETES,
    nodes: NODES,
    redis: REDIS_METRICS,
    postgres: POSTGRES_METRICS,
    probes: PROBES,
    cloudwatch: CLOUDWATCH_METRICS,
    monitoring: MONITORING,
};
