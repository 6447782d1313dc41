/** What the files of this folder hand to each other. */
import type * as pulumi from "@pulumi/pulumi";
import type { RedisProxy } from "../../blocks/redis-proxy";
import { exportedBy } from "../../monitoring/catalogue";
import { seconds, type Configuration, type Namespace } from "../../workload";
import type { SystemContext } from "../context";
import { metrics } from "./metrics";
import type { Akosha } from "./schema";
import type { Settings } from "./settings";
import { resourcesOf, type AkoshaResources } from "./sizes";

/** Everything that a workload of Akosha is made with. */
export interface Parts {
    readonly config: Akosha;
    readonly context: SystemContext;
    readonly namespace: Namespace;
    readonly configuration: Configuration;
    readonly settings: Settings;
    /** Only where there is a second level of cache. */
    readonly redis?: RedisProxy;
    readonly resources: AkoshaResources;
    readonly opts: pulumi.ComponentResourceOptions;
}

export const partsOf = (given: Omit<Parts, "resources">): Parts => ({
    ...given,
    resources: resourcesOf(given.config.size),
});

/** Repository of every image: one, run with different commands (docs/upstream.md, Akosha). */
export const REPOSITORY = "akosha";

/** AKO-69: runAsUser and fsGroup 1000. */
export const USER = { uid: 1000, because: "AKO-69: the image and its volumes belong to uid 1000" };

/** The server answers after 38 s without its registry Dhara, because it tries five times (docs/upstream.md, Akosha). */
export const START_WITHIN = seconds(90);

/** The metrics that a workload is meant to export, and whether the stack has them read. */
export const read = ({ config }: Pick<Parts, "config">, part: Akosha["scraped"][number], workload: string) => ({
    catalogue: exportedBy(metrics, workload),
    scraped: config.scraped.includes(part),
});
