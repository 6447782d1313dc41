/** The log group that EKS writes again when its cluster is gone (terraform-aws-modules/terraform-aws-eks issues 2446, 2763): it takes the name. */
import { execFile } from "node:child_process";

/** One command of the AWS CLI, with its exit status and what it printed. */
export type Aws = (...args: readonly string[]) => Promise<{ readonly code: number; readonly output: string }>;

export interface ControlPlaneLogs {
    readonly clusterName: string;
    readonly region: string;
    /** How often to look, a minute apart. */
    readonly looks: number;
    readonly aws: Aws;
    readonly say: (line: string) => unknown;
    /** Default a minute. */
    readonly pause?: () => Promise<void>;
}

const MINUTE = 60_000;
const aMinute = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, MINUTE));

/** Deletes the group while there is no cluster that it could belong to. What cannot be asked is left alone, and said. */
export async function clearControlPlaneLogs(logs: ControlPlaneLogs): Promise<void> {
    const { looks, say, pause = aMinute } = logs;
    for (let look = 0; look < looks; look++) {
        if (look > 0) await pause();
        const { said, over } = await lookOnce(logs);
        if (said !== undefined) say(said);
        if (over) return;
    }
}

interface Look {
    readonly said?: string;
    /** There is nothing to look for any more. */
    readonly over: boolean;
}

async function lookOnce({ clusterName, region, aws }: ControlPlaneLogs): Promise<Look> {
    const group = `/aws/eks/${clusterName}/cluster`;
    const unasked = (output: string): Look => ({
        said: `whether ${group} is left could not be asked: ${lastLine(output)}`,
        over: true,
    });
    const here = ["--region", region, "--output", "text"];
    const cluster = await aws("eks", "describe-cluster", "--name", clusterName, ...here);
    if (cluster.code === 0) return { over: true }; // the group is its own
    if (!cluster.output.includes("ResourceNotFoundException")) return unasked(cluster.output);
    const named = ["--query", "logGroups[].logGroupName", "--log-group-name-prefix", group];
    const found = await aws("logs", "describe-log-groups", ...named, ...here);
    if (found.code !== 0) return unasked(found.output);
    if (!found.output.split(/\s+/).includes(group)) return { over: false };
    const gone = await aws("logs", "delete-log-group", "--log-group-name", group, "--region", region);
    const said =
        gone.code === 0
            ? `EKS had written ${group} once more after its cluster was gone: deleted`
            : `${group} is left, and could not be deleted: ${lastLine(gone.output)}`;
    return { said, over: false };
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

/** With the whole environment of whoever runs this: here credentials are wanted. */
export const commandOfAws: Aws = (...args) =>
    new Promise((resolve) => {
        execFile("aws", [...args], (error, stdout, stderr) => {
            resolve({ code: error === null ? 0 : 1, output: `${stdout}${stderr}` });
        });
    });
