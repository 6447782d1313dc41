/**
 * What processes behind the pods would answer, on loopback: Prometheus, with the rules and monitors that the API server has, and the doors,
 * as the plan says who asks. What is not there, or has no pod that is ready, does not answer here either.
 */
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { List } from "./cluster";
import { nameOf } from "./cluster";
import { at, listOf, text } from "./expected";
import type { Endpoint, Json } from "./facts";

export interface StandIn {
    readonly url: string;
    close(): Promise<void>;
}

interface Answer {
    readonly status: number;
    readonly body: Json;
}

/** What a process says of itself, where it is not what the plan wants; for a path of Prometheus or the URL of a door. */
export type Answers = (asked: string, usual: Answer) => Answer;

const KINDS = [
    ["servicemonitors", "serviceMonitor"],
    ["podmonitors", "podMonitor"],
    ["probes", "probe"],
] as const;

export async function startStandIn(
    list: List,
    endpoints: readonly Endpoint[],
    says: Answers = (_, usual) => usual,
): Promise<StandIn> {
    const server = http.createServer((request, response) => {
        const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
        const asked = searchParams.get("url") ?? pathname;
        void answer(list, endpoints, pathname, asked).then(
            (usual) => {
                const { status, body } = says(asked, usual);
                response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
            },
            () => response.writeHead(500).end(),
        );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
        url: `http://127.0.0.1:${String(port)}`,
        close: () =>
            new Promise((resolve) => {
                server.close(() => {
                    resolve();
                });
                server.closeAllConnections();
            }),
    };
}

/** AWS Load Balancer Controller, "Ingress annotations", authentication. */
const LOGIN = "alb.ingress.kubernetes.io/auth-type";
const STATUS: Readonly<Record<Endpoint["by"], number>> = { loadBalancer: 302, application: 401, nobody: 200 };

async function answer(list: List, endpoints: readonly Endpoint[], pathname: string, asked: string): Promise<Answer> {
    if (pathname === "/api/v1/rules") return { status: 200, body: { data: { groups: await groups(list) } } };
    if (pathname === "/api/v1/targets") return { status: 200, body: { data: { activeTargets: await targets(list) } } };
    // No alert fires, no log has a line and no volume fills where no process runs.
    if (["/api/v1/query", "/loki/api/v1/query"].includes(pathname))
        return { status: 200, body: { status: "success", data: { resultType: "vector", result: [] } } };
    const door = endpoints.find(({ url }) => url === asked);
    const ingress = door && (await routeOf(list, new URL(asked)));
    if (door === undefined || ingress === undefined) return { status: 404, body: {} };
    // The controller reads who has to log in from the Ingress: what is not written there, the load balancer does not ask.
    const open = door.by === "loadBalancer" && at(ingress, "metadata", "annotations", LOGIN) === undefined;
    return { status: open ? STATUS.nobody : STATUS[door.by], body: {} };
}

async function groups(list: List): Promise<readonly Json[]> {
    const rules = await list("/apis/monitoring.coreos.com/v1/prometheusrules");
    return rules.flatMap((rule) =>
        listOf(at(rule, "spec", "groups")).map((group) => ({ name: at(group, "name"), rules: [] })),
    );
}

async function targets(list: List): Promise<readonly Json[]> {
    const all = await Promise.all(
        KINDS.map(async ([plural, kind]) =>
            (await list(`/apis/monitoring.coreos.com/v1/${plural}`)).map((monitor) => {
                const { namespace, name } = nameOf(monitor);
                return { scrapePool: `${kind}/${namespace}/${name}/0`, health: "up" };
            }),
        ),
    );
    return all.flat();
}

/** The Ingress that has the host and a path that begins it. */
async function routeOf(list: List, url: URL): Promise<Json | undefined> {
    const ingresses = await list("/apis/networking.k8s.io/v1/ingresses");
    return ingresses.find((ingress) =>
        listOf(at(ingress, "spec", "rules")).some(
            (rule) =>
                at(rule, "host") === url.hostname &&
                listOf(at(rule, "http", "paths")).some((one) => url.pathname.startsWith(text(at(one, "path")) ?? "?")),
        ),
    );
}
