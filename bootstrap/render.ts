/**
 * A template with its parameters filled in, as CloudFormation would (user guide: intrinsic functions, AWS::LanguageExtensions). Only what
 * account.yaml and detection.yaml use is known; anything else throws, so that nothing is read half.
 */
import { isTree, type Template, type Tree } from "./template";

export interface Resource {
    readonly Type: string;
    readonly DeletionPolicy?: string;
    readonly UpdateReplacePolicy?: string;
    readonly Properties: Tree;
}

export interface Rendered {
    /** Of a resource, by its logical id. */
    arnOf(id: string): string;
    readonly resources: Readonly<Record<string, Resource>>;
    readonly outputs: Readonly<Record<string, unknown>>;
}

export interface Account {
    readonly account: string;
    /** Where the stack of the account is. */
    readonly region: string;
    readonly partition?: string;
}

/** Parameters by name, lists with commas; those left out have their default. */
export function render(template: Template, given: Readonly<Record<string, string>>, where: Account): Rendered {
    const renderer = new Renderer(template, parametersOf(template, given), where);
    return {
        resources: renderer.resources(),
        outputs: renderer.outputs(),
        arnOf: (id) => String(renderer.attribute(id, "Arn")),
    };
}

/** Throws for what CloudFormation refuses: unknown, missing, or not of the allowed pattern. */
function parametersOf(
    { Parameters }: Template,
    given: Readonly<Record<string, string>>,
): Readonly<Record<string, string | readonly string[]>> {
    const unknown = Object.keys(given).filter((name) => !(name in Parameters));
    if (unknown.length > 0) throw new Error(`the template has no parameter ${unknown.join()}`);
    return Object.fromEntries(
        Object.entries(Parameters).map(([name, { Type, Default, AllowedPattern, ConstraintDescription }]) => {
            const value = given[name] ?? Default;
            if (value === undefined) throw new Error(`parameter ${name} is missing`);
            const list = Type === "CommaDelimitedList" ? value.split(",").map((each) => each.trim()) : undefined;
            for (const each of list ?? [value])
                if (AllowedPattern !== undefined && !new RegExp(AllowedPattern).test(each))
                    throw new Error(
                        `parameter ${name}: "${each}" is not allowed: ${ConstraintDescription ?? AllowedPattern}`,
                    );
            return [name, list ?? value];
        }),
    );
}

const NO_VALUE = Symbol("AWS::NoValue");

class Renderer {
    readonly #template: Template;
    readonly #parameters: Readonly<Record<string, unknown>>;
    readonly #resources: Tree;

