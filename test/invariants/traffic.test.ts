/** Who reaches whom in the environment that has everything: the emitted policies against the declared tables, every end and every port. */
import assert from "node:assert/strict";
import { Graph } from "../../plan/graph";
import { type NetworkEvaluator, type End } from "../components/workload/network-evaluator";
import { COMPLETE, recordingOf } from "../support/recordings";
import { declaredMatrix, doorsOfNobody } from "./traffic/declared";
import { endsOf, nameOf, type Ends } from "./traffic/ends";

/** Beside every container port: shell, DNS, web, databases, what else listens on a node, and one that nobody has. */
const OTHER_PORTS = [22, 53, 80, 443, 5432, 6379, 7474, 7687, 9090, 9100, 10250, 12345];

function matrixOf({ all, guarded }: Ends, evaluator: NetworkEvaluator, ports: readonly number[]): string[] {
    const ours = new Set<End>(guarded);
    return all
        .flatMap((from) =>
            all
                .filter((to) => from !== to && (ours.has(from) || ours.has(to)))
                .flatMap((to) =>
                    ports
                        .filter((port) => evaluator.allows(from, to, port))
                        .map((port) => `${nameOf(from)} -> ${nameOf(to)}:${String(port)}`),
                ),
        )
        .sort();
}

describe("traffic of the complete environment", () => {
    let graph: Graph;
    let ends: Ends;
    let ports: readonly number[];
    let found: readonly string[];
    // Cluster DNS is open to everybody without a row; the next test looks at it.
    const withoutDns = (edges: readonly string[]) => edges.filter((edge) => !edge.endsWith("kube-system/coredns:53"));

    before(async () => {
        ({ graph } = await recordingOf(COMPLETE, "update"));
        ends = endsOf(graph);
        const own = [...ends.ports.values()].flatMap((byName) => Object.values(byName));
        ports = [...new Set([...own, ...OTHER_PORTS])];
        found = matrixOf(ends, ends.evaluator, ports);
    });

    it("is exactly what is declared, between every pod, chart, subnet and address outside, on every port", () => {
        const systems = new Set(ends.guarded.map(({ namespace }) => namespace));
        assert.ok(ends.guarded.length > 40 && systems.size >= 12 && ports.length > 30);
        assert.deepEqual(withoutDns(found), withoutDns(declaredMatrix(graph, ends, ports)));
    });

    it("has no door that nobody uses", () => {
        assert.deepEqual(doorsOfNobody(graph), []);
    });

    it("lets every pod ask cluster DNS for names, and nobody else", () => {
        const { evaluator, guarded, dns, all } = ends;
        const declared = new Set(declaredMatrix(graph, ends, [53]));
        for (const pod of guarded) {
            assert.ok(evaluator.allows(pod, dns, 53, "UDP") && evaluator.allows(pod, dns, 53, "TCP"), nameOf(pod));
            const answering = all.filter((to) => to !== dns && to !== pod && evaluator.allows(pod, to, 53, "UDP"));
            // A row without ports opens both protocols: pods of one chart to each other, Prometheus to everybody who lets it.
            const other = answering.filter((to) => !declared.has(`${nameOf(pod)} -> ${nameOf(to)}:53`));
            assert.deepEqual(other.map(nameOf), [], nameOf(pod));
        }
    });

    it("keeps companies apart, and everybody from the metadata of a node", () => {
        const between = (one: string, other: string) =>
            found.filter((edge) => edge.startsWith(`${one}/`) && edge.includes(` -> ${other}/`));
        assert.notEqual(between("acme", "acme").length, 0);
        assert.deepEqual([...between("acme", "globex"), ...between("globex", "acme")], []);
        assert.deepEqual(
            found.filter((edge) => edge.includes("instance metadata")),
            [],
        );
    });

    it("would show each door that somebody opens by hand", () => {
        const policies = graph.ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy");
        // One of each author: a workload's, a namespace's, a chart's.
        const doors = ["akosha-hot-store-policy", "simple-cli-globex-home-default-deny", "services-keda-traffic"];
        for (const name of doors) {
            assert.ok(
                policies.some((policy) => policy.name === name),
                name,
            );
            const opened = graph.resources.map((resource) =>
                resource.name === name
                    ? { ...resource, inputs: { ...resource.inputs, spec: opening(resource.inputs.spec) } }
                    : resource,
            );
            const { evaluator } = endsOf(new Graph(opened));
            const [stranger] = ends.strangers.slice(-1);
            const changed = ends.guarded.filter(
                (pod) => stranger && evaluator.allows(stranger, pod, 22) && !ends.evaluator.allows(stranger, pod, 22),
            );
            assert.notEqual(changed.length, 0, name);
        }
    });
});

const opening = (spec: unknown): unknown => ({ ...(spec as object), ingress: [{}] });
