/** Everything hangs under a component, and its name says where (docs/design.md, rule 3). */
import type { RecordedResource } from "../../plan/graph";
import { json, list } from "../inputs";
import { rule, ruleFor, type Rule } from "../rule";
import { TYPE } from "../types";

const TYPE_TOKEN = /^mindcloud:(aws|cluster|workload|blocks|monitoring|systems):[A-Z][A-Za-z0-9]*$/;
const CLOUDS = ["aws", "kubernetes"] as const;

const cloudOf = (resource: RecordedResource) => CLOUDS.find((cloud) => resource.type.startsWith(`${cloud}:`));
const isProvider = (resource: RecordedResource) => resource.type.startsWith("pulumi:providers:");

export const structureRules: readonly Rule[] = [
    rule("component-parent", "Every resource is the child of a component", "docs/design.md, rule 3", function* (graph) {
        for (const resource of graph.resources) {
            if (!resource.custom || (isProvider(resource) && resource.parent === undefined)) continue;
            const parent = resource.parent === undefined ? undefined : graph.find(resource.parent);
            if (parent === undefined) yield [resource, "has no parent: pass { parent: this }"];
            else if (parent.custom)
                yield [resource, `has the resource ${parent.name} as its parent, which is no component`];
        }
    }),
    rule(
        "name-prefix",
        "The name of a child begins with the name of its component",
        "docs/design.md, rule 3",
        function* (graph) {
            for (const resource of graph.resources) {
                const parent = resource.parent === undefined ? undefined : graph.find(resource.parent);
                if (
                    parent !== undefined &&
                    resource.name !== parent.name &&
                    !resource.name.startsWith(`${parent.name}-`)
                )
                    yield [resource, `does not begin with ${parent.name}-`];
            }
        },
    ),
    rule(
        "type-token",
        "The type of a component is mindcloud:<folder>:<Class>",
        "docs/design.md, rule 3; Pulumi documentation, Component resources",
        function* (graph) {
            for (const resource of graph.resources) {
                if (resource.custom) continue;
                if (!TYPE_TOKEN.test(resource.type))
                    yield [resource, `has the type ${resource.type}: super takes (type, name, args, options)`];
                else if (resource.name.includes(":"))
                    yield [resource, "has a name that looks like a type: super takes (type, name, args, options)"];
            }
        },
    ),
    rule("outputs-registered", "Every component calls registerOutputs", "docs/design.md, rule 3", function* (graph) {
        for (const resource of graph.resources)
            if (!resource.outputsRegistered) yield [resource, "never calls registerOutputs"];
    }),
    rule("no-empty-component", "Every component has children", "docs/design.md, rule 11", function* (graph) {
        // Without a domain a PublicEndpoint makes nothing, and tells the plan how people come to the system; and a cluster of others may have everything.
        const tells = ({ inputs: { reach, present } }: RecordedResource) =>
            reach !== undefined || present !== undefined;
        for (const resource of graph.resources)
            if (!resource.custom && !tells(resource) && graph.childrenOf(resource).length === 0)
                yield [resource, "has no children: do not create it"];
    }),
    rule(
        "own-provider",
        "Every AWS and Kubernetes resource uses a provider of ours, never the default one",
        "Pulumi documentation, Resource providers (disable default providers)",
        function* (graph) {
            for (const resource of graph.resources) {
                const cloud = cloudOf(resource);
                if (cloud === undefined || !resource.custom) continue;
                const provider = resource.provider === undefined ? undefined : graph.find(resource.provider);
                if (provider?.type !== `pulumi:providers:${cloud}`)
                    yield [resource, "uses the default provider: pass providers to its component"];
            }
        },
    ),
    ruleFor(
        [TYPE.awsProvider],
        "provider-account",
        "The AWS provider works in the environment's account and region only",
        "Pulumi AWS provider, allowedAccountIds",
        ({ inputs }, { account, region }) => [
            ...(inputs.region === region ? [] : [`works in ${String(inputs.region)}, not in ${region}`]),
            ...(list(json(inputs.allowedAccountIds)).join() === account
                ? []
                : [`does not say allowedAccountIds: [${account}]`]),
            ...["skipCredentialsValidation", "skipRequestingAccountId"]
                .filter((skip) => inputs[skip] === "true")
                .map((skip) => `says ${skip}`),
        ],
    ),
];
