/** The services of an environment as program.ts makes them, without any system: what they are depends on what the systems announce. */
import { Ingress } from "@pulumi/kubernetes/networking/v1";
import { AlarmNotifications } from "../../../components/aws/alarm-topic";
import * as parts from "../../../components/aws/parts";
import { ClusterServices } from "../../../components/cluster/cluster-services";
import { monitoringOf } from "../../../components/monitoring/monitoring";
import type { Environment, PeopleSecrets } from "../../../config/environment";
import { load } from "../../../config/load";
import { isTree, type Tree } from "../../../config/tree";
import type { Graph, RecordedResource } from "../../../plan/graph";
import { record } from "../../../plan/record";
import * as w from "../../../components/workload";
import type { Site } from "../../../components/workload";
import { COMPLETE, inputFrom } from "../../support/recordings";
import { small, testImage } from "../workload/fixture";

/** The complete environment, with other words for some of its keys. */
function environmentOf(settings: Tree): { readonly environment: Environment; readonly secrets: PeopleSecrets } {
    const input = inputFrom(COMPLETE);
    const loaded = load({ ...input, settings: { ...input.settings, ...settings } });
    if (!loaded.ok) throw new Error(loaded.problems.map(({ path: key, rule }) => `${key} ${rule}`).join("\n"));
    return loaded;
}

/** Only these systems, as the complete environment says them. */
export function onlySystems(...keys: readonly string[]): Tree {
    const said = inputFrom(COMPLETE).settings.systems;
    if (!isTree(said)) throw new Error("the complete environment has no systems");
    return { systems: Object.fromEntries(keys.map((key) => [key, said[key]])) };
}

export async function servicesGraph(
    settings: Tree = {},
    onTop: (site: Site) => void = () => undefined,
): Promise<Graph> {
    const { environment, secrets } = environmentOf(settings);
    const { project, stack } = environment;
    return (await record(() => deployServices(environment, secrets, onTop), { project, stack, mode: "update" })).graph;
}

function deployServices(environment: Environment, secrets: PeopleSecrets, onTop: (site: Site) => void) {
    const foundation = parts.foundationOf(environment, secrets);
    const { scope, keys, opts } = foundation;
    const network = parts.networkOf(foundation);
    const { security, start } = parts.clusterIn(foundation, network);
    const alarms = new AlarmNotifications("alarms", { scope, key: keys.of("alarms"), ...environment.alerts }, opts);
    const stores = parts.storesOf(foundation, network, security, alarms);
    const cluster = start();
    const peopleSecret = parts.peopleSecretsOf(foundation, secrets);
    const password = parts.passwordsOf(foundation);
    const inCluster = { providers: [...opts.providers, cluster.provider] };
    const { site } = new ClusterServices(
        "services",
        {
            ...{ ...foundation, network, security, cluster },
            stores: parts.storesForSystems(stores),
            peopleSecret,
            certificate: parts.certificateOf(foundation),
            loadBalancerLogs: stores?.loadBalancerLogs,
        },
        inCluster,
    );
    monitoringOf({ ...foundation, site, alarms, peopleSecret, password, logs: stores?.podLogs }, inCluster);
    onTop(site);
    return {};
}

/** A pod behind the load balancer, as a system makes one. */
function application(site: Site): void {
    const opts = { providers: [] };
    const namespace = new w.Namespace("app", { site, system: "app", loadBalanced: true }, opts);
    new w.Workload(
        "app-api",
        {
            ...{ namespace, image: testImage, ports: { api: 8001 }, resources: small, scaling: w.fixed(2) },
            health: { path: "/health", on: "api" },
            admits: [w.loadBalancer("api")],
        },
        opts,
    );
    new Ingress("app-ingress", { metadata: { namespace: "app" } }, { dependsOn: [...(site.ingress?.ready ?? [])] });
}

const shared = new Map<string, Promise<Graph>>();

/** Recorded once for all tests. */
function sharedGraph(name: string, make: () => Promise<Graph>): Promise<Graph> {
    const made = shared.get(name) ?? make();
    shared.set(name, made);
    return made;
}

/** Everything that there is, and an application on top of it. */
export const completeGraph = (): Promise<Graph> => sharedGraph("complete", () => servicesGraph({}, application));

/** MemStack alone on Kubernetes 1.35, with a PostgreSQL that the user brings, and data that nobody keeps. */
export const memstackGraph = (): Promise<Graph> =>
    sharedGraph("memstack", () => {
        const endpoint = { host: "db.example.com", port: 5432, securityGroupId: "sg-0123456789abcdef0" };
        const access = { "arn:aws:iam::000000000000:role/mindcloud-deploy": "admin" };
        return servicesGraph({
            ...onlySystems("memstack"),
            data: "disposable",
            cluster: { kubernetes: "1.35", access, endpoint: { publicCidrs: [] } },
            existing: { postgres: { ...endpoint, maxConnections: 5000, adminSecret: "shared/postgres-admin" } },
        });
    });

/** Akosha alone, small, without a domain. */
export const economyGraph = (): Promise<Graph> =>
    sharedGraph("economy", () => {
        const { systems } = onlySystems("akosha");
        const akosha = isTree(systems) && isTree(systems.akosha) ? { ...systems.akosha, size: "dev" } : {};
        return servicesGraph({ profile: "economy", data: "disposable", domain: undefined, systems: { akosha } });
    });

/** Everything, with receivers of every kind and a login for Grafana. */
export const toldGraph = (): Promise<Graph> =>
    sharedGraph("told", () =>
        servicesGraph({
            monitoring: {
                receivers: {
                    chat: { kind: "slack", channel: "#alerts" },
                    pager: { kind: "pagerduty" },
                    post: {
                        ...{ kind: "email", to: ["memory@example.com"], from: "alerts@example.com" },
                        ...{ server: "email-smtp.us-east-1.amazonaws.com", username: "AKIDEXAMPLE" },
                    },
                },
                routes: [{ severities: ["critical"], to: ["pager", "chat"] }],
                defaultTo: ["operators", "post"],
                grafana: {
                    oidc: {
                        clientId: "grafana",
                        authUrl: "https://login.example.com/oauth2/authorize",
                        tokenUrl: "https://login.example.com/oauth2/token",
                        userUrl: "https://login.example.com/oauth2/userInfo",
                        adminGroup: "platform",
                        viewerGroups: ["engineering"],
                    },
                },
            },
        }),
    );

/** Everything but what monitoring can do without. */
export const bareGraph = (): Promise<Graph> =>
    sharedGraph("bare", () => servicesGraph({ monitoring: { logs: { enabled: false }, cloudWatch: false } }));

export const RELEASE = "kubernetes:helm.sh/v3:Release";

/** By its own name: a chart whose kinds are installed apart has two. */
export function release(graph: Graph, name: string): RecordedResource {
    const found = graph.ofType(RELEASE).find(({ inputs }) => inputs.name === name);
    if (found === undefined) throw new Error(`no release ${name}`);
    return found;
}

export const releases = (graph: Graph): string[] =>
    graph
        .ofType(RELEASE)
        .map(({ inputs }) => String(inputs.name))
        .sort();
