import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { createNeo4j, existingNeo4j } from "../../../components/aws/neo4j";
import type { Neo4jStore } from "../../../components/handles";
import { Secret } from "../../../plan/graph";
import { clearText, key, recorded, scope } from "./fixture.data";

const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

class Owner extends pulumi.ComponentResource {
    readonly store: Neo4jStore;

    constructor(data: "keep" | "disposable") {
        super("test:aws:Owner", "stores");
        this.store = createNeo4j(this, "stores-neo4j-memstack", {
            scope: scope(data),
            user: "memstack",
            key: key("secrets"),
        });
        this.registerOutputs({});
    }
}

describe("components/aws/neo4j", () => {
    it("makes a password that only Secrets Manager shows, in the two forms that clients and the server's image read", async () => {
        const graph = await recorded(() => new Owner("keep"));
        const { secretString } = graph.the(VERSION).inputs;
        assert.ok(secretString instanceof Secret);
        const { username, password, auth } = JSON.parse(String(secretString.reveal())) as Record<string, string>;
        assert.equal(username, "neo4j");
        assert.match(password ?? "", /^[A-Za-z0-9]{32}$/);
        assert.equal(auth, `neo4j/${password ?? ""}`);
        for (const { inputs, urn } of graph.resources)
            assert.ok(!clearText(inputs).some((text) => text.includes(password ?? "")), urn);
        const secret = graph.the("aws:secretsmanager/secret:Secret");
        assert.equal(secret.inputs.name, "mindcloud/test/neo4j/memstack");
    });

    it("keeps the secret as long as the volume whose users it knows, and lets a rotation replace what is in it", async () => {
        for (const [data, protect] of [["keep", true] as const, ["disposable", false] as const]) {
            const graph = await recorded(() => new Owner(data));
            const secrets = ["aws:secretsmanager/secret:Secret", VERSION].map((type) => graph.the(type));
            assert.deepEqual(
                secrets.map((resource) => resource.protect),
                [protect, false],
            );
        }
    });

    it("hands on what the user brought, and makes nothing", async () => {
        const brought = { host: "graph.example.com", port: 7687, scheme: "bolt+s" as const, cidrs: ["10.60.0.0/24"] };
        let store: Neo4jStore | undefined;
        const graph = await recorded(() => {
            store = existingNeo4j(scope(), { ...brought, passwordSecret: "shared/graph" });
        });
        assert.deepEqual(store?.existing, brought);
        assert.equal(graph.resources.filter(({ custom }) => custom).length, 0);
    });
});
