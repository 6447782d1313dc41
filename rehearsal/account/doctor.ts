import { compare, fits, missing, versionOf, wantedVersions } from "../programs/tools";

/** What is on this machine; undefined where a tool is not there. */
export interface Machine {
    readonly node: string;
    readonly pulumi: string | undefined;
    readonly go: string | undefined;
    readonly aws: string | undefined;
    /** Part of an installed Pulumi, not of the CLI that is built from its module: runs a program that lies in a folder. */
    readonly languageHost: boolean;
}

const OLDEST_NODE = "20.19.0"; // the same as in package.json

export async function lookAround(): Promise<Machine> {
    const [pulumi, go, aws, host] = await Promise.all([
        versionOf("pulumi", "version"),
        versionOf("go", "version"),
        versionOf("aws", "--version"),
        versionOf("pulumi-language-nodejs", "-version"),
    ]);
    return { node: process.versions.node, pulumi, go, aws, languageHost: host !== undefined };
}

/** One line for each thing that is missing, with what to install. Empty: everything is there. */
export function missingFor(where: "embedded" | "aws", machine: Machine, wanted = wantedVersions()): readonly string[] {
    const { node, pulumi, go, aws, languageHost } = machine;
    const hasPulumi = pulumi !== undefined && fits(pulumi, wanted.pulumi);
    const hasGo = go !== undefined && compare(go, wanted.go) >= 0;
    const lines = [
        compare(node, OLDEST_NODE) < 0 ? `node ${node} is too old: install Node ${OLDEST_NODE} or newer` : "",
    ];
    if (where === "embedded") lines.push(hasPulumi || hasGo ? "" : missing(wanted, pulumi, go));
    else
        lines.push(
            hasPulumi ? "" : `pulumi ${pulumi ?? "is missing"}: install pulumi ${wanted.pulumi} or newer (below 4)`,
            !hasPulumi || languageHost
                ? ""
                : "pulumi-language-nodejs is missing: install Pulumi as a whole; a CLI that was built from its module cannot run a program",
            aws === undefined
                ? "aws is missing: install the AWS CLI 2; the cluster's credentials come from `aws eks get-token`"
                : "",
        );
    return lines.filter((line) => line !== "");
}
