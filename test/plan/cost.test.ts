import assert from "node:assert/strict";
import { capacityOf } from "../../plan/capacity/capacity";
import { costOf, isCountedElsewhere, type Cost } from "../../plan/cost/cost";
import { freeBecause } from "../../plan/cost/free";
import { costJson } from "../../plan/cost/json";
import { sumOf } from "../../plan/cost/line";
import { PRICED_TYPES } from "../../plan/cost/resources";
import { costText } from "../../plan/cost/text";
import { Graph, type RecordedResource } from "../../plan/graph";
import { ownersOf } from "../../plan/owners";
import { isCreated } from "../../plan/plan";
import { COMPLETE, recordingOf, STACK_FILES, stackFrom } from "../support/recordings";
import { resource } from "../support/resource";

const ECONOMY = "test/environments/economy.yaml";
const MYRIAD = "test/environments/myriad-alone.yaml";

async function costOfFile(file: string): Promise<Cost> {
    const { graph } = await recordingOf(file, "update");
    const { environment } = stackFrom(file);
    const ownerOf = ownersOf(graph);
    return costOf(graph, environment, capacityOf(graph, environment, ownerOf), ownerOf);
}

const { environment } = stackFrom(COMPLETE);
function costOfResources(...resources: readonly RecordedResource[]): Cost {
    const graph = new Graph(resources);
    return costOf(graph, environment, undefined, ownersOf(graph));
}

const made = (name: string, type: string, inputs: Record<string, unknown>) => resource(name, [], { type, inputs });
const rounded = (value: number | undefined) => Number(value?.toFixed(2));
const lineOf = ({ lines }: Cost, category: string) => {
    const { floor, ceiling } = sumOf(lines.filter((line) => line.category === category));
    return [rounded(floor), rounded(ceiling)];
};

