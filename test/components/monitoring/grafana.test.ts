/** Grafana: closed by default, named and behind a login where there is one, and nothing in it that is not code. */
import assert from "node:assert/strict";
import { DATASOURCE_UIDS } from "../../../components/monitoring/grafana";
import type { Graph } from "../../../plan/graph";
import { completeGraph, release, toldGraph } from "../cluster/fixture";
import { at, object } from "../workload/fixture";

const CHART = "kube-prometheus-stack";
const values = (of: Graph, ...path: readonly (string | number)[]) =>
    at(release(of, CHART), "values", "grafana", ...path);
describe("Grafana", () => {
    let closed: Graph;
    let open: Graph;
    before(async () => {
        closed = await completeGraph();
        open = await toldGraph();
    });

    it("is behind no load balancer without a login by one's own account, though the environment has a domain", () => {
        const ingresses = (of: Graph) =>
            of
                .ofType("kubernetes:networking.k8s.io/v1:Ingress")
                .filter((ingress) => at(ingress, "metadata", "namespace") === "monitoring");
        assert.deepEqual(ingresses(closed), []);
        assert.equal(values(closed, "grafana.ini", "server", "root_url"), "http://localhost:3000/");
        const policy = object(closed, "NetworkPolicy", "allow-grafana", "monitoring");
        assert.deepEqual(at(policy, "spec", "ingress"), []);
        assert.equal(ingresses(open).length, 1);
        assert.equal(at(ingresses(open)[0] ?? policy, "spec", "rules", 0, "host"), "grafana.ai.example.com");
        assert.equal(values(open, "grafana.ini", "server", "root_url"), "https://grafana.ai.example.com/");
        assert.deepEqual(values(open, "grafana.ini", "auth.anonymous"), { enabled: false });
    });

    it("lets in who is in a group, makes administrators of another, and keeps the client's secret in a file", () => {
        const oauth = values(open, "grafana.ini", "auth.generic_oauth") as Record<string, unknown>;
        assert.equal(oauth.client_secret, "$__file{/etc/secrets/oidc/client-secret}");
        assert.equal(oauth.allowed_groups, "platform,engineering");
        assert.equal(oauth.role_attribute_path, "contains(groups[*], 'platform') && 'Admin' || 'Viewer'");
        // grafana.com/docs/grafana/latest/setup-grafana/configure-access/configure-authentication/generic-oauth/
        const { enabled, use_pkce, role_attribute_strict, allow_sign_up, skip_org_role_sync, scopes } = oauth;
        assert.deepEqual([enabled, use_pkce, role_attribute_strict, allow_sign_up], [true, true, true, true]);
        assert.equal(skip_org_role_sync, false, "the group decides at every login");
        assert.equal(scopes, "openid profile email groups");
        assert.equal(oauth.groups_attribute_path, "groups");
        const secret = object(open, "ExternalSecret", "grafana-oidc", "monitoring");
        assert.equal(
            at(secret, "spec", "data", 0, "remoteRef", "key"),
            "mindcloud/golden/people/monitoring/grafanaOidc",
        );
        // Read by Grafana's group alone, at the place that client_secret names.
        assert.deepEqual(values(open, "extraSecretMounts"), [
            {
                name: "oidc",
                secretName: "grafana-oidc",
                mountPath: "/etc/secrets/oidc",
                defaultMode: 0o440,
                readOnly: true,
            },
        ]);
        assert.ok(open.dependsOn(release(open, CHART), secret));
        assert.equal(values(closed, "grafana.ini", "auth.generic_oauth"), undefined);
    });

    it("has a generated admin password, which only Secrets Manager knows", () => {
        assert.deepEqual(values(closed, "admin"), { existingSecret: "grafana-admin" });
        const secret = object(closed, "ExternalSecret", "grafana-admin", "monitoring");
        assert.equal(at(secret, "spec", "data", 0, "remoteRef", "key"), "mindcloud/golden/passwords/grafana/admin");
        assert.ok(closed.dependsOn(release(closed, CHART), secret));
    });

    it("shows dashboards of every namespace, and metrics, alerts and logs under uids that stay", () => {
        const { dashboards, datasources } = values(closed, "sidecar") as Record<string, Record<string, unknown>>;
        assert.deepEqual(
            [dashboards?.label, dashboards?.labelValue, dashboards?.searchNamespace],
            ["grafana_dashboard", "1", "ALL"],
        );
        assert.equal(datasources?.uid, "prometheus");
        assert.match(
            JSON.stringify(datasources.alertmanager),
            /"uid":"alertmanager","url":"http:.*alertmanager.monitoring.svc:9093"/,
        );
        assert.equal(values(closed, "additionalDataSources", 0, "uid"), "loki");
        assert.equal(values(closed, "additionalDataSources", 0, "url"), "http://loki.loki.svc:3100");
        assert.deepEqual(Object.keys(DATASOURCE_UIDS), ["prometheus", "alertmanager", "loki"]);
        assert.equal(values(closed, "persistence"), undefined, "what is not code is gone with the pod");
    });

    it("reads ConfigMaps and no Secret of other namespaces, which its chart would let it", () => {
        assert.deepEqual(values(closed, "rbac"), { create: false });
        assert.deepEqual(at(object(closed, "ClusterRole", "mindcloud-grafana"), "rules"), [
            { apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] },
        ]);
        const { dashboards, datasources } = values(closed, "sidecar") as Record<string, { resource: string }>;
        assert.deepEqual([dashboards?.resource, datasources?.resource], ["configmap", "configmap"]);
    });
});
