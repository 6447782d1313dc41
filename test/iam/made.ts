/** The roles that an environment makes, each within the boundary that the account's template puts out, and what is asked of AWS with them. */
import type { Environment, PeopleSecrets } from "../../config/environment";
import type { Principal, Request } from "../../iam/evaluate";
import { managedPolicy } from "../../iam/managed";
import { NEEDS } from "../../iam/needs";
import type { Need } from "../../iam/needs/need";
import { policyOf, type Policy } from "../../iam/policy";
import { requestsFor, type Facts, type Surroundings, type Thing } from "../../iam/requests";
import type { Graph, RecordedResource } from "../../plan/graph";
import { accountOf, rolesOf } from "../../rehearsal/account/roles";
import { surroundings, thingsOf } from "./life";

export interface MadeRole {
    /** Of the resource, without "-role". */
    readonly name: string;
    readonly principal: Principal;
    /** The program's own policy; what else it carries is AWS's. */
    readonly own: readonly Policy[];
    readonly need: Need | undefined;
    /** By call. */
    readonly requests: ReadonlyMap<string, readonly Request[]>;
}

export function madeRoles(graph: Graph, environment: Environment, secrets: PeopleSecrets): readonly MadeRole[] {
    const { boundaryArn } = rolesOf(environment, secrets);
    const boundary = policyOf("boundary", accountOf(environment, secrets).managedPolicy(boundaryArn));
    const things = thingsOf(graph);
    const place = { account: environment.account, region: environment.region, partition: environment.partition };
    const around = surroundings(
        things.map(({ thing }) => thing),
        place,
    );
    const facts = factsOf(things, environment, secrets);
    return graph.ofType("aws:iam/role:Role").map((role): MadeRole => {
        const name = role.name.replace(/-role$/, "");
        const own = of(graph, role, "aws:iam/rolePolicy:RolePolicy").map(({ inputs }) => policyOf(name, inputs.policy));
        const attached = of(graph, role, "aws:iam/rolePolicyAttachment:RolePolicyAttachment").map(({ inputs }) => {
            const arn = String(inputs.policyArn);
            const found = managedPolicy(arn);
            if (found === undefined) throw new Error(`${name} carries ${arn}, which iam/managed does not have`);
            return found;
        });
        const arn = `arn:${place.partition}:iam::${place.account}:role/${String(role.inputs.name)}`;
        const principal = {
            ...{ arn, policies: [...own, ...attached], boundary },
            context: { "aws:principalaccount": [place.account] },
        };
        const need = NEEDS.get(name);
        return { name, principal, own, need, requests: asked(need, facts, around, environment) };
    });
}

function asked(
    need: Need | undefined,
    facts: Facts,
    around: Surroundings,
    { project, stack }: Environment,
): ReadonlyMap<string, readonly Request[]> {
    const tags = { "mindcloud:project": project, "mindcloud:stack": stack };
    return new Map((need?.calls ?? []).map((call) => [call, requestsFor([call], facts, around, tags)]));
}

function of(graph: Graph, role: RecordedResource, type: string): readonly RecordedResource[] {
    return graph.ofType(type).filter(({ parent }) => parent === role.parent);
}

/** Each resource by its name, and what several resources, or none of ours, answer. */
function factsOf(
    things: readonly { readonly name: string; readonly thing: Thing }[],
    { project, stack, existing, account, region, partition }: Environment,
    people: PeopleSecrets,
): Facts {
    const named = Object.fromEntries(things.map(({ name, thing }) => [name, thing.facts]));
    const ofType = (type: string) => things.filter(({ thing }) => thing.type === type);
    const secrets = ofType("aws:secretsmanager/secret:Secret").filter(
        ({ thing }) => thing.tags?.["mindcloud:synced"] === "true",
    );
    const property = (name: string, key: string): unknown => named[name]?.[key];
    const keys: Facts = Object.fromEntries(
        ["alarms", "cluster", "files", "objects", "secrets", "volumes"].map((domain) => [
            domain,
            existing.kmsKeyArn ?? property(`keys-${domain}`, "arn"),
        ]),
    );
    return {
        ...named,
        ...{ project, stack },
        cluster: property("cluster-cluster", "name"),
        vpc: existing.vpc?.id ?? property("network-vpc", "id"),
        privateSubnets: ofType("aws:ec2/subnet:Subnet")
            .filter(({ name }) => name.startsWith("network-private-"))
            .map(({ thing }) => thing.facts.id),
        nodeGroup: property("security-nodes-group", "id"),
        key: { ...keys, cold: existing.coldBucket === undefined ? keys.objects : existing.coldBucket.kmsKeyArn },
        coldBucket: existing.coldBucket?.name ?? property("stores-cold-bucket", "bucket"),
        broughtSecretKeys: existing.secretKeyArns,
        broughtSecrets: Object.values(people).flatMap((secret) =>
            secret.kind === "named"
                ? [`arn:${partition}:secretsmanager:${region}:${account}:secret:${secret.secretName}-AbCdEf`]
                : [],
        ),
        syncedSecrets: secrets.map(({ thing }) => thing.facts.arn),
    };
}
