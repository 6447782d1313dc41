/** `make drain`: what is asked of kubectl, in which order, and what stops it. */
import assert from "node:assert/strict";
import { drain, type Kubectl } from "../../rehearsal/drain/drain";
import { leavingOf } from "../../rehearsal/drain/leaving";
import { changed, COMPLETE, stackFrom } from "../support/recordings";

interface Cluster {
    /** Names of nodes by group; a name that ends in `!` is not ready. */
    readonly nodes: Readonly<Record<string, readonly string[]>>;
    readonly managedBy?: string;
    /** The node whose drain does not end. */
    readonly stuck?: string;
}

async function draining({ nodes, managedBy = "toy-dev-nodes-general-2026", stuck }: Cluster) {
    const done: string[] = [];
    const said: string[] = [];
    const kubectl: Kubectl = (verb = "", ...args) => {
        if (verb !== "get") done.push([verb, ...args].join(" "));
        if (verb === "get") {
            const items = (nodes[String(args[2]).split("=")[1] ?? ""] ?? []).map((name) => ({
                metadata: { name, labels: { "eks.amazonaws.com/nodegroup": managedBy } },
                status: { conditions: [{ type: "Ready", status: name.endsWith("!") ? "False" : "True" }] },
            }));
            return Promise.resolve({ code: 0, output: JSON.stringify({ items }) });
        }
        const failed = verb === "drain" && args[0] === stuck;
        return Promise.resolve(failed ? { code: 1, output: "error: cannot evict pod a/b" } : { code: 0, output: verb });
    };
    const say = (line: string): unknown => said.push(line);
    const status = await drain({ group: "general", others: ["wide"], prefix: "toy-dev-nodes-general", kubectl, say });
    return { status, done, said: said.join("\n") };
}

const refusal = (...asked: Parameters<typeof leavingOf>): string => {
    const leaving = leavingOf(...asked);
    return typeof leaving === "string" ? leaving : `${leaving.group} may leave`;
};
const drained = (name: string): string => `drain ${name} --ignore-daemonsets --delete-emptydir-data --timeout=60m`;

describe("make drain", () => {
    it("closes all nodes of the group first, then empties one after the other by eviction, never by force", async () => {
        const { status, done } = await draining({ nodes: { general: ["a", "b"], wide: ["c"] } });
        assert.equal(status, 0);
        assert.deepEqual(done, ["cordon a b", drained("a"), drained("b")]);
    });

    it("touches nothing while no node of a group that stays is ready", async () => {
        for (const wide of [[], ["c!"]]) {
            const { status, done, said } = await draining({ nodes: { general: ["a"], wide } });
            assert.deepEqual([status, done], [2, []]);
            assert.match(said, /no node of wide is ready: deploy the new group first/);
        }
    });

    it("touches nothing of another environment's cluster", async () => {
        const { status, done, said } = await draining({
            nodes: { general: ["a"], wide: ["c"] },
            managedBy: "toy-prod-x",
        });
        assert.deepEqual([status, done], [2, []]);
        assert.match(said, /a belongs to toy-prod-x/);
    });

    it("stops at the node that cannot be emptied, with kubectl's own reason", async () => {
        const { status, done, said } = await draining({ nodes: { general: ["a", "b"], wide: ["c"] }, stuck: "a" });
        assert.equal(status, 1);
        assert.deepEqual(done, ["cordon a b", drained("a")]);
        assert.match(said, /cannot evict pod a\/b[^]*a is not empty/);
    });

    it("knows by the stack file where pods go, and what EKS calls the group; a group that stays is not emptied", () => {
        const groups = {
            general: { state: "leaving" },
            wide: { purpose: "general", instanceTypes: ["m8g.4xlarge"], min: 1, max: 4 },
        };
        const { environment } = changed(COMPLETE, { nodeGroups: groups });
        const { project, stack } = environment;
        const prefix = `${project}-${stack}-nodes-general`;
        assert.deepEqual(leavingOf(environment, "general"), { group: "general", others: ["wide"], prefix });
        assert.match(refusal(stackFrom(COMPLETE).environment, "general"), /state {2}active .* write leaving/);
        assert.match(refusal(environment, "none"), /GROUP=none is not a node group of .* choose general, /);
    });

    it("has nothing to do for a group without nodes", async () => {
        assert.equal((await draining({ nodes: { general: [], wide: [] } })).status, 0);
    });
});
