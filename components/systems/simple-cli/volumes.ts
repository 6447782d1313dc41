/** Volumes of a company: `.agent` for its agents, `.agent/brain` for its Brain (SIM-5, SIM-6, SIM-9, SIM-23). */
import type * as pulumi from "@pulumi/pulumi";
import { gibibytes, SharedFilesClaim, VolumeClaim, type Namespace } from "../../workload";
import type { SystemContext } from "../context";
import { accessPointOf, type SimpleCli } from "./schema";

export type Volumes =
    /** Directories on EFS, which all agents and the Brain mount (ReadWriteMany). */
    | { readonly kind: "shared"; readonly agent: SharedFilesClaim; readonly brain: SharedFilesClaim }
    /** On EBS, one pod each: the agent asks the Brain over the network instead (SIM-6). */
    | { readonly kind: "single"; readonly agent: VolumeClaim; readonly brain: VolumeClaim };

interface VolumesArgs {
    readonly id: string;
    readonly config: SimpleCli;
    readonly context: SystemContext;
    readonly namespace: Namespace;
    readonly opts: pulumi.ComponentResourceOptions;
}

export function volumesOf(name: string, args: VolumesArgs): Volumes {
    return args.config.size === "production"
        ? { kind: "shared", agent: files(name, args, "agent"), brain: files(name, args, "brain") }
        : { kind: "single", agent: volume(name, args, "agent"), brain: volume(name, args, "brain") };
}

const sizeOf = ({ storage }: SimpleCli, part: "agent" | "brain") =>
    gibibytes(part === "agent" ? storage.agentGibibytes : storage.brainGibibytes);

/** The chart's claims (docs/upstream.md, Simple-CLI), whatever `storage` says: EFS keeps to no size, and Kubernetes refuses to change it. */
const FILES = { agent: gibibytes(1), brain: gibibytes(10) };

function files(name: string, { id, context, namespace, opts }: VolumesArgs, part: "agent" | "brain") {
    return new SharedFilesClaim(
        `${name}-${part}-files`,
        {
            ...{ namespace, metadataName: `${id}-${part}-files`, size: FILES[part] },
            ...{ files: context.stores.files(), accessPoint: accessPointOf(id, part) },
        },
        opts,
    );
}

function volume(name: string, { id, config, namespace, opts }: VolumesArgs, part: "agent" | "brain") {
    const storageClass = namespace.site.storageClasses.general;
    return new VolumeClaim(
        `${name}-${part}-data`,
        { namespace, metadataName: `${id}-${part}-data`, size: sizeOf(config, part), storageClass },
        opts,
    );
}
