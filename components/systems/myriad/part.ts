/** What every part of Myriad is made from, and what its .NET services have in common. */
import type * as pulumi from "@pulumi/pulumi";
import { between, fixed, percent, type Namespace, type Resources } from "../../workload";
import type { Replicated } from "../../workload/scaling";
import type { SystemContext } from "../context";
import type { PodBounds } from "../settings";
import type { Myriad } from "./schema";

export interface Part {
    /** Logical name of the system, which those of its parts begin with. */
    readonly name: string;
    readonly namespace: Namespace;
    readonly config: Myriad;
    readonly context: SystemContext;
    readonly opts: pulumi.ComponentResourceOptions;
}

/** MYR-14: the manifest's only variable that the framework itself reads. */
export const PRODUCTION = { ASPNETCORE_ENVIRONMENT: "Production" } as const;

/**
 * The code of all services but the orchestrator listens on `localhost:<port>` (UseUrls), where neither kubelet nor another pod can ask.
 * A Kestrel endpoint in the configuration overrides that (ASP.NET Core, "Configure endpoints for Kestrel").
 */
export const listensOn = (port: number) => ({ Kestrel__Endpoints__Http__Url: `http://0.0.0.0:${String(port)}` });

/** MYR-20: orchestrator-hpa. */
const TARGET = percent(70);

export function scaled({ min, max }: PodBounds, name?: string): Replicated {
    return min === max ? fixed(min) : between(min, max, { cpu: TARGET, ...(name !== undefined && { name }) });
}

/** Services for which the document says no resources: an ASP.NET service takes about 80 MiB before its first request. */
export const SMALL_SERVICE: Resources = {
    requests: { cpu: "100m", memory: "128Mi", scratch: "64Mi" },
    limits: { cpu: "500m", memory: "512Mi", scratch: "256Mi" },
};
