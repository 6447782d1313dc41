import * as pulumi from "@pulumi/pulumi";
import {
    Configuration,
    gibibytes,
    Namespace,
    NamespaceLimits,
    SharedFilesClaim,
    SyncedSecret,
    VolumeClaim,
} from "../../workload";
import type { SystemContext } from "../context";
import type { PodBounds } from "../settings";
import { agent, brain, BRAIN } from "./pods";
import { ONE, type SimpleCli } from "./schema";
import { KEY_VARIABLE, MCP_FILE, mcpServers } from "./settings";

type Volumes =
    /** Directories on EFS, which all replicas and the Brain mount. */
    | { readonly kind: "shared"; readonly agent: SharedFilesClaim; readonly brain: SharedFilesClaim }
    /** EBS volumes with one pod each. */
    | { readonly kind: "single"; readonly agent: VolumeClaim; readonly brain: VolumeClaim };

/** What the pods of one company are made with. */
export interface Company {
    readonly name: string;
    readonly id: string;
    readonly state: "active" | "suspended";
    readonly bounds: PodBounds;
    readonly config: SimpleCli;
    readonly context: SystemContext;
    readonly namespace: Namespace;
    readonly configuration: Configuration;
    /** The key of whoever's models the agents call. */
    readonly key: SyncedSecret;
    readonly volumes: Volumes;
    readonly opts: pulumi.ComponentResourceOptions;
}

/** A tenant: a namespace with volumes, key, Brain and agents of its own. Nothing in it knows of another company (spec/002, Multi-Tenancy). */
export class CompanyHome extends pulumi.ComponentResource {
    constructor(
        name: string,
        id: string,
        { config, context }: { readonly config: SimpleCli; readonly context: SystemContext },
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("mindcloud:systems:CompanyHome", name, {}, opts);
        const own = config.companies[id];
        if (own === undefined) throw new Error(`${id} is no company of systems.simpleCli.companies`);
        const ours = { parent: this };

        const namespace = new Namespace(
            `${name}-home`,
            { site: context.site, metadataName: id, system: "simple-cli", labels: { "mindcloud.dev/company": id } },
            ours,
        );
        const company: Company = {
            ...{ name, id, config, context, namespace, state: own.state, opts: ours },
            bounds: config.size === "production" ? (own.agents ?? config.agents) : ONE,
            configuration: new Configuration(
                `${name}-mcp`,
                { namespace, metadataName: "simple-cli-mcp", values: { [MCP_FILE]: mcpServers(config, BRAIN) } },
                ours,
            ),
            key: this.key(name, namespace, config, context),
            volumes:
                config.size === "production"
                    ? this.sharedFiles(name, id, namespace, config, context)
                    : this.volumes(name, namespace, config),
        };
        agent(company, brain(company));
        new NamespaceLimits(`${name}-limits`, { namespace }, ours);
        this.registerOutputs({});
    }

    private key(name: string, namespace: Namespace, { provider }: SimpleCli, context: SystemContext): SyncedSecret {
        const from = context.peopleSecret(`llm.${provider}`);
        return new SyncedSecret(
            `${name}-llm`,
            { namespace, metadataName: "simple-cli-llm", keys: { [KEY_VARIABLE[provider]]: { from } } },
            { parent: this },
        );
    }

    private sharedFiles(
        name: string,
        id: string,
        namespace: Namespace,
        { storage }: SimpleCli,
        { stores }: SystemContext,
    ): Volumes {
        const claim = (part: "agent" | "brain", size: number) =>
            new SharedFilesClaim(
                `${name}-${part}-files`,
                {
                    ...{ namespace, metadataName: `${part}-files`, files: stores.files() },
                    ...{ accessPoint: `${id}-${part}`, size: gibibytes(size) },
                },
                { parent: this },
            );
        return {
            kind: "shared",
            agent: claim("agent", storage.agentGibibytes),
            brain: claim("brain", storage.brainGibibytes),
        };
    }

    private volumes(name: string, namespace: Namespace, { storage }: SimpleCli): Volumes {
        const storageClass = namespace.site.storageClasses.general;
        const claim = (part: "agent" | "brain", size: number) =>
            new VolumeClaim(
                `${name}-${part}-data`,
                { namespace, metadataName: `${part}-data`, size: gibibytes(size), storageClass },
                { parent: this },
            );
        return {
            kind: "single",
            agent: claim("agent", storage.agentGibibytes),
            brain: claim("brain", storage.brainGibibytes),
        };
    }
}
