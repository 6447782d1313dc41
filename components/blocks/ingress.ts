import { Ingress } from "@pulumi/kubernetes/networking/v1";
import type { output } from "@pulumi/kubernetes/types";
import { Record as DnsRecord } from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import { LOAD_BALANCER_ZONES } from "../../config/load-balancer-zones";
import type { Duration, IngressSite, NamespaceHandle, Reach } from "../workload";
import { standardLabels } from "../workload/labels";
import type { ProbeTarget } from "../workload/probe-target";
import { refuse } from "../workload/refuse";
import { annotations, type LoadBalancerLogin } from "./ingress-annotations";
import { LoginSecret } from "./login-secret";

/** What answers: a Workload, or a Service. */
export interface Backend<Port extends string> {
    /** metadata.name of the Service, in the same namespace. */
    readonly serviceName: string;
    /** A Workload's: tells the number of a port. */
    on?(...ports: readonly Port[]): Reach;
}

export interface PublicEndpointArgs<Port extends string> {
    readonly namespace: NamespaceHandle;
    /** Name in the environment's domain: `akosha` is akosha.ai.example.com. One label: the certificate covers one level. */
    readonly host: string;
    /** Its pods admit `loadBalancer(port)` where the site has an ingress. */
    readonly to: Backend<Port>;
    /** Port of the Service, by name. */
    readonly port: NoInfer<Port>;
    /** What the load balancer asks on the same port; 200 is well. Default /health. */
    readonly healthPath?: string;
    /** Beginnings of paths that are sent on (`pathType: Prefix`), and who authenticates their callers; others answer 404. None: no name. */
    readonly published: readonly Published[];
    /** What is not sent on because nobody would authenticate its callers: for those who read the plan. */
    readonly closed?: readonly string[];
    /** Path that the application refuses without credentials: the probe from outside asks it. Default the first that it authenticates. */
    readonly refuses?: string;
    /** With rows `loadBalancer`, and only with them. */
    readonly login?: LoadBalancerLogin;
    /** A client stays with its pod for so long, by the load balancer's cookie: 1 s to 7 days. Default it does not. */
    readonly sticky?: Duration;
}

/** One row of the table of doors (docs/security.md). */
export interface Published {
    readonly path: string;
    readonly by: "loadBalancer" | "application" | "nobody";
    /** Setting or provider that does it. */
    readonly how: string;
    /** Of `nobody`: the key of the stack file that chooses it by name. */
    readonly optIn?: string;
}

/** How people come to a system. With a domain by a URL, without by a command that forwards a port of their own machine. */
export type HowToReach = { readonly system: string } & ({ readonly url: string } | { readonly command: string });

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Elastic Load Balancing, "Sticky sessions": duration-based stickiness. */
const LONGEST_STICKY_SECONDS = 604_800;

/**
 * One system's place behind the environment's load balancer: a name in the domain, TLS, and a way to its pods. Without a domain it makes
 * nothing and only tells how to get there. Satisfies ELB.1, ELB.8. How long a connection may idle is the load balancer's, not a system's.
 */
export class PublicEndpoint<Port extends string> extends pulumi.ComponentResource {
    /** `https://akosha.ai.example.com`; undefined without a domain. */
    readonly url: string | undefined;

    constructor(name: string, args: PublicEndpointArgs<Port>, opts?: pulumi.ComponentResourceOptions) {
        const { ingress, scope } = args.namespace.site;
        const open = args.published.length > 0 ? ingress : undefined;
        const url = open && `https://${hostName(args, open)}`;
        super("mindcloud:blocks:PublicEndpoint", name, { reach: reachOf(args, url), ...doorsOf(args, open) }, opts);
        this.url = url;
        refuse(name, problemsOf(args, scope.region));
        if (url !== undefined && open !== undefined)
            for (const target of probesOf(args, url, open.privateCidrs)) args.namespace.site.registry.addProbe(target);

        if (open !== undefined) {
            const listener = this.listen(name, args, open);
            if (open.zoneId !== undefined) this.name(name, open.zoneId, hostName(args, open), scope.region, listener);
        }
        this.registerOutputs({ url });
    }

    private listen(name: string, args: PublicEndpointArgs<Port>, ingress: IngressSite): Ingress {
        const { namespace, to, port, published, login } = args;
        const secret =
            login &&
            new LoginSecret(
                `${name}-login`,
                { namespace, login, host: args.host, controller: ingress.controller },
                { parent: this },
            );
        const service = { name: to.serviceName, port: { name: port } };
        return new Ingress(
            name,
            {
                metadata: {
                    name: args.host,
                    namespace: namespace.namespaceName,
                    labels: standardLabels({ name: args.host, partOf: namespace.system }),
                    annotations: annotations({ ...args, ...(secret && { loginSecret: secret.secretName }) }, ingress),
                },
                spec: {
                    ingressClassName: ingress.className,
                    rules: [
                        {
                            host: hostName(args, ingress),
                            http: {
                                paths: published.map(({ path }) => ({
                                    path,
                                    pathType: "Prefix",
                                    backend: { service },
                                })),
                            },
                        },
                    ],
                },
            },
            // Not after the pods: the load balancer comes while they start, and theirs get a readiness gate only when the Ingress is there
            // first. Until they are ready a first deployment's name answers 503.
            { parent: this, dependsOn: [...ingress.ready, ...namespace.ready, ...(secret?.ready ?? [])] },
        );
    }

