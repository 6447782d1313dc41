/** Makes the enabled systems, one line each. A key of index.ts without a line here does not compile. */
import type { Environment } from "../../config/environment";
import { exportersOf } from "../monitoring/exporters";
import { deployAkosha } from "./akosha/system";
import type { SystemContext } from "./context";
import { siteBehind } from "./door";
import type { SystemKey } from "./index";
import { deployMemstack } from "./memstack/system";
import { deployMyriadPython } from "./myriad-python/system";
import { deployMyriad } from "./myriad/system";
import { deploySimpleCli } from "./simple-cli/system";
import { show } from "./show";
import { watch } from "./watch";

type Systems = Environment["systems"];

const DEPLOY: { readonly [K in SystemKey]: (config: Systems[K], context: SystemContext) => void } = {
    akosha: deployAkosha,
    memstack: deployMemstack,
    myriad: deployMyriad,
    myriadPython: deployMyriadPython,
    simpleCli: deploySimpleCli,
};

/** Every pod of the environment is declared when this returns: the traffic table must then agree with itself. */
export function deploySystems(environment: Environment, context: SystemContext): void {
    const { systems } = environment;
    for (const key of Object.keys(DEPLOY) as SystemKey[]) {
        const site = siteBehind(context.site, environment.needs.systems[key] ?? {});
        deployOne(key, systems[key], { ...context, site });
    }
    exportersOf({ ...environment, ...context }, context.opts);
    context.site.registry.verify();
    watch(environment, context.site, context.opts);
    show(environment, context.site, context.opts);
}

function deployOne<K extends SystemKey>(key: K, config: Systems[K], context: SystemContext): void {
    if (config.enabled) DEPLOY[key](config, context);
}
