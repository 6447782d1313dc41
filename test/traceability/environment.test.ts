/** What rows name in the environment with everything, looked up there by the row's own names. */
import assert from "node:assert/strict";
import type { Graph, RecordedResource } from "../../plan/graph";
import { COMPLETE, recordingOf, stackFrom } from "../support/recordings";
import { inputsOf } from "../support/opened";
import { at } from "../components/workload/fixture";
import { referencesOf } from "./check";

describe("the environment with everything", () => {
    let graph: Graph;
    before(async () => {
        ({ graph } = await recordingOf(COMPLETE, "update"));
    });
    const named = (reference: string): RecordedResource => {
        const found = graph.resources.filter(
            (resource) => referencesOf(resource).includes(reference) && resource.custom,
        );
        const [only] = found;
        assert.ok(only !== undefined, `nothing is called ${reference}`);
        return only;
    };
    const all = (type: string): readonly RecordedResource[] => graph.ofType(type);

    it("has a namespace for each system and company, in which only restricted pods run", () => {
        for (const name of ["akosha", "memstack", "myriad", "myriad-python", "acme", "globex"]) {
            const labels = at(named(`Namespace ${name}`), "metadata", "labels") as Record<string, string>;
            assert.equal(labels["pod-security.kubernetes.io/enforce"], "restricted", name);
        }
    });

    it("scrapes what exports metrics, where and by the path that the documents give", () => {
        const scraped = (reference: string): unknown => {
            const [endpoint] = at(named(reference), "spec", "endpoints") as readonly Record<string, unknown>[];
            return [endpoint?.port, endpoint?.path];
        };
        assert.deepEqual(scraped("ServiceMonitor myriad/orchestrator"), ["http", "/metrics"]);
        assert.deepEqual(scraped("ServiceMonitor akosha/akosha-ingestion"), ["metrics", "/metrics"]);
        assert.deepEqual(scraped("ServiceMonitor memstack/memstack-api"), ["metrics", "/metrics"]);
        assert.deepEqual(scraped("ServiceMonitor memstack/memstack-worker"), ["metrics", "/metrics"]);
        assert.deepEqual(scraped("ServiceMonitor myriad-python/orchestrator"), ["http", "/metrics"]);
    });

    it("shows and alerts in each system's own objects", () => {
        for (const [namespace, map] of [
            ["akosha", "akosha-dashboards"],
            ["memstack", "memstack-dashboards"],
            ["myriad", "myriad-dashboards"],
            ["myriad-python", "myriad-python-dashboards"],
        ] as const) {
            assert.ok(Object.keys(at(named(`ConfigMap ${namespace}/${map}`), "data") as object).length > 0);
            const groups = at(
                named(`PrometheusRule ${namespace}/${namespace}`),
                "spec",
                "groups",
            ) as readonly unknown[];
            assert.ok(groups.length > 0, namespace);
            assert.match(JSON.stringify(groups), /"runbook_url":"[^"]+\.md#/);
        }
        assert.ok(
            (at(named("PrometheusRule monitoring/platform-workloads"), "spec", "groups") as readonly unknown[]).length >
                0,
        );
    });

    it("deploys every part of Myriad, its cache and its bucket by one program", () => {
        for (const reference of [
            "Deployment myriad/orchestrator",
            "StatefulSet myriad/graphdb",
            "Deployment myriad/input-processor",
            "Deployment myriad/output-processor",
            "ServiceAccount myriad/orchestrator",
        ])
            assert.equal(at(named(reference), "metadata", "namespace"), "myriad");
        assert.equal(named("stores-cache-group").inputs.engine, "valkey");
        assert.match(String(named("stores-cold-bucket").inputs.bucket), /cold/);
    });

    it("keeps the credentials of Redis users in Secrets Manager, and syncs them to the pods that send them", () => {
        for (const [namespace, user] of [
            ["myriad", "myriad"],
            ["akosha", "akosha"],
            ["myriad-python", "myriad-python"],
        ] as const) {
            const { name } = named(`stores-cache-user-${user}-credential-secret`).inputs;
            const synced = named(`ExternalSecret ${namespace}/${user}-redis-proxy-credential`);
            const [from] = at(synced, "spec", "data") as readonly { readonly remoteRef: { readonly key: unknown } }[];
            assert.equal(from?.remoteRef.key, name);
        }
    });

    it("publishes through the load balancer controller's one class", () => {
        assert.match(String(named("services-load-balancer-release").inputs.chart), /aws-load-balancer-controller/);
        assert.equal(at(named("IngressClass alb"), "spec", "controller"), "ingress.k8s.aws/alb");
        for (const ingress of all("kubernetes:networking.k8s.io/v1:Ingress"))
            assert.equal(at(ingress, "spec", "ingressClassName"), "alb", ingress.name);
        assert.equal(at(named("Ingress myriad/myriad"), "spec", "rules", 0, "host"), "myriad.ai.example.com");
        assert.equal(named("certificate-certificate").inputs.validationMethod, "DNS");
    });

    it("runs a Kubernetes and a cache that every document's minimum allows", () => {
        const { environment } = stackFrom(COMPLETE);
        assert.equal(named("cluster-cluster").inputs.version, environment.cluster.kubernetes);
        const [major = 0, minor = 0] = environment.cluster.kubernetes.split(".").map(Number);
        assert.ok(major === 1 && minor >= 28);
        const { engine, engineVersion } = named("stores-cache-group").inputs;
        assert.equal(engine, "valkey");
        assert.ok(Number(String(engineVersion).split(".")[0]) >= 7);
    });

    it("names the service that verifies Akosha's tokens where the stack names one", () => {
        const data = inputsOf(named("Secret akosha/akosha-auth-config")).stringData as Record<string, string>;
        assert.deepEqual(data, {
            "auth-service-url": "https://auth.example.com/verify",
            "jwks-url": "https://auth.example.com/.well-known/jwks.json",
        });
    });

    it("backs Neo4j up at 02:00 by scripts that stop at the first failure, say each step with its time and end with a status of their own", () => {
        const job = named("CronJob myriad-python/neo4j-backup");
        assert.equal(at(job, "spec", "schedule"), "0 2 * * *");
        assert.equal(at(job, "spec", "jobTemplate", "spec", "backoffLimit"), 1);
        const scripts = at(named("ConfigMap myriad-python/neo4j-scripts"), "data") as Readonly<Record<string, string>>;
        assert.match(scripts["common.sh"] ?? "", /say\(\) \{\n {4}printf '%s %s\\n' "\$\(date -u /);
        for (const [name, text] of Object.entries(scripts).filter(([each]) => each !== "common.sh")) {
            assert.match(text, /^set -eu$/m, name);
            assert.match(text, /\bfail \d+ /, name);
        }
    });
});
