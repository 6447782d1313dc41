/** Roles and laws name what the API server serves: a resource or a verb that is none grants nothing, and judges nothing. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { isMap, list, type Map } from "../../../policy/inputs";
import { manifestsOf, maps, one } from "../../../policy/kubernetes";
import type { Graph } from "../../../plan/graph";
import { COMPLETE, recordingOf } from "../../support/recordings";

/** Group, resource, verbs: the paths and their x-kubernetes-action of api/openapi-spec/swagger.json, a watch where there is a list. */
const { groups } = JSON.parse(readFileSync(path.join(__dirname, "api-resources.json"), "utf8")) as {
    readonly groups: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** What add-ons serve, which are no charts: metrics-server, and the CSI snapshot controller (kubernetes-csi/external-snapshotter, client/config/crd). */
const ADD_ONS: readonly string[] = [
    ...["nodes.metrics.k8s.io", "pods.metrics.k8s.io", "volumesnapshots.snapshot.storage.k8s.io"],
    ...["volumesnapshotclasses.snapshot.storage.k8s.io", "volumesnapshotcontents.snapshot.storage.k8s.io"],
];
const VERBS = "create delete deletecollection get list patch update watch";
const OPERATIONS = ["CREATE", "UPDATE", "DELETE", "CONNECT"];

/** What the charts bring, by their records. */
const CHARTS = path.join(__dirname, "../../../config/charts");
const inCharts = readdirSync(CHARTS).flatMap((file) => {
    const { variants } = JSON.parse(readFileSync(path.join(CHARTS, file), "utf8")) as { variants: readonly Map[] };
    return variants.flatMap((variant) => [...maps(variant, "objects"), ...maps(variant, "serviceAccounts")]);
});
const brought = (kind: string): readonly string[] =>
    inCharts.filter((each) => each.kind === kind).map(({ name }) => String(name));

/** `plural.group` of every custom resource. */
const custom = new Set([...brought("CustomResourceDefinition"), ...ADD_ONS]);

const verbsOf = (group: string, resource: string): string | undefined =>
    groups[group]?.[resource] ?? (custom.has(`${resource}.${group}`) ? VERBS : undefined);

const strings = (of: Map, key: string): readonly string[] => list(of[key]).map(String);

/** What is wrong with one rule, of a role or of a law. */
function wrongIn(rule: Map): readonly string[] {
    const named = strings(rule, "apiGroups").flatMap((group) =>
        strings(rule, "resources").map(
            (resource) => [`${resource} of ${group || "core"}`, verbsOf(group, resource)] as const,
        ),
    );
    return named.flatMap(([what, verbs]) => [
        ...(verbs === undefined ? [`nobody serves ${what}`] : []),
        ...strings(rule, "verbs")
            .filter((verb) => verbs?.split(" ").includes(verb) === false)
            .map((verb) => `${what} knows no ${verb}`),
        ...strings(rule, "operations")
            .filter((operation) => !OPERATIONS.includes(operation))
            .map((operation) => `${operation} is no operation`),
    ]);
}

describe("what the API server serves", () => {
    let graph: Graph;
    before(async () => {
        ({ graph } = await recordingOf(COMPLETE, "update"));
    });

    it("is what every role and every law names", () => {
        const { all } = manifestsOf(graph);
        const rules = all.flatMap(({ kind, name, inputs }) => [
            ...(/^(Cluster)?Role$/.test(kind) ? maps(inputs, "rules") : []).map((rule) => ({ name, rule })),
            ...maps(inputs, "spec.matchConstraints.resourceRules").map((rule) => ({ name, rule })),
        ]);
        assert.ok(rules.length > 30, String(rules.length));
        assert.deepEqual(
            rules.flatMap(({ name, rule }) => wrongIn(rule).map((what) => `${name}: ${what}`)),
            [],
        );
    });

    it("has the role of every binding, and its subjects in the words of RBAC", () => {
        const { all } = manifestsOf(graph);
        const bindings = all.filter(({ kind }) => /^(Cluster)?RoleBinding$/.test(kind));
        assert.ok(bindings.length > 2);
        for (const { namespace, name, inputs } of bindings) {
            const to = one(inputs, "roleRef");
            assert.ok(isMap(to), name);
            assert.equal(to.apiGroup, "rbac.authorization.k8s.io", name);
            const home = to.kind === "Role" ? namespace : undefined;
            assert.ok(
                all.some(
                    (each) =>
                        each.kind === to.kind &&
                        each.name === to.name &&
                        (home === undefined || each.namespace === home),
                ),
                `${name}: ${JSON.stringify(to)}`,
            );
            for (const { kind, apiGroup, name: subject, namespace: where } of maps(inputs, "subjects"))
                if (kind === "Group") assert.equal(apiGroup, "rbac.authorization.k8s.io", name);
                else
                    assert.ok(
                        kind === "ServiceAccount" &&
                            [...all, ...inCharts].some(
                                (each) => each.kind === kind && each.name === subject && each.namespace === where,
                            ),
                        `${name}: ${String(kind)} ${String(subject)}`,
                    );
        }
    });

    for (const [rule, expected] of [
        [{ apiGroups: ["batch"], resources: ["job"], verbs: ["get"] }, "nobody serves job of batch"],
        [{ apiGroups: ["keda.sh/v1"], resources: ["scaledobjects"] }, "nobody serves scaledobjects of keda.sh/v1"],
        [{ apiGroups: [""], resources: ["pods/log"], verbs: ["list"] }, "pods/log of core knows no list"],
        [{ apiGroups: [""], resources: ["pods"], operations: ["PATCH"] }, "PATCH is no operation"],
        [{ apiGroups: ["keda.sh"], resources: ["scaledobjects"], verbs: ["patch"] }, undefined],
    ] as const)
        it(`refuses or knows ${JSON.stringify(rule)}`, () => {
            assert.deepEqual(wrongIn(rule), expected === undefined ? [] : [expected]);
        });
});
