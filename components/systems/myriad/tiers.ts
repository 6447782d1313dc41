/** Cognitive tiers as the orchestrator reads them. */
import type { Tiers } from "./schema";

/** Properties of PolicyConfiguration are the same names in C#'s case. */
const property = (key: string): string => `${key.charAt(0).toUpperCase()}${key.slice(1)}`;

/**
 * As .NET's configuration reads it from variables: `CognitivePolicies:myriad-swift:MaxAgentsPerQuery`. WebApplication.CreateBuilder reads
 * variables without being told, so that `GetSection("CognitivePolicies").Get<Dictionary<string, PolicyConfiguration>>()` is the whole change
 * that the documented CognitivePolicyEngine needs; a file of our own would have to be added to the host first. A dash in a variable's name
 * passes Kubernetes (1.34 and newer) and `dotnet`, but not every shell: the entry point must not be one.
 */
export function tierVariables(all: Tiers): Record<string, string> {
    return Object.fromEntries(
        Object.entries(all).flatMap(([name, values]) =>
            Object.entries(values).map(([key, value]) => [
                `CognitivePolicies__myriad-${name}__${property(key)}`,
                String(value),
            ]),
        ),
    );
}
