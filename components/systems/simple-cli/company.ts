import * as pulumi from "@pulumi/pulumi";
import { VolumeCopy } from "../../blocks/volume-copy";
import { Configuration, Namespace, NamespaceLimits, SyncedSecret } from "../../workload";
import type { SystemContext } from "../context";
import { runOf } from "./container";
import { agent, brain } from "./pods";
import type { SecretKey } from "../../workload/synced-secret";
import { companyOf, keyedProviders, type SimpleCli } from "./schema";
import { KEY_VARIABLE, MCP_FILE, mcpServers } from "./settings";
import { volumesOf } from "./volumes";

export interface CompanyArgs {
    /** Key of `companies`: namespace, and beginning of every name in it. */
    readonly id: string;
    readonly config: SimpleCli;
    readonly context: SystemContext;
}

/**
 * A tenant: namespace, volumes, key, Brain and agents of its own. Nothing in it knows of another company
 * (SIM-11 to SIM-13).
 */
export class Company extends pulumi.ComponentResource {
    constructor(name: string, args: CompanyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("mindcloud:systems:Company", name, {}, opts);
        const { id, config, context } = args;
        const company = companyOf(config, id);
        const ours = { parent: this };

        const namespace = new Namespace(
            `${name}-home`,
            { site: context.site, metadataName: id, system: "simple-cli", labels: { "mindcloud.dev/company": id } },
            ours,
        );
        const volumes = volumesOf(name, { ...args, namespace, opts: ours });
        const parts = {
            ...{ name, config, company, context, namespace, opts: ours },
            mcp: new Configuration(
                `${name}-mcp`,
                { namespace, metadataName: `${id}-mcp`, values: { [MCP_FILE]: mcpServers(config, company) } },
                ours,
            ),
            key: this.key(name, args, namespace),
            volumes: volumes.used,
        };
        const first = brain(parts);
        const stopped = [...first.ready, ...agent(parts, first).ready];
        for (const { part, from, to } of volumes.copies)
            new VolumeCopy(
                `${name}-${part}-copy`,
                {
                    ...{ namespace, from, to, after: stopped },
                    image: runOf(config, company, context, part).container.image,
                    nodes: part === "agent" ? "untrusted" : "zonal",
                },
                ours,
            );
        new NamespaceLimits(`${name}-limits`, { namespace }, ours);
        this.registerOutputs({});
    }

    /** A copy in the company's namespace: a Secret is readable in its own namespace only. */
    private key(name: string, { id, config, context }: CompanyArgs, namespace: Namespace): SyncedSecret {
        const keys = keyedProviders(config).map((provider) => [
            KEY_VARIABLE[provider],
            { from: context.peopleSecret(`llm.${provider}`) },
        ]);
        return new SyncedSecret(
            `${name}-llm`,
            { namespace, metadataName: `${id}-llm`, keys: Object.fromEntries(keys) as Record<string, SecretKey> },
            { parent: this },
        );
    }
}
