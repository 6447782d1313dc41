import assert from "node:assert/strict";
import * as path from "node:path";
import { PublicEndpoint } from "../../components/blocks/ingress";
import { Namespace } from "../../components/workload";
import { loadStackFile } from "../../config/stack-file";
import { jsonOf } from "../../plan/json";
import { type Plan, planOf } from "../../plan/plan";
import { textOf } from "../../plan/text";
import { surrounded } from "../components/blocks/fixture";
import { TODAY } from "../support/recordings";
import { reachOf } from "../../plan/reach";

const internal = {
    system: "memstack-long-name",
    command: "kubectl -n memory port-forward svc/memstack-api http",
};
const open = { system: "app", url: "https://app.ai.example.com" };

/** A plan of nothing but what the test says. */
async function planned(reach: Plan["reach"]): Promise<Plan> {
    const loaded = loadStackFile(path.join(__dirname, "small.yaml"));
    assert.ok(loaded.ok, loaded.ok ? "" : JSON.stringify(loaded.problems));
    return { ...(await planOf(() => ({}), loaded.environment, loaded.secrets, TODAY)), reach };
}

describe("how a plan says to reach the systems", () => {
    it("reads it from the systems' public endpoints", async () => {
        const graph = await surrounded(({ site, opts }) => {
            const namespace = new Namespace(
                "memory",
                { site, metadataName: "memory", system: "memstack-long-name" },
                opts,
            );
            const to = { serviceName: "memstack-api", ready: [] };
            new PublicEndpoint(
                "memstack-endpoint",
                { namespace, host: "memstack", to, port: "http", published: [] },
                opts,
            );
        });
        assert.deepEqual(reachOf(graph), [internal]);
    });

    it("prints one aligned line a system, and none where no system has an endpoint", async () => {
        const text = textOf(await planned([open, internal]));
        assert.ok(
            text.includes(
                `  reach      app                 ${open.url}\n             ${internal.system}  ${internal.command}\n`,
            ),
            text,
        );
        assert.ok(!/^ *reach/m.test(textOf(await planned([]))));
    });

    it("tells scripts the same", async () => {
        const plan = await planned([open, internal]);
        const document = JSON.parse(jsonOf(plan, { graph: plan.graph, outputs: {} })) as { reach: unknown };
        assert.deepEqual(document.reach, [open, internal]);
    });
});
