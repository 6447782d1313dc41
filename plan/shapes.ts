import { account } from "./shapes/account";
import { cluster } from "./shapes/cluster";
import { data } from "./shapes/data";
import { network } from "./shapes/network";
import { otherwise, random } from "./shapes/others";
import { contextOf, type Place, render, type Shape } from "./shapes/shape";

export type { Place, Shape, Template } from "./shapes/shape";

export interface Created {
    readonly id: string;
    /** The whole state: the inputs, what AWS sets by itself, and what only AWS knows. */
    readonly outputs: Record<string, unknown>;
}

/** What AWS answers to a create, by type: ids, ARNs and outputs of the right shape. A type without a row gets an id and an ARN. */
export const SHAPES: Readonly<Record<string, Shape>> = { ...network, ...cluster, ...account, ...data, ...random };

// Services whose resources belong to no region; all others answer with the region they are in (provider 7 and later).
export const GLOBAL = /^aws:(iam|route53|budgets|cloudfront|organizations)\//;

/** Deterministic in (type, name, serial); `serial` keeps two creates of one logical resource apart. */
export function created(
    type: string,
    name: string,
    inputs: Readonly<Record<string, unknown>>,
    place: Place,
    serial = 0,
): Created {
    const shape = shapeOf(type);
    const context = contextOf(`${type}\n${name}\n${String(serial)}`, name, inputs, place, shape);
    const outputs: Record<string, unknown> = { ...inputs };
    for (const [key, template] of Object.entries(shape.defaults ?? {})) outputs[key] ??= render(template, context);
    for (const [key, template] of Object.entries(shape.outputs ?? {}))
        outputs[key] = merge(outputs[key], render(template, context));
    if (type.startsWith("aws:")) {
        if (!GLOBAL.test(type)) outputs.region ??= place.region;
        if (inputs.tags !== undefined) outputs.tagsAll ??= inputs.tags;
    }
    return { id: context.id, outputs };
}

export function shapeOf(type: string): Shape {
    const row = SHAPES[type];
    if (row !== undefined) return row;
    if (type.startsWith("aws:")) return otherwise.aws(type);
    return type.startsWith("kubernetes:") ? otherwise.kubernetes(type) : otherwise.any();
}

/** The region and account that an AWS provider's inputs name. Provider inputs travel as JSON text where they are not plain strings. */
export function placeOf(provider: Readonly<Record<string, unknown>>): Place {
    const region = typeof provider.region === "string" ? provider.region : "us-east-1";
    const accounts: unknown =
        typeof provider.allowedAccountIds === "string"
            ? JSON.parse(provider.allowedAccountIds)
            : provider.allowedAccountIds;
    const account: unknown = Array.isArray(accounts) ? accounts[0] : undefined;
    return { region, account: typeof account === "string" ? account : "000000000000", partition: partitionOf(region) };
}

export function partitionOf(region: string): string {
    if (region.startsWith("cn-")) return "aws-cn";
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function merge(input: unknown, output: unknown): unknown {
    return isPlain(input) && isPlain(output) ? { ...input, ...output } : output;
}

function isPlain(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
