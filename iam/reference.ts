/** AWS's Service Authorization Reference: which actions there are, what each is checked against, and which condition keys come with it. */
import fs from "node:fs";
import path from "node:path";

export type Level = "read" | "list" | "write" | "tag" | "permissions";

export interface Action {
    readonly name: string;
    readonly level: Level;
    /** Types of resources that it is checked against; none means that only `*` fits. */
    readonly resources: readonly string[];
    readonly required: readonly string[];
    /** Condition keys in lower case, `${TagKey}` and the like still in them. */
    readonly keys: readonly string[];
    /** What it asks of the caller besides. */
    readonly dependent: readonly string[];
}

interface ResourceType {
    readonly arn: string;
    readonly keys: readonly string[];
}

interface Service {
    readonly source: string;
    readonly resources: Readonly<Record<string, ResourceType>>;
    readonly actions: Readonly<Record<string, string>>;
}

const FOLDER = path.join(__dirname, "reference");
const services = new Map<string, Service>();

export function serviceNames(): readonly string[] {
    return fs
        .readdirSync(FOLDER)
        .flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? [])
        .sort();
}

function service(name: string): Service {
    let found = services.get(name);
    if (found === undefined) {
        const file = path.join(FOLDER, `${name}.json`);
        if (!fs.existsSync(file))
            throw new Error(`iam/reference has no service ${name}: iam/reference/renew.py adds it`);
        found = JSON.parse(fs.readFileSync(file, "utf8")) as Service;
        services.set(name, found);
    }
    return found;
}

export function actionsOf(name: string): readonly Action[] {
    return Object.keys(service(name).actions).map((each) => action(`${name}:${each}`));
}

const actions = new Map<string, Action>();

/** Throws for an action that does not exist. */
export function action(name: string): Action {
    let found = actions.get(name);
    if (found === undefined) {
        const [prefix = "", short = ""] = name.split(":");
        const line = service(prefix).actions[short];
        if (line === undefined) throw new Error(`${name} is no action of AWS`);
        const [first = "", keys = "", dependent = ""] = line.split(" | ");
        const [level = "", ...types] = words(first);
        found = {
            name,
            level: level as Level,
            resources: types.map((type) => type.replace("!", "")),
            required: types.flatMap((type) => (type.endsWith("!") ? [type.slice(0, -1)] : [])),
            keys: words(keys).map((key) => key.toLowerCase()),
            dependent: words(dependent),
        };
        actions.set(name, found);
    }
    return found;
}

const words = (text: string): string[] => text.split(" ").filter((word) => word !== "");

export function resourceType(prefix: string, type: string): ResourceType {
    const found = service(prefix).resources[type];
    if (found === undefined) throw new Error(`${prefix} has no resources of type ${type}`);
    return found;
}

/** Whether a tag that is on the resource is known where the action is checked against it. */
export function knowsResourceTag({ name, keys }: Action, type: string | undefined): boolean {
    const own = type === undefined ? [] : resourceType(name.split(":")[0] ?? "", type).keys;
    return [...own.map((key) => key.toLowerCase()), ...keys].includes("aws:resourcetag/${tagkey}");
}

export const knowsRequestTag = ({ keys }: Action): boolean => keys.includes("aws:requesttag/${tagkey}");
export const knowsTagKeys = ({ keys }: Action): boolean => keys.includes("aws:tagkeys");
