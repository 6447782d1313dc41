/** AWS's own policies that roles of ours carry: where AWS has them, and what of them is about services that we use. */
import fs from "node:fs";
import path from "node:path";
import { policyOf, type Policy } from "../policy";

interface Written {
    readonly source: string;
    readonly version: string;
    /** Of the ARN, before the name: service-role/ or nothing. A wrong one is NoSuchEntity. */
    readonly path: string;
    readonly Statement: readonly unknown[];
}

const FILES = fs.readdirSync(__dirname).flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? []);

/** The texts are those of the partition `aws`; in another one AWS writes the same policy with that one's ARNs. */
function read(name: string, partition = "aws"): Written {
    const text = fs.readFileSync(path.join(__dirname, `${name}.json`), "utf8");
    return JSON.parse(text.replaceAll('"arn:aws:', `"arn:${partition}:`)) as Written;
}

/** As in ARNs, with the path. */
export const managedNames = (): readonly string[] => FILES.map((name) => `${read(name).path}${name}`).sort();

/** By ARN; undefined when AWS has none there, or none that is known here. */
export function managedPolicy(arn: string): Policy | undefined {
    const [, partition = "", where = "", name = ""] =
        /^arn:(aws[a-z-]*):iam::aws:policy\/(.*\/)?([^/]+)$/.exec(arn) ?? [];
    if (!FILES.includes(name)) return undefined;
    const found = read(name, partition);
    return found.path === where ? policyOf(name, found) : undefined;
}