describe("cost", () => {
    it("prices every type of every stack, or says why it is free", async () => {
        for (const file of [...STACK_FILES, COMPLETE]) {
            const { graph } = await recordingOf(file, "update");
            for (const { type } of graph.resources.filter(isCreated))
                assert.ok(
                    PRICED_TYPES.includes(type) || isCountedElsewhere(type) || freeBecause(type) !== undefined,
                    `${type} in ${file}: price it in plan/cost/resources.ts, or say in free.ts why it costs nothing`,
                );
            assert.deepEqual((await costOfFile(file)).unpriced, [], file);
        }
    });

    it("calls no type both priced and free", () => {
        assert.deepEqual(
            PRICED_TYPES.filter((type) => freeBecause(type) !== undefined),
            [],
        );
    });

    it("reports what nobody priced, and sizes that the table does not know", () => {
        const { unpriced } = costOfResources(
            made("stream", "aws:kinesis/stream:Stream", {}),
            made("database", "aws:rds/instance:Instance", { instanceClass: "db.x9z.large" }),
            made("cache", "aws:elasticache/replicationGroup:ReplicationGroup", { nodeType: "cache.x9z.large" }),
        );
        assert.deepEqual(unpriced.map(({ item }) => item).sort(), ["cache", "database", "stream stream"]);
    });

    it("adds up stores by hand: Multi-AZ twice, storage from allocated to largest", () => {
        const cost = costOfResources(
            made("database", "aws:rds/instance:Instance", {
                ...{ instanceClass: "db.m7g.large", multiAz: true, allocatedStorage: 100, maxAllocatedStorage: 1000 },
                manageMasterUserPassword: true,
            }),
            made("cache", "aws:elasticache/replicationGroup:ReplicationGroup", {
                ...{ nodeType: "cache.m7g.large", numCacheClusters: 3, snapshotRetentionLimit: 1 },
            }),
            made("key", "aws:kms/key:Key", { enableKeyRotation: true }),
        );
        assert.deepEqual(lineOf(cost, "postgres"), [245.28 + 23, 245.28 + 230]);
        assert.deepEqual(lineOf(cost, "redis"), [276.82, 276.82]);
        assert.deepEqual(lineOf(cost, "keys"), [1.4, 3.4]);
    });

    it("counts volumes with their operations and throughput, and none for EFS", () => {
        const claim = (name: string, spec: Record<string, unknown>) =>
            made(name, "kubernetes:core/v1:PersistentVolumeClaim", { metadata: { name, namespace: "akosha" }, spec });
        const storage = (size: string) => ({ resources: { requests: { storage: size } } });
        const fast = { storageClassName: "gp3-xfs", volumeAttributesClassName: "fast" };
        const cost = costOfResources(
            claim("hot", { ...fast, ...storage("500Gi") }),
            claim("warm", { storageClassName: "gp3", ...storage("2Ti") }),
            claim("shared", { storageClassName: "", ...storage("10Gi") }),
            made("class", "kubernetes:storage.k8s.io/v1:VolumeAttributesClass", {
                ...{ metadata: { name: "fast" }, parameters: { iops: "6000", throughput: "250" } },
            }),
        );
        const hot = 500 * 0.08 + 3000 * 0.005 + 125 * 0.04;
        assert.deepEqual(lineOf(cost, "volumes"), [rounded(hot + 163.84), rounded(hot + 163.84)]);
        assert.deepEqual(lineOf(cost, "backups"), [0, 0]);
    });

    it("counts what CloudWatch charges for being asked: every metric of every resource, every five minutes", () => {
        const jobs = [
            {
                type: "AWS/RDS",
                dimensionNameRequirements: ["DBInstanceIdentifier"],
                metrics: [{ statistics: ["Average"] }],
            },
            {
                ...{ type: "AWS/ElastiCache", dimensionNameRequirements: ["CacheClusterId"] },
                metrics: [{ statistics: ["Sum"] }, { statistics: ["Average", "Maximum"] }],
            },
        ];
        const cost = costOfResources(
            made("database", "aws:rds/instance:Instance", { instanceClass: "db.t4g.small" }),
            made("cache", "aws:elasticache/replicationGroup:ReplicationGroup", {
                ...{ nodeType: "cache.t4g.micro", numCacheClusters: 3 },
            }),
            made("exporter", "kubernetes:helm.sh/v3:Release", {
                chart: "prometheus-yet-another-cloudwatch-exporter",
                values: { config: JSON.stringify({ discovery: { jobs } }), extraArgs: { "scraping-interval": 300 } },
            }),
        );
        // 1 of the database and 3 of each of three nodes, 8,760 times a month, 1 cent a thousand.
        const line = cost.lines.find(({ item }) => item === "reads of 10 CloudWatch metrics");
        assert.deepEqual([rounded(line?.floor), rounded(line?.ceiling)], [0.88, 0.88]);
    });

    it("has one load balancer for the Ingresses of a class, with an address in each zone", () => {
        const ingress = (name: string, className: string) =>
            made(name, "kubernetes:networking.k8s.io/v1:Ingress", {
                ...{ metadata: { name, namespace: name }, spec: { ingressClassName: className } },
            });
        const one = costOfResources(ingress("a", "alb"), ingress("b", "alb"));
        const two = costOfResources(ingress("a", "alb"), ingress("b", "other"));
        assert.deepEqual(lineOf(one, "loadBalancer"), [
            rounded(16.425 + 0.584 + 10.95),
            rounded(16.425 + 17.52 + 10.95),
        ]);
        assert.deepEqual(lineOf(two, "loadBalancer")[0], rounded(2 * (16.425 + 0.584 + 10.95)));
    });

    it("shares everything out: owners and lines each add up to the whole", async () => {
        const cost = await costOfFile(COMPLETE);
        for (const parts of [cost.owners, cost.lines]) {
            const sum = sumOf(parts);
            assert.ok(Math.abs(sum.floor - cost.floor) < 0.01 && Math.abs(sum.ceiling - cost.ceiling) < 0.01);
        }
        assert.deepEqual(cost.owners.map(({ owner }) => owner).sort(), [
            ...["akosha", "memstack", "monitoring", "myriad", "myriad-python", "platform", "simple-cli"],
        ]);
        assert.ok(cost.owners.every(({ floor }) => floor > 0));
        assert.ok(cost.ceiling > cost.floor);
    });

    it("of the smallest environment with all systems stays under 350 USD at its floor", async () => {
        const cost = await costOfFile(ECONOMY);
        assert.ok(cost.floor < 350, String(cost.floor));
        assert.ok(cost.floor > 250, "a floor that low has forgotten something");
        assert.equal(cost.withinBudget, true);
        assert.deepEqual(cost.unpriced, []);
    });

    it("of Myriad alone lies in its document's bracket, or says line by line why not", async () => {
        const { documented, floor, ceiling, unpriced } = await costOfFile(MYRIAD);
        assert.deepEqual(unpriced, []);
        assert.ok(documented !== undefined);
        assert.deepEqual(documented.total.documented, [552, 1102]);
        assert.ok(ceiling >= 552 && ceiling <= 1102 && floor < 1102, `${String(floor)} to ${String(ceiling)}`);
        assert.equal(documented.lines.length, 5);
        for (const { documented: bracket, ours, why } of documented.lines) {
            const within = Math.round(ours.floor) >= bracket[0] && Math.round(ours.ceiling) <= bracket[1];
            assert.equal(why === undefined, within);
        }
        const covered = sumOf([...documented.lines.map(({ ours }) => ours), documented.besides]);
        assert.ok(
            Math.abs(covered.floor - floor) < 0.01,
            "each line of ours is under one line of the document, or beside it",
        );
    });

    it("is not held against a document where other systems share the parts", async () => {
        assert.equal((await costOfFile(ECONOMY)).documented, undefined);
    });

    it("says the sum, the budget and whose it is, on lines that fit", async () => {
        const cost = await costOfFile(ECONOMY);
        const [first = "", ...rest] = costText(
            { ...cost, floor: 2140.4, ceiling: 6900, budget: 3000 },
            "us-east-1",
            [80],
        );
        assert.equal(first, "2,140 - 6,900 USD a month     budget 3,000, alerts at 80 %   floor 71 % of it");
        assert.ok(rest.some((line) => /^akosha +\d+ - +\d+ {2}nodes \d+/.test(line)));
        assert.ok(rest.some((line) => line.startsWith("prices of us-east-1, read 20")));
        const far = costText({ ...cost, withinBudget: false }, "eu-central-1", [80]);
        assert.match(far[0] ?? "", /: raise budget\.monthlyUsd, or choose fewer and smaller nodes and stores$/);
        assert.ok(
            far.some((line) =>
                line.startsWith("prices of eu-central-1 are not known here, these are of us-east-1, read 20"),
            ),
        );
    });

    it("carries every price and assumption that it rests on", async () => {
        const json = costJson(await costOfFile(ECONOMY)) as Record<string, Record<string, unknown>>;
        assert.ok(Object.values(json.assumed ?? {}).every((each) => (each as { why: string }).why.length > 20));
        assert.ok("sources" in (json.prices ?? {}));
        assert.match(JSON.stringify(json.owners), /"floor":\d+(\.\d{1,2})?[,}]/);
    });
});
