/** A system's place behind the load balancer: Ingress and name with a domain, a command to forward a port without. */
import assert from "node:assert/strict";
import { ConfigMap } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { PublicEndpoint, type Published, type PublicEndpointArgs } from "../../../components/blocks/ingress";
import * as w from "../../../components/workload";
import { LOAD_BALANCER_ZONES } from "../../../config/load-balancer-zones";
import { REGIONS } from "../../../config/regions";
import { UNKNOWN, type Graph } from "../../../plan/graph";
import { at, object, resources, testImage } from "../workload/fixture";
import { surrounded, type Surroundings } from "./fixture";

const CERTIFICATE = "arn:aws:acm:eu-central-1:111122223333:certificate/1";
const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";
const RECORD = "aws:route53/record:Record";

function ingressOf(ready: readonly pulumi.Resource[]): w.IngressSite {
    return {
        ...{ className: "alb", groupName: "mindcloud-dev", domainName: "ai.example.com", zoneId: "ZPUBLIC", ready },
        controller: { name: "controller", namespace: "balancing" },
        certificateArn: pulumi.output(CERTIFICATE),
        logsBucket: pulumi.output("logs"),
    };
}

type Changes = Partial<Omit<PublicEndpointArgs<"api">, "namespace" | "to" | "port">>;

const asked = (path: string): Published => ({ path, by: "application", how: "TOKEN" });

const LOGIN = {
    ...{ issuer: "https://login.example.com", clientId: "app", authUrl: "https://login.example.com/authorize" },
    ...{ tokenUrl: "https://login.example.com/token", userUrl: "https://login.example.com/userinfo" },
    secret: { secretName: pulumi.output("people/endpoints/app"), arn: pulumi.output("arn:aws:secretsmanager:app") },
};

function app(
    { namespace, opts }: Surroundings,
    { changes = {}, number = 8000 }: { readonly changes?: Changes; readonly number?: number } = {},
): PublicEndpoint<"api"> {
    const admits = namespace.site.ingress === undefined ? [] : [w.loadBalancer("api")];
    const api = new w.Workload(
        "app-api",
        {
            ...{ namespace, image: testImage, resources, scaling: w.fixed(2), ports: { api: number }, admits },
            health: { path: "/health", on: "api" },
        },
        opts,
    );
    return new PublicEndpoint(
        "app-endpoint",
        { namespace, host: "app", to: api, port: "api", published: [asked("/")], ...changes },
        opts,
    );
}

/** The same with the load balancer of an environment that has a domain. */
function withDomain(changes: Changes = {}, mode: "preview" | "update" = "update", seen?: (url: unknown) => void) {
    return surrounded(
        (around) => {
            const { site, opts } = around;
            // Stands for the controller.
            const controller = new ConfigMap("controller", {}, { provider: opts.providers.kubernetes });
            const ingress = ingressOf([controller]);
            const namespace = new w.Namespace(
                "public",
                { site: { ...site, ingress }, system: "public", loadBalanced: true },
                opts,
            );
            const endpoint = app({ ...around, namespace }, { changes });
            seen?.(endpoint.url);
        },
        { mode },
    );
}

const annotationsOf = (graph: Graph): Record<string, unknown> =>
    at(graph.the(INGRESS), "metadata", "annotations") as Record<string, unknown>;

