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

function read(name: string): Written {
    return JSON.parse(fs.readFileSync(path.join(__dirname, `${name}.json`), "utf8")) as Written;
}

/** As in ARNs, with the path. */
export const managedNames = (): readonly string[] => FILES.map((name) => `${read(name).path}${name}`).sort();

/** By ARN; undefined when AWS has none there, or none that is known here. */
export function managedPolicy(arn: string): Policy | undefined {
    const [, where = "", name = ""] = /^arn:aws[a-z-]*:iam::aws:policy\/(.*\/)?([^/]+)$/.exec(arn) ?? [];
    if (!FILES.includes(name)) return undefined;
    const found = read(name);
    return found.path === where ? policyOf(name, found) : undefined;
}