    /**
     * An alias, not a CNAME: answered in one step and for nothing, and a load balancer that was replaced is found after its own TTL of a
     * minute. Its health does not count: every system is behind it, and one that is down must not take the others' names away.
     */
    private name(name: string, zoneId: string, host: string, region: string, ingress: Ingress): void {
        const address = ingress.status.apply((status) => addressOf(name, status));
        new DnsRecord(
            `${name}-record`,
            {
                zoneId,
                name: host,
                type: "A",
                aliases: [{ name: address, zoneId: LOAD_BALANCER_ZONES[region] ?? "", evaluateTargetHealth: false }],
            },
            { parent: this, dependsOn: [ingress] },
        );
    }
}

const hostName = ({ host }: { readonly host: string }, { domainName }: IngressSite): string => `${host}.${domainName}`;

function addressOf(name: string, status: output.networking.v1.IngressStatus): string {
    const address = status.loadBalancer.ingress[0]?.hostname;
    if (address === undefined)
        throw new Error(`${name}: the Ingress has no address: is the load balancer controller well?`);
    return address;
}

/** For the plan and the policy: who gets in where, from outside or (`internal`) from the network alone. */
const doorsOf = ({ namespace, published, closed = [] }: PublicEndpointArgs<string>, open: IngressSite | undefined) => ({
    doors: {
        system: namespace.system,
        scheme: open === undefined ? "none" : open.privateCidrs === undefined ? "internet-facing" : "internal",
        published: open === undefined ? [] : published.map((row) => ({ ...row })),
        closed: [
            ...closed,
            ...(open === undefined ? published.map(({ path }) => path).filter((path) => path !== "/") : []),
        ],
    },
});

/** The name, its certificate, and that nobody comes in without credentials where somebody is to ask for them. */
function probesOf(args: PublicEndpointArgs<string>, url: string, cidrs: readonly string[] | undefined): ProbeTarget[] {
    const { namespace, published, healthPath = "/health", login } = args;
    const of = {
        ...{ system: namespace.system, namespace: namespace.namespaceName },
        ...(cidrs && { cidrs }),
    };
    const covers = (by: Published["by"]) =>
        published.some((one) => one.by === by && (healthPath === one.path || healthPath.startsWith(`${one.path}/`)));
    const guarded = published.find(({ by }) => by === "application")?.path;
    const refused = login === undefined ? guarded && (args.refuses ?? guarded) : published[0]?.path;
    const health: ProbeTarget =
        covers("nobody") || (guarded === "/" && login === undefined)
            ? { ...of, by: "http", address: `${url}${healthPath}` }
            : { ...of, by: "tls", address: `${new URL(url).host}:443` };
    // Its pages ask for a login by themselves, with 200.
    if (refused === undefined || refused === "/") return [health];
    return [health, { ...of, by: login === undefined ? "refused" : "login", address: `${url}${refused}` }];
}

function reachOf({ namespace, to, port }: PublicEndpointArgs<string>, url: string | undefined): HowToReach {
    const { namespaceName, system } = namespace;
    if (url !== undefined) return { system, url };
    return { system, command: `kubectl -n ${namespaceName} port-forward svc/${to.serviceName} ${forwarded(to, port)}` };
}

/** Below 1024 an ordinary user may not listen. */
function forwarded(to: Backend<string>, port: string): string {
    const reach = to.on?.(port);
    const number = reach?.to === "workload" ? reach.ports[0]?.number : undefined;
    if (number === undefined) return port;
    return number < 1024 ? `${String(8000 + number)}:${String(number)}` : String(number);
}

function problemsOf(args: PublicEndpointArgs<string>, region: string): string[] {
    const { host, healthPath = "/", published, login, sticky } = args;
    const paths = published.map(({ path }) => path);
    return [
        ...(DNS_LABEL.test(host)
            ? []
            : [`the host ${host} is no DNS label: use lower-case letters, digits and dashes`]),
        ...[healthPath, ...paths]
            .filter((path) => !path.startsWith("/"))
            .map((path) => `the path ${path} does not begin with /`),
        ...published
            .filter(({ by }) => (by === "loadBalancer") !== (login !== undefined))
            .map(
                ({ path, by }) => `${path} is authenticated by ${by}, which the login of the load balancer contradicts`,
            ),
        ...published
            .filter(({ by, optIn }) => by === "nobody" && optIn === undefined)
            .map(({ path }) => `${path} is authenticated by nobody, and no key of the stack file says so`),
        ...(sticky !== undefined && (sticky.seconds < 1 || sticky.seconds > LONGEST_STICKY_SECONDS)
            ? [`sticky is ${String(sticky.seconds)} s: write 1 s to 7 days`]
            : []),
        ...(LOAD_BALANCER_ZONES[region] === undefined
            ? [`config/load-balancer-zones.ts has no hosted zone of load balancers in ${region}: add it`]
            : []),
    ];
}