describe("components/blocks/ingress", () => {
    let graph: Graph;
    let url: unknown;
    before(async () => {
        graph = await withDomain({}, "update", (found) => (url = found));
    });

    it("sends one host of the domain over TLS to a port of the Service, and plain HTTP to TLS", () => {
        const { inputs } = object(graph, "Ingress", "app", "public");
        assert.deepEqual(inputs.spec, {
            ingressClassName: "alb",
            rules: [
                {
                    host: "app.ai.example.com",
                    http: {
                        paths: [
                            {
                                path: "/",
                                pathType: "Prefix",
                                backend: { service: { name: "app-api", port: { name: "api" } } },
                            },
                        ],
                    },
                },
            ],
        });
        assert.deepEqual(annotationsOf(graph), {
            "alb.ingress.kubernetes.io/listen-ports": '[{"HTTP":80},{"HTTPS":443}]',
            "alb.ingress.kubernetes.io/ssl-redirect": "443",
            "alb.ingress.kubernetes.io/certificate-arn": CERTIFICATE,
            "alb.ingress.kubernetes.io/healthcheck-path": "/health",
            "alb.ingress.kubernetes.io/success-codes": "200",
            "alb.ingress.kubernetes.io/target-group-attributes": "deregistration_delay.timeout_seconds=20",
            "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress[0].hostname}",
        });
        assert.equal(url, "https://app.ai.example.com");
    });

    it("gives the host the address of the load balancer, in the region's own zone, whatever its health", () => {
        const { inputs } = graph.the(RECORD);
        const { aliases, ...rest } = inputs;
        assert.deepEqual(rest, { zoneId: "ZPUBLIC", name: "app.ai.example.com", type: "A" });
        const [{ name, ...alias } = {}] = aliases as Record<string, unknown>[];
        assert.match(String(name), /^k8s-[0-9a-f]+-\d+\.[a-z0-9-]+\.elb\.amazonaws\.com$/);
        assert.deepEqual(alias, { zoneId: "Z215JYRZR1TBD5", evaluateTargetHealth: false });
    });

    it("waits for controller and namespace, comes up beside the pods, and the name waits for the address alone", () => {
        const ingress = graph.the(INGRESS);
        for (const needed of [
            graph.the("kubernetes:core/v1:ConfigMap", "controller"),
            object(graph, "Namespace", "public"),
        ])
            assert.ok(graph.dependsOn(ingress, needed), needed.name);
        for (const beside of [object(graph, "Service", "app-api"), object(graph, "Deployment", "app-api")])
            assert.ok(!graph.dependsOn(graph.the(RECORD), beside), beside.name);
        assert.ok(graph.dependsOn(graph.the(RECORD), ingress));
    });

    it("uses the provider of each side, and hangs below its component", () => {
        for (const [type, provider] of [
            [INGRESS, "kubernetes"],
            [RECORD, "aws"],
        ] as const) {
            const resource = graph.the(type);
            assert.equal(graph.get(resource.provider ?? "").name, provider);
            assert.equal(graph.get(resource.parent ?? "").type, "mindcloud:blocks:PublicEndpoint");
        }
    });

    it("plans without knowing the address", async () => {
        const planned = await withDomain({}, "preview");
        const [alias] = planned.the(RECORD).inputs.aliases as { name: unknown }[];
        assert.equal(alias?.name, UNKNOWN);
        assert.equal(planned.the(RECORD).inputs.name, "app.ai.example.com");
    });

    it("keeps a client at its pod, sends only some paths and asks elsewhere for health, when told", async () => {
        const changed = await withDomain({
            ...{ sticky: w.hours(1), healthPath: "/ping" },
            published: [asked("/docs"), asked("/api")],
        });
        const annotations = annotationsOf(changed);
        assert.equal(
            annotations["alb.ingress.kubernetes.io/target-group-attributes"],
            "deregistration_delay.timeout_seconds=20,stickiness.enabled=true,stickiness.lb_cookie.duration_seconds=3600",
        );
        assert.equal(annotations["alb.ingress.kubernetes.io/healthcheck-path"], "/ping");
        const paths = at(changed.the(INGRESS), "spec", "rules", 0, "http", "paths") as { path: string }[];
        assert.deepEqual(
            paths.map(({ path }) => path),
            ["/docs", "/api"],
        );
    });

    it("lets the load balancer log people in before anything reaches a pod, with a secret that it alone may read", async () => {
        const published: readonly Published[] = [{ path: "/app", by: "loadBalancer", how: "OpenID Connect" }];
        const guarded = await withDomain({ login: LOGIN, published });
        const annotations = annotationsOf(guarded);
        assert.equal(annotations["alb.ingress.kubernetes.io/auth-type"], "oidc");
        assert.equal(annotations["alb.ingress.kubernetes.io/auth-on-unauthenticated-request"], "authenticate");
        assert.deepEqual(JSON.parse(String(annotations["alb.ingress.kubernetes.io/auth-idp-oidc"])), {
            issuer: "https://login.example.com",
            authorizationEndpoint: "https://login.example.com/authorize",
            tokenEndpoint: "https://login.example.com/token",
            userInfoEndpoint: "https://login.example.com/userinfo",
            secretName: "app-login",
        });
        const secret = object(guarded, "ExternalSecret", "app-login", "public");
        assert.deepEqual(at(secret, "spec", "data"), [
            { secretKey: "clientSecret", remoteRef: { key: "people/endpoints/app" } },
        ]);
        assert.deepEqual(at(secret, "spec", "target", "template", "data"), { clientID: "app" });
        const [rule] = object(guarded, "Role", "app-login", "public").inputs.rules as Record<string, unknown>[];
        assert.deepEqual(rule?.resourceNames, ["app-login"]);
        assert.deepEqual(object(guarded, "RoleBinding", "app-login", "public").inputs.subjects, [
            { kind: "ServiceAccount", name: "controller", namespace: "balancing" },
        ]);
        for (const needed of [secret, object(guarded, "RoleBinding", "app-login", "public")])
            assert.ok(guarded.dependsOn(guarded.the(INGRESS), needed), needed.name);
    });

    it("makes no name where nobody authenticates anything, although there is a domain", async () => {
        const closed = await withDomain({ published: [], closed: ["/mcp"] });
        assert.equal(closed.ofType(INGRESS, RECORD).length, 0);
        assert.deepEqual(closed.the("mindcloud:blocks:PublicEndpoint").inputs.doors, {
            ...{ system: "public", scheme: "none", published: [], closed: ["/mcp"] },
        });
    });

    it("makes nothing without a domain, and says which command leads there", async () => {
        for (const [number, port] of [
            [8000, "8000"],
            [80, "8080:80"],
        ] as const) {
            const internal = await surrounded((around) => {
                assert.equal(app(around, { number }).url, undefined);
            });
            assert.equal(internal.ofType(INGRESS, RECORD).length, 0);
            assert.deepEqual(internal.the("mindcloud:blocks:PublicEndpoint").inputs.reach, {
                system: "app",
                command: `kubectl -n app port-forward svc/app-api ${port}`,
            });
        }
        assert.deepEqual(graph.the("mindcloud:blocks:PublicEndpoint").inputs.reach, {
            system: "public",
            url: "https://app.ai.example.com",
        });
    });

    it("refuses what the certificate, the controller or the load balancer would, all at once", async () => {
        const published: readonly Published[] = [
            asked("api"),
            { path: "/open", by: "nobody", how: "" },
            { path: "/admin", by: "loadBalancer", how: "" },
        ];
        const wrong = { host: "app.v2", published, healthPath: "health", sticky: w.hours(24 * 8) };
        await assert.rejects(withDomain(wrong), (error: Error) => {
            assert.deepEqual(error.message.split("\n"), [
                "app-endpoint: the host app.v2 is no DNS label: use lower-case letters, digits and dashes",
                "app-endpoint: the path health does not begin with /",
                "app-endpoint: the path api does not begin with /",
                "app-endpoint: /admin is authenticated by loadBalancer, which the login of the load balancer contradicts",
                "app-endpoint: /open is authenticated by nobody, and no key of the stack file says so",
                "app-endpoint: sticky is 691200 s: write 1 s to 7 days",
            ]);
            return true;
        });
    });

    it("takes every host that DNS takes as a label, up to 63 letters, digits and dashes, and no other", async () => {
        for (const host of ["a", "9", "a-9", "0b9", `9${"z".repeat(61)}0`]) await withDomain({ host });
        for (const host of ["", "-a", "a-", "A", "a_b", "a".repeat(64)])
            await assert.rejects(withDomain({ host }), /is no DNS label/, host);
    });

    it("knows the load balancers' zone of every region that a stack may name, each once", () => {
        // The source is older than these two; with a domain they are refused by name (config/checks/zones.ts).
        const without = ["ap-east-2", "ap-southeast-6"];
        const known = Object.keys(LOAD_BALANCER_ZONES);
        assert.deepEqual([...known, ...without].sort(), [...REGIONS].sort());
        assert.equal(new Set(Object.values(LOAD_BALANCER_ZONES)).size, known.length);
        for (const zone of Object.values(LOAD_BALANCER_ZONES)) assert.match(zone, /^Z[0-9A-Z]{11,20}$/);
    });
});
