/** The rules prove something: each is the one that finds a thing that a person could do to the program. */
import assert from "node:assert/strict";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Graph } from "../../plan/graph";
import { evaluate } from "../../policy/evaluate";
import { RULES } from "../../policy/rules";
import { TYPE } from "../../policy/types";
import { COMPLETE, recordingOf, recordStack, stackFrom, TODAY } from "../support/recordings";
import type { Mutation } from "./mutation";
import { dataMutations, orderMutations, settingMutations } from "./mutations/operation";
import { chartGraph, chartMutations } from "./mutations/charts";
import { doorGraph, doorMutations } from "./mutations/doors";
import { clusterGraph, kubernetesMutations } from "./mutations/kubernetes";
import { encryptionMutations, exposureMutations, identityMutations, secretMutations } from "./mutations/security";
import { structureMutations } from "./mutations/structure";
import { ATTACHED, attachedGraph, wayMutations } from "./mutations/ways";

const MUTATIONS: Readonly<Record<string, readonly Mutation[]>> = {
    "structure, tags and names": structureMutations,
    encryption: encryptionMutations,
    exposure: exposureMutations,
    identity: identityMutations,
    secrets: secretMutations,
    data: dataMutations,
    settings: settingMutations,
    order: orderMutations,
};

const isInCluster = (type: string): boolean =>
    /^(kubernetes|mindcloud:(workload|blocks|systems|cluster|monitoring)):/.test(type);

describe("a program that somebody breaks", () => {
    const { environment } = stackFrom(COMPLETE);
    const firing = (graph: Graph) =>
        [...new Set(evaluate(graph, environment, { today: TODAY }).findings.map(({ rule }) => rule))].sort();
    let graph: Graph;

    before(async () => {
        const complete = (await recordingOf(COMPLETE, "update")).graph;
        assert.deepEqual(firing(complete), [], "the program must be whole before it is broken");
        // Half as much to look at, two hundred times: what runs in the cluster is broken below, on a program of its own.
        graph = new Graph(
            complete.resources.filter(
                (resource) => ![resource, ...complete.ancestorsOf(resource)].some(({ type }) => isInCluster(type)),
            ),
        );
        assert.deepEqual(firing(graph), [], "so must its half");
    });

    for (const [area, mutations] of Object.entries(MUTATIONS))
        describe(area, () => {
            for (const { what, change, kills } of mutations)
                it(`${what}: ${kills.join(", ")}`, () => {
                    assert.notEqual(kills.length, 0, "a mutation that no rule is named for proves nothing");
                    assert.deepEqual(firing(change(graph)), [...kills].sort());
                });
        });

    const INSIDE: readonly (readonly [
        area: string,
        mutations: readonly Mutation[],
        record: () => Promise<Graph>,
        file?: string,
    ])[] = [
        ["Kubernetes", kubernetesMutations, clusterGraph],
        ["charts", chartMutations, chartGraph],
        ["doors", doorMutations, doorGraph],
        ["ways", wayMutations, attachedGraph, ATTACHED],
    ];
    for (const [area, mutations, record, file] of INSIDE)
        describe(area, () => {
            const context = file === undefined ? environment : stackFrom(file).environment;
            const rules = RULES.filter(({ id }) => mutations.some(({ kills }) => kills.includes(id)));
            const found = (broken: Graph) =>
                rules.filter(({ check }) => check(broken, context).length > 0).map(({ id }) => id);
            let whole: Graph;

            before(async () => {
                whole = await record();
                assert.deepEqual(found(whole), [], "the cluster must be whole before it is broken");
            });

            for (const { what, change, kills } of mutations)
                it(`${what}: ${kills.join(", ")}`, () => {
                    assert.deepEqual(found(change(whole)).sort(), [...kills].sort());
                });
        });

    it("is found by every rule that there is", () => {
        const killing = new Set(
            [...Object.values(MUTATIONS), kubernetesMutations, chartMutations, doorMutations, wayMutations]
                .flat()
                .flatMap(({ kills }) => kills),
        );
        assert.deepEqual(
            RULES.map(({ id }) => id).filter((id) => !killing.has(id)),
            [],
        );
    });

    it("is found in the same way when the program itself registers it", async () => {
        const broken = await recordStack(stackFrom(COMPLETE), "update", {
            mutate: (request) => {
                const is = (type: string, name: string) => request.getType() === type && request.getName() === name;
                if (is(TYPE.topic, "alarms-topic")) request.setParent("");
                if (is(TYPE.database, "stores-postgres-instance")) request.setProtect(false);
                if (is(TYPE.vault, "backups-vault")) request.setProvider("");
                if (is("mindcloud:aws:MonthlyBudget", "budget")) {
                    request.setType("budget");
                    request.setName("mindcloud:aws:MonthlyBudget");
                }
                if (is(TYPE.ingressRule, "security-nodes-from-nodes"))
                    edit(request, ({ referencedSecurityGroupId: _, ...rule }) => ({ ...rule, cidrIpv4: "0.0.0.0/0" }));
                if (is(TYPE.launchTemplate, "nodes-general-template"))
                    edit(request, ({ metadataOptions: _, ...template }) => template);
                if (is(TYPE.logGroup, "cluster-logs")) edit(request, ({ kmsKeyId: _, ...group }) => group);
                if (is(TYPE.fileSystem, "stores-files-file-system"))
                    edit(request, (files) => ({ ...files, encrypted: false, tags: {} }));
            },
        });
        const found = evaluate(broken.graph, environment, { today: TODAY }).findings.map(
            ({ rule, urn }) => `${rule}: ${broken.graph.get(urn).name}`,
        );
        assert.deepEqual(found.sort(), [
            "component-parent: alarms-topic",
            "data-protected: stores-postgres-instance",
            "files-encrypted: stores-files-file-system",
            "ingress-closed: security-nodes-from-nodes",
            "instance-metadata: nodes-general-template",
            "instance-metadata: nodes-general-template",
            "logs-encrypted: cluster-logs",
            "name-prefix: budget-cost",
            "name-tag: stores-files-file-system",
            "own-provider: backups-vault",
            "type-token: mindcloud:aws:MonthlyBudget",
        ]);
    });
});

interface Registration {
    getObject(): Struct | undefined;
    setObject(value?: Struct): unknown;
}

/** Changes the inputs of a registration. */
function edit(request: Registration, change: (inputs: Record<string, unknown>) => Record<string, unknown>): void {
    const inputs = (request.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>;
    request.setObject(Struct.fromJavaScript(change(inputs) as Parameters<typeof Struct.fromJavaScript>[0]));
}
