import fs from "node:fs";
import path from "node:path";
import { parse, type ScalarTag, type CollectionTag, YAMLMap, YAMLSeq } from "yaml";

export const file = path.resolve(__dirname, "../../bootstrap/account.yaml");
export const text = fs.readFileSync(file, "utf8");

type Tree = Readonly<Record<string, unknown>>;

/** CloudFormation's short forms (`!Ref x`) as their long ones (`{ Ref: x }`). */
const functions = ["Ref", "Sub", "GetAtt", "If", "Equals", "FindInMap"].flatMap(
    (name): (ScalarTag | CollectionTag)[] => {
        const key = name === "Ref" ? "Ref" : `Fn::${name}`;
        return [
            { tag: `!${name}`, resolve: (value: string) => ({ [key]: value }) },
            {
                tag: `!${name}`,
                collection: "seq",
                resolve: (sequence) => {
                    const map = new YAMLMap();
                    const plain = new YAMLSeq();
                    if (sequence instanceof YAMLSeq) plain.items.push(...(sequence.items as unknown[]));
                    map.set(key, plain);
                    return map;
                },
            },
        ];
    },
);

export const template = parse(text, { customTags: functions }) as {
    readonly Parameters: Readonly<Record<string, { readonly AllowedPattern: string; readonly Default?: string }>>;
    readonly Resources: Readonly<Record<string, unknown>>;
    readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
    readonly Mappings: { readonly Lists: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> };
};

export interface Resource {
    readonly id: string;
    readonly Type: string;
    readonly DeletionPolicy?: string;
    readonly UpdateReplacePolicy?: string;
    readonly Properties: Tree;
}

/** Every resource, those inside a loop once. */
export const resources: readonly Resource[] = Object.entries(template.Resources).flatMap(([id, body]) => {
    const inside = id.startsWith("Fn::ForEach::")
        ? Object.entries((body as [string, unknown, Tree])[2])
        : [[id, body] as const];
    return inside.map(([name, resource]) => ({ id: name, ...(resource as Omit<Resource, "id">) }));
});

export function resource(id: string): Resource {
    const found = resources.find((each) => each.id === id);
    if (found === undefined) throw new Error(`account.yaml has no resource ${id}`);
    return found;
}

export function ofType(type: string): readonly Resource[] {
    return resources.filter((each) => each.Type === type);
}

export interface Statement {
    readonly Sid?: string;
    readonly Effect: "Allow" | "Deny";
    readonly Action: readonly string[];
    readonly Resource: readonly unknown[];
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function list(value: unknown): readonly unknown[] {
    if (Array.isArray(value)) return value;
    const found = (value as Tree)["Fn::FindInMap"] as readonly string[] | undefined;
    return found === undefined ? [value] : (template.Mappings.Lists[found[1] ?? ""]?.[found[2] ?? ""] ?? []);
}

export function statements(document: unknown): readonly Statement[] {
    return ((document as Tree).Statement as readonly Tree[]).map((each) => ({
        ...(each as unknown as Statement),
        Action: list(each.Action).map(String),
        Resource: list(each.Resource),
    }));
}

/** What a role may do: all its inline policies. */
export function permissions(role: Resource): readonly Statement[] {
    const policies = role.Properties.Policies as readonly { readonly PolicyDocument: unknown }[];
    return policies.flatMap((policy) => statements(policy.PolicyDocument));
}

/** The text of a `!Sub`. */
export function sub(value: unknown): string {
    const text = (value as Tree | undefined)?.["Fn::Sub"] ?? value;
    return typeof text === "string" ? text : JSON.stringify(text);
}
