/** What a person could do to the ways between pods and what lies outside of the cluster. On test/environments/attached.yaml. */
import type { Graph } from "../../../plan/graph";
import { TYPE } from "../../../policy/types";
import { recordingOf } from "../../support/recordings";
import { add, all, mutation, remove, set, type Mutation, type Which } from "../mutation";

export const ATTACHED = "test/environments/attached.yaml";
export const attachedGraph = async (): Promise<Graph> => (await recordingOf(ATTACHED, "update")).graph;

const MAIL: Which = [TYPE.egressRule, "security-nodes-to-0.0.0.0-0-587"];
const GRAPH: Which = [TYPE.egressRule, "security-nodes-to-10.91.16.0-24-7687"];
const HTTPS: Which = [TYPE.egressRule, "security-nodes-to-https"];
const DATABASE_OUT: Which = [TYPE.egressRule, "stores-postgres-from-nodes-out"];
const DATABASE_IN: Which = [TYPE.ingressRule, "stores-postgres-from-nodes"];
const METRICS_IN: Which = [TYPE.ingressRule, "nodes-from-control-plane-6443"];
const METRICS_OUT: Which = [TYPE.egressRule, "control-plane-to-nodes-6443"];
const BEYOND: Which = [TYPE.route, "10.91.16.0-20"];
const POLICY: Which = ["kubernetes:networking.k8s.io/v1:NetworkPolicy", "metrics-alertmanager-traffic"];

export const wayMutations: readonly Mutation[] = [
    mutation("close the port of the mail server", remove(MAIL), "ways-out"),
    mutation("open it for somebody else", set(MAIL, "toPort", 586), "egress-scoped", "ways-out"),
    mutation("close half of where a graph is", remove(GRAPH), "ways-out"),
    mutation(
        "let out to a narrower block than the policy does",
        set(GRAPH, "cidrIpv4", "10.91.16.0/25"),
        "ways-out",
        "ways-used",
    ),
    mutation(
        "let interface endpoints admit one zone",
        remove([TYPE.ingressRule, "network-endpoints-from-10.20.64.0-18"]),
        "endpoints-admit",
    ),
    mutation("let nodes out over UDP alone", set(GRAPH, "ipProtocol", "udp"), "ways-out"),
    mutation("close HTTPS", remove(HTTPS), "ways-out"),
    mutation("keep nodes from a database", remove(DATABASE_OUT), "ways-out"),
    mutation("keep a database from its nodes", remove(DATABASE_IN), "ways-out"),
    mutation("let a database answer on another port", set(DATABASE_IN, "toPort", 5431), "ways-out"),
    mutation("keep the API server from a metrics API", remove(METRICS_IN), "ways-in"),
    mutation("keep it from leaving", remove(METRICS_OUT), "ways-in"),
    mutation("take away the way to the other network", remove(BEYOND), "ways-routed"),
    mutation("lead it to half of the network", set(BEYOND, "destinationCidrBlock", "10.91.24.0/21"), "ways-routed"),
    mutation(
        "take away the way to the internet",
        remove([TYPE.route, "network-private-us-east-1a-nat"]),
        "ways-routed",
    ),
    mutation(
        "reach in a policy what no route leads to",
        set(POLICY, "spec.egress.0.to.0.ipBlock.cidr", "10.99.0.0/24"),
        "egress-scoped",
        "ways-routed",
    ),
    mutation(
        "reach another port in a policy alone",
        set(POLICY, "spec.egress.0.ports.0.port", 465),
        "egress-scoped",
        "ways-out",
        "ways-used",
    ),
    mutation(
        "leave a port open that nobody uses any more",
        all(
            add(GRAPH, { name: "security-nodes-to-10.91.16.0-24-7474" }),
            set([TYPE.egressRule, "-7474"], "fromPort", 7474),
            set([TYPE.egressRule, "-7474"], "toPort", 7474),
        ),
        "ways-used",
    ),
];
