/** Makes the enabled systems, one line each. A key of index.ts without a line here does not compile. */
import type { Environment } from "../../config/environment";
import { deployAkosha } from "./akosha/system";
import type { SystemContext } from "./context";
import type { SystemKey } from "./index";
import { deployMemstack } from "./memstack/system";
import { deployMyriadPython } from "./myriad-python/system";
import { deployMyriad } from "./myriad/system";
import { deploySimpleCli } from "./simple-cli/system";

type Systems = Environment["systems"];

const DEPLOY: { readonly [K in SystemKey]: (config: Systems[K], context: SystemContext) => void } = {
    akosha: deployAkosha,
    memstack: deployMemstack,
    myriad: deployMyriad,
    myriadPython: deployMyriadPython,
    simpleCli: deploySimpleCli,
};

/** Every pod of the environment is declared when this returns: the traffic table must then agree with itself. */
export function deploySystems({ systems }: Environment, context: SystemContext): void {
    for (const key of Object.keys(DEPLOY) as SystemKey[]) deployOne(key, systems[key], context);
    context.site.registry.verify();
}

function deployOne<K extends SystemKey>(key: K, config: Systems[K], context: SystemContext): void {
    if (config.enabled) DEPLOY[key](config, context);
}
