/** Exporters of what runs here: who is asked, through which door, with which rights. */
import assert from "node:assert/strict";
import { exportersOf } from "../../../components/monitoring/exporters";
import * as w from "../../../components/workload";
import type { Graph } from "../../../plan/graph";
import { surrounded } from "../blocks/fixture";
import { at, object, prometheus, small, testImage } from "../workload/fixture";

const WATCHED = { ...prometheus, prober: { namespace: "exporters", workload: "blackbox-exporter" } };

describe("Exporters", () => {
    let graph: Graph;
    before(async () => {
        const watched = { site: { prometheus: WATCHED } };
        graph = await surrounded(({ site, namespace, postgres, opts }) => {
            const common = { namespace, image: testImage, resources: small };
            const api = { ports: { api: 8001 }, health: { path: "/health", on: "api" } } as const;
            new w.Workload("app-api", { ...common, ...api, scaling: w.fixed(2), service: { name: "shop" } }, opts);
            new w.Workload("app-asleep", { ...common, ...api, scaling: w.suspended() }, opts);
            new w.Workload(
                "app-worker",
                {
                    ...common,
                    ports: { metrics: 9090 },
                    health: { path: "/health", on: "metrics" },
                    scaling: w.fixed(1),
                },
                opts,
            );
            new w.Workload(
                "app-store",
                { ...common, ports: { db: 6379 }, health: { tcp: "db" }, scaling: w.fixed(1) },
                opts,
            );
            const of = { system: "app", namespace: "app" };
            site.registry.addProbe({ ...of, by: "http", address: "https://shop.example.com/health" });
            site.registry.addProbe({ ...of, by: "tls", address: "paths.example.com:443" });
            const stores = { postgres: () => ({ ...postgres, databases: { monitoring: postgres.databases.app } }) };
            exportersOf({ site, stores: stores as never, needs: { postgres: [{ database: "app" } as never] } }, opts);
            site.registry.verify();
        }, watched);
    });

    const kind = "kubernetes:monitoring.coreos.com/v1:Probe";
    const probes = () =>
        graph
            .ofType(kind)
            .map((probe) => [
                at(probe, "metadata", "name"),
                at(probe, "spec", "module"),
                at(probe, "spec", "targets", "staticConfig", "static"),
            ]);

    it("ask at its Service whoever answers HTTP, and not who sleeps, who has metrics only, or who speaks something else", () => {
        assert.deepEqual(probes(), [
            ["app", "http", ["http://shop.app.svc:8001/health", "https://shop.example.com/health"]],
            ["app-tls", "tls", ["paths.example.com:443"]],
        ]);
    });

    it("are let in there, and nowhere else", () => {
        const doors = graph
            .ofType("kubernetes:networking.k8s.io/v1:NetworkPolicy")
            .filter((policy) => JSON.stringify(at(policy, "spec", "ingress") ?? []).includes("blackbox-exporter"))
            .map((policy) => at(policy, "metadata", "name"));
        assert.deepEqual(doors, ["app-api"]);
        const way = object(graph, "NetworkPolicy", "blackbox-exporter", "exporters");
        const egress = at(way, "spec", "egress") as { ports: { port: number }[] }[];
        assert.deepEqual(
            egress.map(({ ports }) => ports.map(({ port }) => port)),
            [[8001], [443]],
        );
    });

    it("name the system, and service and namespace out of the address, as alerts and pages expect them", () => {
        const config = at(object(graph, "Probe", "app"), "spec", "targets", "staticConfig") as {
            labels: object;
            relabelingConfigs: { regex: string; targetLabel: string; replacement: string }[];
        };
        assert.deepEqual(config.labels, { system: "app", namespace: "app" });
        const address = "http://shop.app.svc:8001/health";
        const labels = config.relabelingConfigs.map(({ regex, targetLabel, replacement }) => [
            targetLabel,
            address.replace(new RegExp(`^(?:${regex})$`), replacement),
        ]);
        assert.deepEqual(Object.fromEntries(labels), { service: "shop", namespace: "app" });
        for (const { regex } of config.relabelingConfigs)
            assert.doesNotMatch("https://shop.example.com/health", new RegExp(`^(?:${regex})$`));
    });

    it("know modules by the names that probes use", () => {
        const { modules } = JSON.parse(
            String(at(object(graph, "ConfigMap", "blackbox-exporter", "exporters"), "data", "blackbox.yaml")),
        ) as { modules: Record<string, { prober: string; timeout: string }> };
        assert.deepEqual(
            Object.entries(modules).map(([name, { prober }]) => [name, prober]),
            [
                ["http", "http"],
                ["tls", "tcp"],
                ["refused", "http"],
                ["login", "http"],
            ],
        );
    });

    it("ask by what blackbox_exporter knows, over IPv4 and sooner than Prometheus gives up", () => {
        // https://github.com/prometheus/blackbox_exporter/blob/v0.28.0/CONFIGURATION.md
        const KNOWN = {
            http: [
                /^(GET|HEAD|POST)$/,
                "method|preferred_ip_protocol|ip_protocol_fallback|valid_status_codes|follow_redirects|fail_if_not_ssl",
            ],
            tcp: [/^$/, "preferred_ip_protocol|ip_protocol_fallback|tls"],
        } as const;
        const { modules } = JSON.parse(
            String(at(object(graph, "ConfigMap", "blackbox-exporter", "exporters"), "data", "blackbox.yaml")),
        ) as { modules: Record<string, { prober: keyof typeof KNOWN; timeout: string } & Record<string, unknown>> };
        for (const [name, { prober, timeout, ...rest }] of Object.entries(modules)) {
            assert.deepEqual(Object.keys(rest), [prober], name);
            const asked = rest[prober] as Readonly<Record<string, unknown>>;
            const [methods, fields] = KNOWN[prober];
            for (const field of Object.keys(asked)) assert.match(field, new RegExp(`^(${fields})$`), name);
            assert.match(typeof asked.method === "string" ? asked.method : "", methods, name);
            // Nodes and pods have no address of the other kind; waiting for one would look like an outage.
            assert.deepEqual([asked.preferred_ip_protocol, asked.ip_protocol_fallback], ["ip4", false], name);
            assert.match(timeout, /^[1-9]s$/, "Prometheus' own is 10 s");
            const outside = name === "refused" || name === "login";
            assert.deepEqual(
                [asked.fail_if_not_ssl, asked.follow_redirects],
                outside ? [true, false] : [undefined, undefined],
            );
        }
    });

    it("read PostgreSQL's statistics through a role of their own, whose password is a file", () => {
        const job = object(graph, "Job", "db-init", "monitoring-database");
        const env = at(job, "spec", "template", "spec", "containers", 0, "env") as { name: string; value: string }[];
        assert.equal(env.find(({ name }) => name === "MEMBER_OF")?.value, "pg_monitor");
        const exporter = object(graph, "Deployment", "postgres-exporter", "exporters");
        const container = at(exporter, "spec", "template", "spec", "containers", 0) as {
            env: { name: string; value: string; valueFrom?: object }[];
        };
        const said = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
        assert.match(said.DATA_SOURCE_URI ?? "", /:5432\/monitoring\?sslmode=require$/);
        assert.deepEqual(
            [said.DATA_SOURCE_USER_FILE, said.DATA_SOURCE_PASS_FILE],
            ["/credential/username", "/credential/password"],
        );
        assert.ok(
            container.env.every(({ valueFrom }) => valueFrom === undefined),
            "no secret in a variable",
        );
        assert.ok(graph.dependsOn(exporter, job), "there is a role before somebody logs in as it");
    });

    it("are scraped themselves", () => {
        const monitors = graph
            .ofType("kubernetes:monitoring.coreos.com/v1:ServiceMonitor")
            .filter((monitor) => at(monitor, "metadata", "namespace") === "exporters")
            .map((monitor) => at(monitor, "metadata", "name"));
        assert.deepEqual(monitors, ["blackbox-exporter", "postgres-exporter"]);
    });
});
