/** What `admin`, `operate` and `view` may do in the cluster: roles of exactly the groups that access entries carry, and no way to a Secret. */
import assert from "node:assert/strict";
import { ACCESS_GROUPS, GRANTS, type AccessLevel } from "../../../components/aws/access";
import { AccessRoles, needsRoles } from "../../../components/cluster/access-roles";
import { Provider } from "@pulumi/kubernetes/provider";
import type { Graph } from "../../../plan/graph";
import { at, graphOf, object } from "../workload/fixture";

interface RoleRule {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
}

const granted = (...levels: readonly AccessLevel[]): Promise<Graph> => rolesOf(levels, []);

const rolesOf = (levels: readonly AccessLevel[], laws: [] | undefined): Promise<Graph> =>
    graphOf(() => {
        const access = Object.fromEntries(levels.map((level) => [`arn:aws:iam::111122223333:role/${level}`, level]));
        const providers = [new Provider("cluster", { kubeconfig: "{}" })];
        if (needsRoles(access)) new AccessRoles("access", { access, laws }, { providers });
    });

describe("access to the cluster", () => {
    let graph: Graph;
    before(async () => {
        graph = await granted("admin", "operate", "view");
    });
    const rulesOf = (name: string) => at(object(graph, "ClusterRole", name), "rules") as readonly RoleRule[];
    const verbsOn = (name: string, resource: string) =>
        rulesOf(name)
            .filter(({ resources }) => resources.includes(resource))
            .flatMap(({ verbs }) => [...verbs])
            .sort();

    it("binds each role to the group that the access entries of its level carry", () => {
        for (const level of ["view", "operate"] as const) {
            assert.ok(GRANTS[level].groups.includes(ACCESS_GROUPS[level]));
            const binding = object(graph, "ClusterRoleBinding", `mindcloud-${level}`);
            assert.deepEqual(at(binding, "subjects"), [
                { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: ACCESS_GROUPS[level] },
            ]);
            assert.equal(at(binding, "roleRef", "name"), `mindcloud-${level}`);
            assert.ok(graph.dependsOn(binding, object(graph, "ClusterRole", `mindcloud-${level}`)));
        }
        assert.deepEqual(GRANTS.admin.groups, [], "an admin needs none: EKS's own policy says everything");
    });

    it("gives an operator logs, a shell, restart and scale", () => {
        assert.deepEqual(verbsOn("mindcloud-operate", "pods/log"), ["get"]);
        assert.deepEqual(verbsOn("mindcloud-operate", "pods/exec"), ["create", "get"]);
        for (const kind of ["deployments", "statefulsets"]) {
            assert.deepEqual(verbsOn("mindcloud-operate", kind), ["patch"], kind);
            assert.deepEqual(verbsOn("mindcloud-operate", `${kind}/scale`), ["patch", "update"], kind);
        }
    });

    it("lets nobody below admin read a Secret, make what mounts one, or change rights and laws", () => {
        const READING = ["get", "list", "watch"];
        for (const name of ["mindcloud-view", "mindcloud-operate"])
            for (const { apiGroups, resources, verbs } of rulesOf(name)) {
                assert.ok(![...apiGroups, ...resources, ...verbs].includes("*"), `${name} names what it means`);
                assert.ok(!resources.includes("secrets") && !resources.includes("serviceaccounts/token"), name);
                const writes = verbs.filter((verb) => !READING.includes(verb));
                const makers = ["pods", "jobs", "cronjobs", "replicasets", "configmaps", "pods/ephemeralcontainers"];
                if (resources.some((resource) => makers.includes(resource)))
                    assert.deepEqual(
                        writes.filter((verb) => verb !== "delete"),
                        [],
                        `${name} ${resources.join()}`,
                    );
                if (apiGroups.some((group) => /^(rbac|admissionregistration|apiextensions)\./.test(group)))
                    assert.deepEqual(writes, [], `${name} ${resources.join()}`);
            }
        assert.deepEqual(
            rulesOf("mindcloud-view").flatMap(({ verbs }) => verbs.filter((verb) => !READING.includes(verb))),
            [],
        );
    });

    it("grants no change that only our laws hold to its purpose where others' policies hold", async () => {
        const bare = object(await rolesOf(["operate"], undefined), "ClusterRole", "mindcloud-operate");
        const rules = at(bare, "rules") as readonly RoleRule[];
        const patched = rules.filter(({ verbs }) => verbs.includes("patch")).flatMap(({ resources }) => resources);
        assert.deepEqual(patched, ["deployments/scale", "statefulsets/scale"]);
        assert.ok(!rules.some(({ resources }) => resources.includes("pods/exec")));
    });

    it("makes no role that nobody is given", async () => {
        const names = (made: Graph) =>
            made
                .ofType("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole")
                .map((role) => at(role, "metadata", "name"));
        assert.deepEqual(names(await granted("admin")), []);
        assert.deepEqual(names(await granted("admin", "view")), ["mindcloud-view"]);
        assert.deepEqual(names(await granted("operate")), ["mindcloud-operate", "mindcloud-view"]);
    });
});
