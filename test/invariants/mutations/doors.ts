/** What a person could do to who gets in. On test/environments/doors.yaml, which is published in every way that there is. */
import type { Graph } from "../../../plan/graph";
import { recordingOf } from "../../support/recordings";
import { all, mutation, set, type Mutation, type Which } from "../mutation";

export const DOORS = "test/environments/doors.yaml";
export const doorGraph = async (): Promise<Graph> => (await recordingOf(DOORS, "update")).graph;

const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";
const ENDPOINT = "mindcloud:blocks:PublicEndpoint";
const AKOSHA: Which = [INGRESS, "akosha-endpoint"];
const MEMSTACK: Which = [INGRESS, "memstack-endpoint"];
const MYRIAD: Which = [ENDPOINT, "myriad-endpoint"];
const FIRST = "spec.rules.0.http.paths.0.path";

const PROVIDER = {
    ...{ issuer: "https://a", authorizationEndpoint: "https://a/a", tokenEndpoint: "https://a/t" },
    ...{ userInfoEndpoint: "https://a/u", secretName: "akosha-login" },
};
const login = (request: string, provider: object = PROVIDER) =>
    set(AKOSHA, "metadata.annotations", {
        "alb.ingress.kubernetes.io/auth-type": "oidc",
        "alb.ingress.kubernetes.io/auth-on-unauthenticated-request": request,
        "alb.ingress.kubernetes.io/auth-idp-oidc": JSON.stringify(provider),
    });

export const doorMutations: readonly Mutation[] = [
    mutation("send on who has not logged in", login("allow"), "published-authenticated"),
    mutation(
        "forget where the load balancer asks who somebody is",
        login("authenticate", { ...PROVIDER, userInfoEndpoint: undefined }),
        "published-authenticated",
    ),
    mutation("leave the login out", set(AKOSHA, "metadata.annotations", {}), "published-authenticated"),
    mutation("publish one path more", set(MEMSTACK, FIRST, "/internal"), "published-authenticated"),
    mutation(
        "publish for everybody what the stack file does not name",
        set(MYRIAD, "doors.published.0.optIn", "systems.myriad.endpoint.paths./v2"),
        "published-authenticated",
    ),
    mutation(
        "say nothing of how a path is guarded",
        set([ENDPOINT, "memstack"], "doors.published.0.how", ""),
        "published-authenticated",
    ),
    mutation(
        "publish what Prometheus reads",
        all(set(MEMSTACK, FIRST, "/metrics"), set([ENDPOINT, "memstack"], "doors.published.0.path", "/metrics")),
        "published-metrics",
    ),
    mutation(
        "publish everything",
        all(set(MEMSTACK, FIRST, "/"), set([ENDPOINT, "memstack"], "doors.published.0.path", "/")),
        "published-metrics",
    ),
];