    constructor(template: Template, parameters: Readonly<Record<string, unknown>>, where: Account) {
        this.#template = template;
        const partition = where.partition ?? "aws";
        this.#parameters = {
            ...parameters,
            "AWS::AccountId": where.account,
            "AWS::Region": where.region,
            "AWS::Partition": partition,
            "AWS::URLSuffix": partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
            "AWS::NoValue": NO_VALUE,
        };
        const all = this.#unrolled(template.Resources) as Tree;
        this.#resources = Object.fromEntries(
            Object.entries(all).filter(
                ([, each]) => !isTree(each) || each.Condition === undefined || this.#condition(each.Condition),
            ),
        );
    }

    resources(): Readonly<Record<string, Resource>> {
        return Object.fromEntries(
            Object.entries(this.#resources).map(([id, each]) => [
                id,
                { Properties: {}, ...(this.#value(each) as object) } as Resource,
            ]),
        );
    }

    outputs(): Readonly<Record<string, unknown>> {
        const outputs = this.#unrolled(this.#template.Outputs) as Tree;
        return Object.fromEntries(
            Object.entries(outputs)
                .filter(([, each]) => isTree(each) && (each.Condition === undefined || this.#condition(each.Condition)))
                .map(([name, each]) => [name, this.#value((each as Tree).Value)]),
        );
    }

    #condition(name: unknown): boolean {
        const said = this.#template.Conditions[String(name)];
        if (said === undefined) throw new Error(`the template has no condition ${String(name)}`);
        return this.#value(said) === true;
    }

    /** Every Fn::ForEach written out, the loop's name filled in wherever it stands. */
    #unrolled(value: unknown): unknown {
        if (Array.isArray(value)) return value.map((each) => this.#unrolled(each));
        if (!isTree(value)) return value;
        const entries = Object.entries(value).flatMap(([key, each]): [string, unknown][] => {
            if (!key.startsWith("Fn::ForEach::")) return [[key, this.#unrolled(each)]];
            const [name, collection, body] = each as [string, unknown, Tree];
            const items = this.#value(collection) as readonly string[];
            return items.flatMap((item) => Object.entries(this.#unrolled(filledIn(body, name, item)) as Tree));
        });
        const twice = entries.map(([key]) => key).find((key, index, all) => all.indexOf(key) !== index);
        if (twice !== undefined) throw new Error(`${twice} is made twice`);
        return Object.fromEntries(entries);
    }

    #value(value: unknown): unknown {
        if (Array.isArray(value)) return value.map((each) => this.#value(each)).filter((each) => each !== NO_VALUE);
        if (!isTree(value)) return value;
        const [key = "", ...others] = Object.keys(value);
        if (others.length === 0 && (key === "Ref" || key.startsWith("Fn::"))) return this.#call(key, value[key]);
        const entries = Object.entries(value).map(([name, each]) => [name, this.#value(each)] as const);
        return Object.fromEntries(entries.filter(([, each]) => each !== NO_VALUE));
    }

    #call(name: string, args: unknown): unknown {
        const list = (): readonly unknown[] =>
            (Array.isArray(args) ? (args as unknown[]) : [args]).map((each) => this.#value(each));
        switch (name) {
            case "Ref":
                return this.#ref(String(args));
            case "Fn::Sub":
                return this.#sub(args);
            case "Fn::GetAtt": {
                const [id = "", attribute = ""] = typeof args === "string" ? args.split(".") : (list() as string[]);
                return this.attribute(id, attribute);
            }
            case "Fn::If": {
                const [condition, then, otherwise] = args as readonly unknown[];
                return this.#value(this.#condition(condition) ? then : otherwise);
            }
            case "Fn::Equals": {
                const [left, right] = list();
                return JSON.stringify(left) === JSON.stringify(right);
            }
            case "Fn::Not":
                return list()[0] !== true;
            case "Fn::And":
                return list().every((each) => each === true);
            case "Fn::Or":
                return list().some((each) => each === true);
            case "Fn::FindInMap": {
                const [map, first, second] = list() as string[];
                const found = this.#template.Mappings[map ?? ""]?.[first ?? ""]?.[second ?? ""];
                if (found === undefined) throw new Error(`the template has no ${String(args)} in its mappings`);
                return this.#value(found);
            }
            case "Fn::Join": {
                const [separator, parts] = list() as [string, readonly string[]];
                return parts.join(separator);
            }
            case "Fn::Split": {
                const [separator, text] = list() as [string, string];
                return text.split(separator);
            }
            case "Fn::Select": {
                const [index, items] = list() as [number | string, readonly unknown[]];
                const item = items[Number(index)];
                if (item === undefined) throw new Error(`Fn::Select finds nothing at ${String(index)}`);
                return item;
            }
            default:
                throw new Error(`${name} is not known here`);
        }
    }

    #sub(args: unknown): string {
        const [text, local] = (Array.isArray(args) ? args : [args, {}]) as [string, Tree];
        return text.replace(/\$\{([^}]+)\}/g, (_, inside: string) => {
            if (inside.startsWith("!")) return `\${${inside.slice(1)}}`; // for IAM's own variables
            if (inside in local) return String(this.#value(local[inside]));
            const [id = "", attribute] = inside.split(".");
            return String(attribute === undefined ? this.#ref(inside) : this.attribute(id, attribute));
        });
    }

    #ref(name: string): unknown {
        if (name in this.#parameters) return this.#parameters[name];
        return this.#identity(name).ref;
    }

    attribute(id: string, attribute: string): unknown {
        const { arn } = this.#identity(id);
        if (attribute !== "Arn" || arn === undefined) throw new Error(`${id}.${attribute} is not known here`);
        return arn;
    }

    #identity(id: string): { ref: string; arn?: string } {
        const resource = this.#resources[id];
        if (!isTree(resource)) throw new Error(`the template has no resource ${id}`);
        const properties = resource.Properties as Tree;
        const text = (key: string): string => String(this.#value(properties[key]));
        const [partition, account, region] = ["Partition", "AccountId", "Region"].map((key) =>
            String(this.#parameters[`AWS::${key}`]),
        );
        const iam = `arn:${partition ?? ""}:iam::${account ?? ""}`;
        switch (resource.Type) {
            case "AWS::KMS::Key": {
                const key = madeUpId(id);
                return { ref: key, arn: `arn:${partition ?? ""}:kms:${region ?? ""}:${account ?? ""}:key/${key}` };
            }
            case "AWS::S3::Bucket":
                return { ref: text("BucketName"), arn: `arn:${partition ?? ""}:s3:::${text("BucketName")}` };
            case "AWS::SNS::Topic": {
                const arn = `arn:${partition ?? ""}:sns:${region ?? ""}:${account ?? ""}:${text("TopicName")}`;
                return { ref: arn, arn };
            }
            case "AWS::IAM::Role":
                return { ref: text("RoleName"), arn: `${iam}:role/${text("RoleName")}` };
            case "AWS::IAM::ManagedPolicy":
                return { ref: `${iam}:policy/${text("ManagedPolicyName")}` };
            case "AWS::IAM::OIDCProvider": {
                const arn = `${iam}:oidc-provider/${text("Url").replace("https://", "")}`;
                return { ref: arn, arn };
            }
            case "AWS::Lambda::Function":
                return {
                    ref: text("FunctionName"),
                    arn: `arn:${partition ?? ""}:lambda:${region ?? ""}:${account ?? ""}:function:${text("FunctionName")}`,
                };
            case "AWS::ECR::Repository":
                return {
                    ref: text("RepositoryName"),
                    arn: `arn:${partition ?? ""}:ecr:${region ?? ""}:${account ?? ""}:repository/${text("RepositoryName")}`,
                };
            default:
                throw new Error(`what a reference to ${id} (${String(resource.Type)}) is, is not known here`);
        }
    }
}

/** Of a key, which AWS would choose: the same for the same logical id. */
function madeUpId(id: string): string {
    const hex = Buffer.from(id.padEnd(16, ".")).toString("hex").slice(0, 32);
    return [8, 4, 4, 4, 12]
        .reduce<{ rest: string; parts: string[] }>(
            ({ rest, parts }, length) => ({ rest: rest.slice(length), parts: [...parts, rest.slice(0, length)] }),
            { rest: hex, parts: [] },
        )
        .parts.join("-");
}

function filledIn(value: unknown, name: string, item: string): unknown {
    if (typeof value === "string")
        return value.replaceAll(`\${${name}}`, item).replaceAll(`&{${name}}`, item.replace(/[^A-Za-z0-9]/g, ""));
    if (Array.isArray(value)) return value.map((each) => filledIn(each, name, item));
    if (!isTree(value)) return value;
    if (value.Ref === name) return item;
    return Object.fromEntries(
        Object.entries(value).map(([key, each]) => [filledIn(key, name, item) as string, filledIn(each, name, item)]),
    );
}
