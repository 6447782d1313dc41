import * as pulumi from "@pulumi/pulumi";
import type { SystemContext } from "../context";
import { Company } from "./company";
import type { SimpleCli } from "./schema";
import { portOf } from "./settings";

const NAME = "simple-cli";

export function deploySimpleCli(config: SimpleCli, context: SystemContext): void {
    new SimpleCliSystem(NAME, config, context);
}

/** The digital agency: for each company agents and a Brain, and nothing that two of them share. */
class SimpleCliSystem extends pulumi.ComponentResource {
    constructor(name: string, config: SimpleCli, context: SystemContext) {
        super("mindcloud:systems:SimpleCliSystem", name, { reach: howToReach(config) }, context.opts);
        for (const id of Object.keys(config.companies))
            new Company(`${name}-${id}`, { id, config, context }, { parent: this });
        this.registerOutputs({});
    }
}

/** The same for every company: this line must not change when one comes or goes. */
const howToReach = (config: SimpleCli) => ({
    system: NAME,
    command: `kubectl -n <company> port-forward svc/<company>-agent ${String(portOf(config, "agent"))} ${String(portOf(config, "healthMonitor"))}`,
});
