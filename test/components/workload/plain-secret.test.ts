/** Secrets of the documents that hold none. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as w from "../../../components/workload";
import { Secret } from "../../../plan/graph";
import { at, graphOf, object, siteOf, small, testImage } from "./fixture";
import { refusalOf } from "./refusals";

const opts = {};

function shop(values: Readonly<Record<string, pulumi.Input<string>>>): void {
    const namespace = new w.Namespace("shop", { site: siteOf(), system: "shop" }, opts);
    const storage = new w.PlainSecret("storage", { namespace, values }, opts);
    new w.Workload(
        "api",
        {
            ...{ namespace, image: testImage, resources: small, scaling: w.fixed(2), health: { command: ["true"] } },
            environment: { BUCKET: { secret: storage, key: "bucket" } },
        },
        opts,
    );
}

describe("components/workload PlainSecret", () => {
    it("is read like any Secret, and rolls its readers when a value changes", async () => {
        const graphs = await Promise.all(
            ["one", "two"].map((bucket) =>
                graphOf(() => {
                    shop({ bucket: pulumi.output(bucket), region: "eu" });
                }),
            ),
        );
        const [graph] = graphs;
        assert.ok(graph);
        const secret = object(graph, "Secret", "storage");
        const data = secret.inputs.stringData;
        assert.deepEqual(data instanceof Secret && data.reveal(), { bucket: "one", region: "eu" });
        const reader = object(graph, "Deployment", "api");
        assert.ok(graph.dependsOn(reader, secret));
        assert.deepEqual(at(reader, "spec", "template", "spec", "containers", 0, "env"), [
            { name: "BUCKET", valueFrom: { secretKeyRef: { name: "storage", key: "bucket" } } },
        ]);
        const [before, after] = graphs.map((one) =>
            at(object(one, "Deployment", "api"), "spec", "template", "metadata", "annotations"),
        );
        assert.notDeepEqual(before, after);
    });

    it("takes nothing that is a secret, by its looks or by its mark", async () => {
        assert.match(
            String(
                await refusalOf(() => {
                    shop({ bucket: `sk-${"a".repeat(32)}` });
                }),
            ),
            /storage: bucket looks like a credential/,
        );
        await assert.rejects(
            graphOf(() => {
                shop({ bucket: pulumi.secret("x") });
            }),
            /storage: a secret would stand in a plain object: read it through a SyncedSecret/,
        );
    });
});
