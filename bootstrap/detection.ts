/** The commands that make an account notice what nobody should do, as text: one a region. */
import type { Bootstrap, Printed } from "./command";

/** Where IAM's calls and root's sign-in are told of (EventBridge user guide, "AWS service events delivered via AWS CloudTrail"). */
const GLOBAL: Readonly<Record<string, string>> = {
    aws: "us-east-1",
    "aws-us-gov": "us-gov-west-1",
    "aws-cn": "cn-north-1",
};

export interface Detection extends Bootstrap {
    readonly email: string | undefined;
    readonly partition: string;
}

export function detectionCommands({ project, stack, stacks, repository, email, partition }: Detection): Printed {
    const regions = stacks.filter(({ account }) => account === stack.account).flatMap(({ region }) => region ?? []);
    const first = GLOBAL[partition] ?? "us-east-1";
    const all = [first, ...new Set(regions.filter((region) => region !== first))];
    const commands = all.map((region) =>
        [
            "aws cloudformation deploy",
            `  --region ${region}`,
            `  --stack-name ${project}-account-detection`,
            "  --template-file bootstrap/detection.yaml",
            "  --capabilities CAPABILITY_NAMED_IAM",
            "  --no-fail-on-empty-changeset",
            `  --tags mindcloud:project=${project} mindcloud:stack=account`,
            "  --parameter-overrides",
            `    Project=${project}`,
            `    Email=${email ?? "<address>"}`,
            ...(repository === undefined ? [] : [`    GitHubRepository='${repository}'`]),
            `    CloudTrail=${String(region === first)}`,
        ].join(" \\\n"),
    );
    return {
        command: commands.join("\n\n"),
        remarks: [
            ...(email === undefined ? ["write who is told in the place of <address>, or say EMAIL=you@company"] : []),
            `where the organization has a trail, say CloudTrail=false in ${first} too`,
            `for a way in when all others are shut, add BreakGlassPrincipals='<ARN>,<ARN>' in ${first}: docs/guides/detection.md`,
        ],
    };
}
