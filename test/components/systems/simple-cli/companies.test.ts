/** What companies know of each other: nothing. And what a stack file may say of one. */
import assert from "node:assert/strict";
import { isUnknown, Secret, type Graph, type RecordedResource } from "../../../../plan/graph";
import { at, object } from "../../workload/fixture";
import { grafana, matrix, scraper } from "../../workload/matrix";
import { NetworkEvaluator } from "../../workload/network-evaluator";
import { containersOf } from "../pods";
import { agency, agencyWith, statefulSet } from "./stack";

const COMPANIES = ["acme", "globex", "hooli"];

/** Everything about a resource that the engine compares, as text. */
const content = (resource: RecordedResource): string =>
    JSON.stringify(resource, (_key, value: unknown) =>
        value instanceof Secret ? { secret: value.reveal() } : isUnknown(value) ? "[unknown]" : value,
    );

describe("Simple-CLI's agency document", () => {
    let graph: Graph;
    before(async () => {
        graph = await agency();
    });

    it("lets agents reach their own Brain and the internet, and nobody reach another company's pod", () => {
        const evaluator = new NetworkEvaluator(graph, [scraper, grafana]);
        const ofCompanies = matrix(evaluator, [80, 443, 3000, 3002, 3004, 3005, 3006, 3010, 6379]).filter(
            (connection) => COMPANIES.some((company) => connection.includes(`${company}/`)),
        );
        assert.deepEqual(
            ofCompanies,
            COMPANIES.flatMap((company) => [
                `${company}/${company}-agent -> ${company}/${company}-brain:3002`,
                `${company}/${company}-agent -> internet:443`,
                `${company}/${company}-brain -> internet:443`,
                `monitoring/prometheus -> ${company}/${company}-agent:3010`,
                // A suspended company has no pods that could answer.
                ...(company === "hooli"
                    ? []
                    : [
                          `exporters/blackbox-exporter -> ${company}/${company}-agent:3000`,
                          `exporters/blackbox-exporter -> ${company}/${company}-brain:3002`,
                      ]),
            ]).sort(),
        );
    });

    it("names nothing of one company in what another has, but the environment's one file system", () => {
        const named = (company: string) =>
            graph.resources.filter(({ urn }) => new RegExp(`simple-cli-${company}\\b`).test(urn));
        for (const company of COMPANIES)
            for (const other of COMPANIES.filter((each) => each !== company))
                assert.deepEqual(
                    named(company)
                        .filter((resource) => new RegExp(`\\b${other}\\b`).test(content(resource)))
                        .map(({ name }) => name),
                    [],
                );
        assert.ok(named("acme").length > 20);
        const directories = graph
            .ofType("kubernetes:core/v1:PersistentVolume")
            .map((volume) => String(at(volume, "spec", "csi", "volumeHandle")));
        assert.equal(new Set(directories).size, 2 * COMPANIES.length, "a directory of its own for each volume");
    });

    it("adds and removes a company without touching another, nor anything shared but the lists of who is watched", async () => {
        const grown = await agencyWith({ companies: { initech: {} } });
        const after = new Map(grown.resources.map((resource) => [resource.urn, content(resource)]));
        const touched = graph.resources.filter((resource) => after.get(resource.urn) !== content(resource));
        assert.deepEqual(
            touched.map(({ urn }) => urn).filter((urn) => !/::mindcloud:(monitoring:|systems:Alerts\$)/.test(urn)),
            [],
        );
        const added = grown.resources.filter(({ urn }) => graph.find(urn) === undefined);
        assert.ok(added.length > 30);
        assert.deepEqual(
            added
                .filter(({ name, urn }) => !name.includes("initech") && !urn.includes("::mindcloud:monitoring:"))
                .map(({ name }) => name),
            [],
        );
    });

    it("protects every way to a company's data, so that removing the company is refused while data is kept", () => {
        const ways = (of: Graph) =>
            of
                .ofType("kubernetes:core/v1:PersistentVolumeClaim", "aws:efs/accessPoint:AccessPoint")
                .map(({ protect }) => protect);
        assert.deepEqual(ways(graph), Array(4 * COMPANIES.length).fill(true));
        assert.ok(graph.the("aws:efs/fileSystem:FileSystem").protect);
    });

    it("keeps everything of a suspended company but its pods, and its sidecars only where they are wanted", () => {
        for (const part of ["agent", "brain"] as const) {
            assert.equal(at(statefulSet(graph, "hooli", part), "spec", "replicas"), 0);
            object(graph, "PersistentVolumeClaim", `hooli-${part}-files`, "hooli");
        }
        const scalers = graph.ofType("kubernetes:keda.sh/v1alpha1:ScaledObject").map(({ name }) => name);
        assert.deepEqual(scalers, ["simple-cli-acme-agent-scaler", "simple-cli-globex-agent-scaler"]);
        assert.equal(at(object(graph, "ResourceQuota", "limits", "hooli"), "spec", "hard", "pods"), "0");

        const names = containersOf(statefulSet(graph, "globex", "agent")).map(({ name }) => name);
        assert.deepEqual(names, ["swarm", "health-monitor", "queue-exporter", "agent"]);
        const servers = String(at(object(graph, "ConfigMap", "globex-mcp"), "data", "mcp.json"));
        assert.ok(servers.includes("3005") && !servers.includes("3006"));
    });

    it("takes a company's own bounds", () => {
        const spec = at(object(graph, "ScaledObject", "globex-agent-hpa", "globex"), "spec") as Record<string, unknown>;
        assert.deepEqual([spec.minReplicaCount, spec.maxReplicaCount], [2, 8]);
        assert.ok(JSON.stringify(spec.triggers).includes('queue_length{namespace=\\"globex\\"}'));
    });
});
