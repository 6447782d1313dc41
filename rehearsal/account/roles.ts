import { AccountStack, type RolePolicies } from "../../bootstrap/account";
import { broughtArns } from "../../bootstrap/brought";
import type { Environment, PeopleSecrets } from "../../config/environment";
import { engineCalls, type EngineWork } from "../../iam/actions/engine";
import { decide, refusalText, type Principal, type Request } from "../../iam/evaluate";
import { policyOf } from "../../iam/policy";
import { requestsFor } from "../../iam/requests";

/** Policies as bootstrap/account.yaml puts them out; plain, so that it can be handed to another process. */
export type Caller = Pick<RolePolicies, "arn" | "policies">;

/** Who acts on the embedded AWS, of what the account's template makes for this stack. */
export interface Roles {
    readonly deploy: Caller;
    readonly preview: Caller;
    /** What every role of the environment has to stay within. */
    readonly boundaryArn: string;
    /** The engine's own requests, to the state and its key. */
    readonly engineRequests: (work: EngineWork) => readonly Request[];
}

/** What bootstrap/account.yaml makes of an account for this stack alone. */
export function accountOf(environment: Environment, secrets: PeopleSecrets): AccountStack {
    const { project, stack, account, region, partition, domain } = environment;
    const place = { account, region, partition };
    const brought = broughtArns({ project, stack, ...place }, { existing: environment.existing, secrets });
    return new AccountStack(
        {
            Project: project,
            GitHubRepository: "acme/platform",
            Environments: stack,
            Regions: region,
            Brought: brought.join(),
            // Placeholders of a stack file are no ids of AWS.
            HostedZones: domain?.zoneId === undefined ? "" : `${stack}=${domain.zoneId}`,
        },
        place,
    );
}

/** On the state's bucket and key (bootstrap/account.yaml). */
const OF_THE_ACCOUNT = { "mindcloud:stack": "account" };

export function rolesOf(environment: Environment, secrets: PeopleSecrets): Roles {
    const { project, stack, account, region, partition } = environment;
    const place = { account, region, partition };
    const made = accountOf(environment, secrets);
    const state = {
        bucket: `${project}-state-${account}-${region}`,
        key: made.keyArn("StateKey"),
        project,
        stack,
    };
    return {
        deploy: made.role(`${project}-deploy-${stack}`),
        preview: made.role(`${project}-preview-${stack}`),
        boundaryArn: `${String(made.rendered.outputs.PermissionsBoundaryPrefix)}${stack}`,
        engineRequests: (work) =>
            requestsFor(engineCalls[work], state, { place, tagsOf: () => OF_THE_ACCOUNT, find: () => undefined }),
    };
}

/** What of it a caller is refused: one line each. */
export function refusals(caller: Principal, requests: readonly Request[]): readonly string[] {
    return requests.flatMap((request) => {
        const decision = decide(caller, request);
        return decision.allowed ? [] : [`AccessDenied: ${refusalText(caller, request, decision)}`];
    });
}

export function principalOf({ arn, policies }: Caller): Principal {
    return { arn, policies: Object.entries(policies).map(([name, document]) => policyOf(name, document)) };
}
