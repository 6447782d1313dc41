import type { Policies, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import type { Loaded } from "../../config/load";
import { Graph } from "../../plan/graph";
import { evaluate } from "../evaluate";
import { plain, recordedFrom, type Told } from "./recorded";

/**
 * Two policies. The first only remembers each resource's inputs, and with them what is secret and what is unknown; the engine asks it before
 * it does anything. The second holds every rule against the whole, for most of them ask how resources belong together: one policy and not one
 * a rule, because the library reads all resources anew for each.
 */
export function policiesOf(load: (stack: string) => Loaded): Policies {
    const told = new Map<string, Told>();
    const remember: ResourceValidationPolicy = {
        name: "remember",
        description: "Remembers what is registered, for the rules over the whole; changes nothing.",
        enforcementLevel: "remediate",
        remediateResource: ({ urn, props, opts }) => {
            told.set(urn, { inputs: plain(props), opts });
            return undefined;
        },
    };
    const rules: StackValidationPolicy = {
        name: "rules",
        description: "Every rule of policy/rules holds, but for what policy/exceptions.ts gives a reason for.",
        enforcementLevel: "mandatory",
        validateStack: ({ resources }, report) => {
            const stack = stackIn(resources.map(({ urn }) => urn));
            if (stack === undefined) return; // nothing is there, nothing is wrong
            const loaded = load(stack);
            if (!loaded.ok) {
                report(
                    `Pulumi.${stack}.yaml cannot be read, and rules depend on it: npm run config -- --stack ${stack}`,
                );
                return;
            }
            const graph = new Graph(recordedFrom(resources, told));
            const { findings } = evaluate(graph, loaded.environment, { today: new Date().toISOString().slice(0, 10) });
            for (const { rule, urn, message } of findings)
                report(`${rule}: ${graph.find(urn)?.name ?? urn} ${message}`, urn);
        },
    };
    return [remember, rules];
}

/** `urn:pulumi:<stack>::<project>::...` */
const stackIn = ([first]: readonly string[]): string | undefined => /^urn:pulumi:([^:]+)::/.exec(first ?? "")?.[1];
