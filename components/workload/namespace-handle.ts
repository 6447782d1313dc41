import type * as pulumi from "@pulumi/pulumi";
import type { Site } from "./site";

/** A namespace as those see it who run in it. */
export interface NamespaceHandle {
    /** Plain: selectors, policies and identities are written from it. */
    readonly namespaceName: string;
    /** app.kubernetes.io/part-of of everything in it. */
    readonly system: string;
    readonly site: Site;
    /** The namespace and its default-deny: nothing runs before, nothing stays behind. */
    readonly ready: readonly pulumi.Resource[];
}
