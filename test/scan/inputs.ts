/** What scanners read: every committed stack as Kubernetes objects, as CloudFormation and as policies, and the templates of the account. */
import fs from "node:fs";
import path from "node:path";
import { render, type Rendered } from "../../bootstrap/render";
import { readTemplate, isTree } from "../../bootstrap/template";
import { convert } from "../../plan/cloudformation/convert";
import { write } from "../../plan/cloudformation/write";
import { documentsOf, writeManifests } from "../../plan/manifests";
import { placeOf } from "../../plan/shapes";
import { recordingOf, stackFrom } from "../support/recordings";

export type By = "kubernetes" | "cloudformation" | "parliament";

/** A line of the list that scripts/scan/scan.py reads. */
export interface Input {
    readonly by: By;
    readonly name: string;
    readonly path: string;
}

const BOOTSTRAP = path.join(__dirname, "../../bootstrap");
const PLACE = { account: "111122223333", region: "us-east-1" };
/** Two environments, so that what is made for each is there. */
const TEMPLATES = {
    "account.yaml": { Environments: "dev,prod", Regions: "us-east-1,eu-west-1", GitHubRepository: "acme/platform" },
    "detection.yaml": { Email: "security@acme.com", GitHubRepository: "acme/platform" },
} as const;

export async function stackInputs(file: string, out: string): Promise<readonly Input[]> {
    const name = path.basename(file, ".yaml");
    const folder = path.join(out, name);
    const { region, account } = stackFrom(file).environment;
    const { graph } = await recordingOf(file, "update");
    const { templates, requests } = convert(graph, placeOf({ region, allowedAccountIds: [account] }), name);
    writeManifests(documentsOf(graph), path.join(folder, "kubernetes"));
    write({ templates, requests, left: [] }, path.join(folder, "cloudformation"));
    const resources = Object.assign({}, ...Object.values(templates).map(({ Resources }) => Resources)) as Resources;
    writePolicies(resources, path.join(folder, "policies.json"));
    return [
        { by: "kubernetes", name, path: path.join(folder, "kubernetes") },
        { by: "cloudformation", name, path: path.join(folder, "cloudformation") },
        { by: "parliament", name, path: path.join(folder, "policies.json") },
    ];
}

/** Each template as it is, with its references, and filled in, with what it makes for each environment. */
export function accountInputs(out: string): readonly Input[] {
    return Object.entries(TEMPLATES).flatMap(([file, parameters]): readonly Input[] => {
        const name = path.basename(file, ".yaml");
        const folder = path.join(out, `account-${name}`);
        const text = fs.readFileSync(path.join(BOOTSTRAP, file), "utf8");
        const { resources }: Rendered = render(readTemplate(text), parameters, PLACE);
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(path.join(folder, file), text);
        const filled = { AWSTemplateFormatVersion: "2010-09-09", Resources: resources };
        fs.writeFileSync(path.join(folder, `${name}.filled.json`), JSON.stringify(filled, null, 2));
        const statements = writePolicies(resources, path.join(folder, "policies.json"));
        return [
            { by: "cloudformation", name, path: folder },
            // What detection makes is allowed something by the policies of its key and its bucket alone.
            ...(statements > 0 ? [{ by: "parliament" as const, name, path: path.join(folder, "policies.json") }] : []),
        ];
    });
}

type Resources = Readonly<Record<string, { readonly Type: string; readonly Properties: unknown }>>;

/**
 * What principals carry, each statement by itself, so that a finding has a place. Trust and the policies of keys and buckets are not what
 * parliament reads well: it takes their `*` for every resource.
 */
function writePolicies(resources: Resources, file: string): number {
    const statements = Object.entries(resources)
        .filter(([, { Type }]) => Type.startsWith("AWS::IAM::"))
        .flatMap(([id, { Type, Properties }]) =>
            policiesIn(Properties, "").flatMap(([name, statement]): readonly (readonly [string, unknown])[] => [
                [`${Type}.${id}.${name}`, { Version: "2012-10-17", Statement: [statement] }],
            ]),
        );
    const policies = Object.fromEntries(statements);
    if (Object.keys(policies).length < statements.length) throw new Error(`${file}: two statements have one name`);
    fs.writeFileSync(file, JSON.stringify(policies, null, 2));
    return statements.length;
}

/** Statements by policy and Sid, or number. */
function policiesIn(value: unknown, name: string): readonly (readonly [string, unknown])[] {
    if (Array.isArray(value)) return value.flatMap((each) => policiesIn(each, name));
    if (!isTree(value)) return [];
    if (Array.isArray(value.Statement))
        return value.Statement.map((each: { readonly Sid?: string }, number) => [
            `${name}${each.Sid ?? String(number + 1)}`,
            each,
        ]);
    const own = typeof value.PolicyName === "string" ? `${value.PolicyName}.` : name;
    return Object.entries(value).flatMap(([key, each]) =>
        key === "AssumeRolePolicyDocument" ? [] : policiesIn(each, own),
    );
}
