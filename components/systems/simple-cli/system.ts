import * as pulumi from "@pulumi/pulumi";
import type { SystemContext } from "../context";
import { CompanyHome } from "./company";
import type { SimpleCli } from "./schema";

export function deploySimpleCli(config: SimpleCli, context: SystemContext): void {
    new SimpleCliSystem("simple-cli", config, context);
}

/** The digital agency: for each company its own agents and Brain, and nothing shared (spec/002). */
class SimpleCliSystem extends pulumi.ComponentResource {
    constructor(name: string, config: SimpleCli, context: SystemContext) {
        super("mindcloud:systems:SimpleCli", name, {}, context.opts);
        for (const id of Object.keys(config.companies))
            new CompanyHome(`${name}-${id}`, id, { config, context }, { parent: this });
        this.registerOutputs({});
    }
}
