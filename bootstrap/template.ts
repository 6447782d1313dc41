/** The text of a CloudFormation template as data: short forms (`!Ref x`) in their long ones (`{ Ref: x }`). */
import { parse, type CollectionTag, type ScalarTag, YAMLMap, YAMLSeq } from "yaml";

export type Tree = Readonly<Record<string, unknown>>;

export interface Parameter {
    readonly Type: string;
    readonly Default?: string;
    readonly AllowedPattern?: string;
    readonly ConstraintDescription?: string;
}

export interface Template {
    readonly Parameters: Readonly<Record<string, Parameter>>;
    readonly Mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
    readonly Conditions: Tree;
    readonly Resources: Tree;
    readonly Outputs: Tree;
}

const SHORT = "Ref Sub GetAtt If Equals Not And Or FindInMap Join Split Select".split(" ");

const tags = SHORT.flatMap((name): (ScalarTag | CollectionTag)[] => {
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
});

export function readTemplate(text: string): Template {
    const read = parse(text, { customTags: tags }) as Partial<Template>;
    return { Parameters: {}, Conditions: {}, Mappings: {}, Resources: {}, Outputs: {}, ...read };
}

export function isTree(value: unknown): value is Tree {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
