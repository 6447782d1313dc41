/** What a provider is configured with: what the program says, made-up keys, and nothing that would make it ask somebody. */
import type { Graph } from "../../plan/graph";
import type { Properties } from "../engine/wire";

const MADE_UP = {
    accessKey: "made-up",
    secretKey: "made-up-made-up-made-up-made-up-made-up-",
    skipCredentialsValidation: "true",
    skipMetadataApiCheck: "true",
    skipRegionValidation: "true",
    skipRequestingAccountId: "true",
};

export function settingsFor(packageName: string, graph: Graph): Properties {
    const said = graph.ofType(`pulumi:providers:${packageName}`)[0]?.inputs ?? {};
    const plain = Object.fromEntries(
        Object.entries(said).filter(
            ([key, value]) => !LEFT_OUT.has(key) && (typeof value !== "object" || value === null),
        ),
    );
    // Without a kubeconfig the Kubernetes provider finds no cluster, and asks nobody but who refuses.
    if (packageName === "aws") return { ...plain, ...MADE_UP };
    return packageName === "kubernetes" ? { ...plain, enableServerSideApply: "true" } : plain;
}

/** The account that is allowed is asked for by a call. */
const LEFT_OUT: ReadonlySet<string> = new Set(["allowedAccountIds", "kubeconfig", "profile"]);
