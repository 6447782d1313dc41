/** Does to the program what docs/add-a-system.md says, and nothing else. */
import assert from "node:assert/strict";
import type * as capacities from "../../../plan/capacity/capacity";
import type * as costs from "../../../plan/cost/cost";
import type { Graph, RecordedResource } from "../../../plan/graph";
import type * as owners from "../../../plan/owners";
import type * as evaluation from "../../../policy/evaluate";
import { withEdits } from "../../support/edited";
import type * as recordings from "../../support/recordings";
import { before as without, block, edits, FILES, FIXTURE, inPlace, LISTS, read } from "./sixth-system";

/** The plan of an environment with nothing but the postbox, and what is said to a stack file that mistypes a key of it. */
const plan = () =>
    withEdits(edits(), async (load) => {
        const { changed, COMPLETE, recordStack, stackFrom, TODAY } = load(
            "test/support/recordings.ts",
        ) as typeof recordings;
        const { evaluate } = load("policy/evaluate.ts") as typeof evaluation;
        const { ownersOf } = load("plan/owners.ts") as typeof owners;
        const { capacityOf } = load("plan/capacity/capacity.ts") as typeof capacities;
        const { costOf } = load("plan/cost/cost.ts") as typeof costs;
        const everyone = stackFrom(COMPLETE).environment.systems;
        const systems = Object.fromEntries(Object.keys(everyone).map((key) => [key, { enabled: key === "postbox" }]));
        const stack = changed(COMPLETE, { systems });
        const { graph } = await recordStack(stack, "update");
        const { findings } = evaluate(graph, stack.environment, { today: TODAY });
        const ownerOf = ownersOf(graph);
        const capacity = capacityOf(graph, stack.environment, ownerOf);
        const cost = costOf(graph, stack.environment, capacity, ownerOf);
        const mistyped = () => changed(COMPLETE, { systems: { postbox: { sever: { min: 2 } } } });
        return { everyone, graph, findings, capacity, cost, mistyped };
    });

const ours = (graph: Graph): readonly RecordedResource[] =>
    graph.descendantsOf(graph.the("mindcloud:systems:PostboxSystem")).filter(({ custom }) => custom);
const names = (resources: readonly RecordedResource[]) =>
    resources.map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`).sort();

describe("a sixth system", () => {
    let planned: Awaited<ReturnType<typeof plan>>;
    before(async () => {
        planned = await plan();
    });

    it("is at most 60 lines, the same on the page and in the fixture, and an import and an entry in each of two lists", () => {
        const texts = FILES.map((file) => read(`${FIXTURE}/${file}`));
        assert.ok(texts.join("").split("\n").length - 1 <= 60);
        for (const [index, file] of FILES.entries()) assert.equal(block("ts", file), inPlace(texts[index] ?? ""));
        for (const file of LISTS)
            assert.equal(edits().texts[file]?.split("\n").length, without(file).split("\n").length + 2, file);
    });

    it("is off until a stack asks for it, and its keys are checked like everybody's", () => {
        const { everyone, mistyped } = planned;
        assert.equal((everyone as Readonly<Record<string, { enabled: boolean }>>).postbox?.enabled, false);
        assert.throws(mistyped, /^Error: systems\.postbox\.sever is not a key that mindcloud knows$/);
    });

    it("gets namespace, policies, limits, budget, identity and monitor from what it declares", () => {
        const { graph } = planned;
        assert.deepEqual(names(ours(graph)), [
            "Deployment postbox-server",
            "HorizontalPodAutoscaler postbox-server-hpa",
            "LimitRange postbox-limits-range",
            "Namespace postbox-home-namespace",
            "NetworkPolicy postbox-home-allow-dns",
            "NetworkPolicy postbox-home-default-deny",
            "NetworkPolicy postbox-server-policy",
            "PodDisruptionBudget postbox-server-budget",
            "PodIdentityAssociation postbox-server-identity-association",
            "ResourceQuota postbox-limits-quota",
            "Role postbox-server-identity-role",
            "RolePolicy postbox-server-identity-policy",
            "Service postbox-server-service",
            "ServiceAccount postbox-server-account",
            "ServiceAccountPatch postbox-home-default-account",
            "ServiceMonitor postbox-server-monitor",
        ]);
        const { policy } = graph.the("aws:iam/rolePolicy:RolePolicy", "postbox-server-identity-policy").inputs;
        assert.match(String(policy), /\/postbox-letters\/\*"/);
        assert.equal(graph.ofType("aws:s3/bucket:Bucket").filter(({ name }) => name.includes("cold")).length, 1);
    });

    it("has its line in the cost, and its pods in the capacity, at the floor and at the ceiling", () => {
        const { capacity, cost } = planned;
        assert.ok(capacity !== undefined);
        const pods = ({ packing }: capacities.Load) =>
            packing.nodes
                .flatMap((node) => [...node.pods])
                .filter(([{ name, owner }]) => name === "postbox/postbox-server" && owner === "postbox")
                .reduce((sum, [, each]) => sum + each, 0);
        assert.deepEqual([pods(capacity.floor), pods(capacity.ceiling)], [2, 8]);
        assert.ok(capacity.fits);
        const [line] = cost.owners.filter(({ owner }) => owner === "postbox");
        assert.ok(line !== undefined && line.floor > 0 && line.ceiling > line.floor, JSON.stringify(line));
        assert.deepEqual(cost.unpriced, []);
    });

    it("keeps every rule of policy/", () => {
        const { graph, findings } = planned;
        assert.deepEqual(
            findings.map(({ rule, urn, message }) => `${rule}: ${graph.get(urn).name} ${message}`),
            [],
        );
    });
});
