/** Volumes of a company: `.agent` for its agents, `.agent/brain` for its Brain (SIM-5, SIM-6, SIM-9, SIM-23). */
import type * as pulumi from "@pulumi/pulumi";
import { gibibytes, SharedFilesClaim, VolumeClaim, type Namespace } from "../../workload";
import type { CopiedClaim } from "../../blocks/volume-copy";
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

const onFiles = (name: string, args: VolumesArgs): Extract<Volumes, { kind: "shared" }> => ({
    ...{ kind: "shared", agent: files(name, args, "agent"), brain: files(name, args, "brain") },
});
const onDisks = (name: string, args: VolumesArgs): Extract<Volumes, { kind: "single" }> => ({
    ...{ kind: "single", agent: volume(name, args, "agent"), brain: volume(name, args, "brain") },
});

export interface CompanyVolumes {
    /** What its pods mount. */
    readonly used: Volumes;
    /** Copied now, while there are no pods. */
    readonly copies: readonly {
        readonly part: "agent" | "brain";
        readonly from: CopiedClaim;
        readonly to: CopiedClaim;
    }[];
}

/** Of both kinds while the one is left for the other. While they are copied pods name the shared ones, which nobody needs to have alone. */
export function volumesOf(name: string, args: VolumesArgs): CompanyVolumes {
    const { size, storage } = args.config;
    const isShared = size === "production";
    if (storage.replaced === undefined)
        return { used: isShared ? onFiles(name, args) : onDisks(name, args), copies: [] };
    const [shared, single] = [onFiles(name, args), onDisks(name, args)];
    const [from, to] = isShared ? [single, shared] : [shared, single];
    if (storage.replaced === "keep") return { used: to, copies: [] };
    return { used: shared, copies: PARTS.map((part) => ({ part, from: from[part], to: to[part] })) };
}

const PARTS = ["agent", "brain"] as const;

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
