/** Who reaches whom in Akosha, by the emitted policies, and what its pods may do at AWS. */
import assert from "node:assert/strict";
import type { Graph } from "../../../../plan/graph";
import { grafana, matrix, scraper } from "../../workload/matrix";
import { NetworkEvaluator } from "../../workload/network-evaluator";
import { akoshaOf, SMALL } from "./akosha";

const PORTS = [22, 53, 80, 443, 6379, 8000, 8001, 8002, 8003, 8682, 9121, 15_021];

const reached = (graph: Graph) => matrix(new NetworkEvaluator(graph, [scraper, grafana]), PORTS);

interface Statement {
    readonly Action: string | readonly string[];
    readonly Resource: string;
}

describe("components/systems/akosha traffic", () => {
    let graph: Graph;
    before(async () => {
        graph = await akoshaOf({ size: "phase1" });
    });

    it("comes in at the API server alone, and goes on to stores, cache and bucket", () => {
        assert.deepEqual(reached(graph), [
            "akosha/akosha-aging -> akosha/akosha-hot-store:8002",
            "akosha/akosha-aging -> akosha/akosha-warm-store:8003",
            "akosha/akosha-aging -> internet:443", // S3, through its gateway endpoint
            "akosha/akosha-aging -> pod identity agent:80",
            "akosha/akosha-ingestion -> akosha/akosha-hot-store:8002",
            "akosha/akosha-ingestion -> internet:443",
            "akosha/akosha-ingestion -> pod identity agent:80",
            "akosha/akosha-ingestion -> store:6379",
            "akosha/akosha-query -> akosha/akosha-hot-store:8002",
            "akosha/akosha-query -> akosha/akosha-ingestion:8001",
            "akosha/akosha-query -> akosha/akosha-warm-store:8003",
            "akosha/akosha-query -> internet:443",
            "akosha/akosha-query -> pod identity agent:80",
            "akosha/akosha-query -> store:6379",
            "akosha/redis-exporter -> store:6379",
            "balancer -> akosha/akosha-query:8000",
            "monitoring/prometheus -> akosha/akosha-hot-store:8000",
            "monitoring/prometheus -> akosha/akosha-ingestion:8000",
            "monitoring/prometheus -> akosha/akosha-query:8000",
            "monitoring/prometheus -> akosha/akosha-warm-store:8000",
            "monitoring/prometheus -> akosha/redis-exporter:9121",
        ]);
    });

    it("comes in from nowhere without a domain, and goes to no cache where there is none", async () => {
        const small = reached(await akoshaOf(...SMALL));
        assert.deepEqual(
            reached(graph).filter((row) => !small.includes(row)),
            [
                "akosha/akosha-ingestion -> store:6379",
                "akosha/akosha-query -> store:6379",
                "akosha/redis-exporter -> store:6379",
                "balancer -> akosha/akosha-query:8000",
                "monitoring/prometheus -> akosha/redis-exporter:9121",
            ],
        );
    });

    it("reads the guide's prefix of the bucket; aging writes there too, and nobody deletes", () => {
        const actions = (name: string) => {
            const { policy } = graph.the("aws:iam/rolePolicy:RolePolicy", `${name}-identity-policy`).inputs;
            const { Statement: statements } = JSON.parse(String(policy)) as { Statement: Statement[] };
            const objects = statements.filter(({ Resource }) => Resource.endsWith("/akosha-cold-data/*"));
            const elsewhere = statements.filter((one) => !objects.includes(one)).map(({ Action }) => Action);
            return [objects.flatMap(({ Action }) => Action).sort(), [...new Set(elsewhere.flat())].sort()];
        };
        const read = ["s3:GetObject"];
        assert.deepEqual(actions("akosha-ingestion"), [read, ["kms:Decrypt", "s3:ListBucket"]]);
        assert.deepEqual(actions("akosha-query"), [read, ["kms:Decrypt", "s3:ListBucket"]]);
        assert.deepEqual(actions("akosha-aging"), [
            ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
            ["kms:Decrypt", "kms:GenerateDataKey", "s3:ListBucket"],
        ]);
        const identities = graph.ofType("aws:eks/podIdentityAssociation:PodIdentityAssociation");
        assert.equal(identities.length, 3, "the stores call nobody");
    });
});
