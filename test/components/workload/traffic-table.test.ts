/** Any traffic table: one that only one side agreed to is refused, and one that both did becomes exactly its own matrix. */
import assert from "node:assert/strict";
import fc from "fast-check";
import * as w from "../../../components/workload";
import { graphOf, network, resources, siteOf, testImage } from "./fixture";
import { grafana, matrix, scraper } from "./matrix";
import { NetworkEvaluator } from "./network-evaluator";

describe("a traffic table", () => {
    it("that only one side agreed to is refused, with what to add", () => {
        const registry = new w.Registry();
        const member = (workload: string, admits: w.Admission[], reaches: w.Reach[]): w.Member => {
            const numbers = { cpuMillicores: 1, memoryMebibytes: 1, scratchMebibytes: 1 };
            const perPod = { requests: numbers, limits: numbers };
            return {
                ...{
                    namespace: "shop",
                    workload,
                    ports: [{ name: "api", number: 80, protocol: "TCP" }],
                    admits,
                    reaches,
                },
                ...{ owns: [], pods: 1, perPod, largestContainer: perPod },
            };
        };
        const to = (workload: string) =>
            w.address("shop", workload, [{ name: "api", number: 80, protocol: "TCP" }]).on();
        registry.add(member("front", [], [to("back"), to("nowhere")]));
        registry.add(member("back", [w.from("stranger", "api"), w.from("side", "api")], []));
        registry.add(member("side", [], []));
        assert.deepEqual(registry.problems(), [
            'shop/front reaches shop/back on api, but is not admitted there: add from("front", "api") to its admits',
            "shop/front reaches shop/nowhere, which does not exist",
            "shop/back admits shop/stranger, which does not exist",
            "shop/back admits shop/side on api, which does not reach it: add it to the reaches there, or close the door",
        ]);
        assert.throws(() => {
            registry.verify();
        }, /which does not exist/);
        assert.throws(() => {
            registry.add(member("side", [], []));
        }, /has a workload or job of that name already/);
    });

    it("makes exactly its own matrix, whatever it says", async () => {
        const names = ["one", "two", "three", "four"] as const;
        const name = fc.constantFrom(...names);
        const edges = fc.uniqueArray(fc.tuple(name, name, fc.constantFrom("api", "metrics")), {
            selector: (edge) => edge.join(),
            maxLength: 8,
        });
        const rows = fc.record({
            edges,
            balanced: fc.subarray([...names]),
            online: fc.subarray([...names]),
            stored: fc.subarray([...names]),
        });
        await fc.assert(
            fc.asyncProperty(rows, async (table) => {
                const numbers: Readonly<Record<string, number>> = { api: 8000, metrics: 9001 };
                const expected = [
                    ...table.edges
                        .filter(([a, b]) => a !== b)
                        .map(([a, b, port]) => `${place(a)} -> ${place(b)}:${String(numbers[port])}`),
                    ...table.balanced.map((a) => `balancer -> ${place(a)}:8000`),
                    ...table.online.map((a) => `${place(a)} -> internet:443`),
                    ...table.stored.map((a) => `${place(a)} -> store:6379`),
                ];
                const graph = await graphOf(() => {
                    random(table);
                });
                assert.deepEqual(matrix(new NetworkEvaluator(graph, [scraper, grafana])), expected.sort());
            }),
            { numRuns: 8, seed: 20261121 },
        );
    });
});

/** Two workloads in each of two namespaces, so that edges cross. */
const place = (name: string): string => `${name === "one" || name === "two" ? "left" : "right"}/${name}`;

interface Table {
    readonly edges: readonly (readonly [string, string, string])[];
    readonly balanced: readonly string[];
    readonly online: readonly string[];
    readonly stored: readonly string[];
}

function random({ edges, balanced, online, stored }: Table): void {
    const site = siteOf();
    const others = edges.filter(([from, to]) => from !== to);
    for (const space of ["left", "right"]) {
        const namespace = new w.Namespace(space, { site, system: "random" });
        for (const name of ["one", "two", "three", "four"].filter((one) => place(one).startsWith(space))) {
            const numbers: Readonly<Record<string, number>> = { api: 8000, metrics: 9001 };
            const reached = (workload: string, port: string) => {
                const [there = ""] = place(workload).split("/");
                return w.address(there, workload, [{ name: port, number: numbers[port] ?? 0, protocol: "TCP" }]).on();
            };
            new w.Workload(name, {
                ...{
                    namespace,
                    image: testImage,
                    resources,
                    scaling: w.fixed(2),
                    ports: { api: 8000, metrics: 9001 },
                    health: { tcp: "api" },
                },
                admits: [
                    ...others
                        .filter(([, to]) => to === name)
                        .map(([from, , port]) =>
                            w.fromNamespace(place(from).split("/")[0] ?? "", from, port === "api" ? "api" : "metrics"),
                        ),
                    ...(balanced.includes(name) ? [w.loadBalancer<"api" | "metrics">("api")] : []),
                ],
                reaches: [
                    ...others.filter(([from]) => from === name).map(([, to, port]) => reached(to, port)),
                    ...(online.includes(name) ? [w.internet()] : []),
                    ...(stored.includes(name) ? [w.store("redis", 6379, network.dataCidrs)] : []),
                ],
            });
        }
    }
    site.registry.verify();
}
