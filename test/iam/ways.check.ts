import assert from "node:assert/strict";
import { callOf } from "../../iam/call";
import { NEEDS } from "../../iam/needs";
import type { Need } from "../../iam/needs/need";
import type { Graph, RecordedResource } from "../../plan/graph";
import { changed, COMPLETE, recordStack } from "../support/recordings";

/** Names of interface endpoints by the prefix of actions, where they differ. Services of AWS call kms and iam for their callers. */
const ENDPOINTS: Readonly<Record<string, string | undefined>> = {
    cloudwatch: "monitoring",
    tag: "tagging",
    kms: undefined,
    iam: undefined,
};

const endpointsOf = ({ calls, alsoCalls = [] }: Need): ReadonlySet<string> =>
    new Set([
        ...alsoCalls,
        ...calls.flatMap((call) => {
            const service = callOf(call).action.name.split(":")[0] ?? "";
            const endpoint = service in ENDPOINTS ? ENDPOINTS[service] : service;
            return endpoint === undefined ? [] : [endpoint];
        }),
    ]);

/** Those of them that config/schema/network.ts offers and that pods behind a NetworkPolicy call. */
const OFFERED = ["autoscaling", "ec2", "eks", "elasticloadbalancing", "monitoring", "secretsmanager", "sns", "sts"];

describe("an interface endpoint of a service", () => {
    for (const service of OFFERED)
        it(`${service} is reached by every controller that calls it`, async function () {
            this.timeout(600_000);
            const stack = changed(COMPLETE, { network: { interfaceEndpoints: [service] } });
            const { graph } = await recordStack(stack, "update");
            const callers = [...NEEDS.values()].filter((need) => endpointsOf(need).has(service));
            const behind = callers
                .flatMap(({ role }) => namespaceOf(graph, role) ?? [])
                .filter((each) => each !== "kube-system");
            assert.ok(behind.length > 0);
            assert.deepEqual(
                behind.filter((namespace) => !reachesVpc(graph, namespace)),
                [],
            );
        });
});

/** From the trust of a Pod Identity role. */
function namespaceOf(graph: Graph, need: string): string | undefined {
    const role = graph.ofType("aws:iam/role:Role").find(({ name }) => name === `${need}-role`);
    return /kubernetes-namespace":"([^"]+)"/.exec(String(role?.inputs.assumeRolePolicy))?.[1];
}

/** HTTPS to a block of the VPC, where endpoints have their addresses. */
function reachesVpc(graph: Graph, namespace: string): boolean {
    return graph
        .ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy")
        .filter(({ inputs }) => (inputs.metadata as { namespace?: string }).namespace === namespace)
        .some((policy) =>
            egressOf(policy).some(
                ({ to = [], ports = [] }) =>
                    ports.some(({ port }) => port === 443) &&
                    to.some(({ ipBlock }) => ipBlock?.cidr.startsWith("10.40.") === true),
            ),
        );
}

interface Egress {
    readonly to?: readonly { readonly ipBlock?: { readonly cidr: string } }[];
    readonly ports?: readonly { readonly port?: number }[];
}

const egressOf = ({ inputs }: RecordedResource): readonly Egress[] =>
    (inputs.spec as { egress?: readonly Egress[] }).egress ?? [];
