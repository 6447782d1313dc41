/** The one AWS command that prepares an account, as text. Pure, so that it can be tested; cli.ts reads the files. */

export interface StackFile {
    readonly stack: string;
    readonly region: string | undefined;
    readonly account: string | undefined;
    /** Id of the hosted zone that the stack writes records of. */
    readonly zone?: string;
    /** ARNs of what it uses and does not make. */
    readonly brought?: readonly string[];
}

export interface Bootstrap {
    readonly project: string;
    /** The stack whose account and region are meant. */
    readonly stack: StackFile;
    /** All stack files: those of the same account share what is made. */
    readonly stacks: readonly StackFile[];
    /** owner/repository on GitHub, where known. */
    readonly repository: string | undefined;
}

export interface Printed {
    readonly command: string;
    /** What the reader has to see to before running it. */
    readonly remarks: readonly string[];
}

/** The same pattern as in account.yaml (tested), and what the configuration accepts: stacks named otherwise cannot be deployed at all. */
export const ENVIRONMENT =
    /^(?=.{1,20}$)(?!(account|boundary|deploy|images|preview|state)(-|$))[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const PLACEHOLDER_ACCOUNT = "000000000000";
const UNKNOWN_REPOSITORY = "<owner>/<repository>";

export function bootstrapCommand({ project, stack, stacks, repository }: Bootstrap): Printed {
    const region = stack.region ?? "us-east-1";
    const sharing = stacks.filter((each) => each.account === stack.account);
    const environments = sharing.map((each) => each.stack).filter((name) => ENVIRONMENT.test(name));
    const regions = [...new Set([region, ...sharing.flatMap((each) => each.region ?? [])])];
    const nameless = sharing.map((each) => each.stack).filter((name) => !ENVIRONMENT.test(name));
    const zones = sharing.flatMap(({ stack: name, zone }) => (isZone(zone) ? [`${name}=${zone}`] : []));
    const brought = [...new Set(sharing.flatMap((each) => each.brought ?? []))];
    const confused = environments.flatMap((name) =>
        environments.filter((longer) => longer.startsWith(`${name}-`)).map((longer) => [name, longer] as const),
    );

    const lines = [
        "aws cloudformation deploy",
        `  --region ${region}`,
        `  --stack-name ${project}-account`,
        "  --template-file bootstrap/account.yaml",
        "  --capabilities CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND",
        "  --no-fail-on-empty-changeset",
        `  --tags mindcloud:project=${project} mindcloud:stack=account`,
        "  --parameter-overrides",
        `    Project=${project}`,
        `    GitHubRepository='${repository ?? UNKNOWN_REPOSITORY}'`,
        ...(environments.length > 0 ? [`    Environments=${environments.join(",")}`] : []),
        `    Regions=${regions.join(",")}`,
        ...(zones.length > 0 ? [`    HostedZones=${zones.join(",")}`] : []),
        ...(brought.length > 0 ? [`    Brought='${brought.join(",")}'`] : []),
    ];
    const remarks = [
        ...(stack.account === undefined || stack.account === PLACEHOLDER_ACCOUNT
            ? [
                  `Pulumi.${stack.stack}.yaml names no real account yet: the command goes to whichever account you are signed in to`,
              ]
            : [`sign in to account ${stack.account} first; 'aws sts get-caller-identity' says where you are`]),
        ...(repository === undefined
            ? [
                  "the GitHub repository is unknown here: write owner/repository in its place, or say make bootstrap GITHUB=owner/repository",
              ]
            : []),
        ...nameless.map(
            (name) =>
                `stack ${name} gets no role: its name is not at most 20 lower-case letters, digits and single dashes, or is one of the account's`,
        ),
        ...confused.map(
            ([name, longer]) =>
                `stack ${longer} would carry the names of ${name} (mindcloud-${name}-...): the template refuses it; rename one of them`,
        ),
    ];
    return { command: lines.join(" \\\n"), remarks };
}

/** Placeholders of a stack file are none. */
function isZone(zone: string | undefined): zone is string {
    return zone !== undefined && /^Z[A-Z0-9]+$/.test(zone) && !/^Z0+PLACEHOLD/.test(zone);
}

/** owner/repository of a remote on GitHub, in either of the forms that git writes. */
export function repositoryOf(remote: string): string | undefined {
    return /^(?:https:\/\/(?:[^@/]+@)?github\.com\/|(?:ssh:\/\/)?git@github\.com[:/])([^/\s]+\/[^/\s]+?)(?:\.git)?\/?$/.exec(
        remote.trim(),
    )?.[1];
}
