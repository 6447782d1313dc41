import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { PeopleSecretsStore } from "../../../components/aws/secrets";
import { generatedPassword, Secret } from "../../../components/aws/stored-secret";
import { isUnknown, Secret as Recorded } from "../../../plan/graph";
import { clearText, key, recorded, scope } from "./fixture.data";

const SECRET = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

class Owner extends pulumi.ComponentResource {
    constructor(name: string) {
        super("test:aws:Owner", name);
        const password = generatedPassword(`${name}-password`, { parent: this, keepers: { generation: "1" } });
        new Secret(
            name,
            {
                scope: scope(),
                key: key("secrets"),
                path: "owner",
                description: "an owner",
                value: pulumi.jsonStringify({ password }),
            },
            { parent: this },
        );
        this.registerOutputs({ done: true });
    }
}

const one = (data: "keep" | "disposable", irreplaceable: boolean) => () =>
    new Secret("s", {
        ...{ scope: scope(data), key: key("secrets"), path: "s", description: "s", value: "v" },
        irreplaceable,
    });

const people = (data: "keep" | "disposable", value: string | undefined) => () => {
    const store = new PeopleSecretsStore("people", {
        scope: scope(data),
        key: key("secrets"),
        needed: ["llm.deepseek", "llm.openai", "llm.google"],
        secrets: {
            "llm.deepseek": { kind: "given", value },
            "llm.openai": { kind: "named", secretName: "team/openai" },
            "llm.moonshot": { kind: "given", value: "unwanted" },
        },
    });
    return { store, arn: store.of("llm.openai").arn, missing: store.has("llm.google") };
};

describe("components/aws/secrets", () => {
    it("keeps a generated password secret from birth to Secrets Manager", async () => {
        const graph = await recorded(() => new Owner("owner"));
        const version = graph.the(VERSION);
        assert.ok(version.inputs.secretString instanceof Recorded);
        const { password } = JSON.parse(String(version.inputs.secretString.reveal())) as { password: string };
        assert.match(password, /^[A-Za-z0-9]{32}$/);
        assert.ok(graph.dependsOn(version, graph.the("random:index/randomPassword:RandomPassword")));
        for (const resource of graph.resources)
            assert.ok(!clearText(resource.inputs).some((text) => text.includes(password)), resource.urn);
    });

    it("plans a value that this run may not see as secret and unknown, with its version", async () => {
        for (const mode of ["preview", "update"] as const) {
            const { inputs } = (await recorded(people("keep", undefined), mode)).the(VERSION);
            const value = inputs.secretString;
            assert.ok(isUnknown(value) || (value instanceof Recorded && isUnknown(value.reveal())), mode);
        }
    });

    it("stores what people gave, once, and neither what is named nor what nobody needs", async () => {
        const graph = await recorded(people("keep", "sk-1"));
        assert.deepEqual(
            graph.ofType(SECRET).map(({ inputs }) => inputs.name),
            ["mindcloud/test/people/llm/deepseek"],
        );
        const value = graph.the(VERSION).inputs.secretString;
        assert.ok(value instanceof Recorded && value.reveal() === "sk-1");
    });

    it("refuses a secret that nobody gave instead of handing out nothing", async () => {
        await assert.rejects(
            recorded(() =>
                new PeopleSecretsStore("people", {
                    scope: scope(),
                    key: key("secrets"),
                    needed: ["llm.google"],
                    secrets: {},
                }).of("llm.google"),
            ),
            /mindcloud:secrets\.llm\.google is not given/,
        );
    });

    it("keeps a deleted secret for 30 days where kept data is lost with it, and frees the name of every other at once", async () => {
        const days = async (data: "keep" | "disposable", irreplaceable: boolean) =>
            (await recorded(one(data, irreplaceable))).the(SECRET).inputs.recoveryWindowInDays;
        assert.deepEqual(
            [await days("keep", true), await days("keep", false), await days("disposable", true)],
            [30, 0, 0],
        );
    });

    it("protects a secret whose loss loses data, and only with data that is kept; never its version, which a rotation replaces", async () => {
        const protection = async (data: "keep" | "disposable", irreplaceable: boolean) =>
            (await recorded(one(data, irreplaceable))).ofType(SECRET, VERSION).map(({ protect }) => protect);
        assert.deepEqual(await protection("keep", true), [true, false]);
        assert.deepEqual(await protection("keep", false), [false, false]);
        assert.deepEqual(await protection("disposable", true), [false, false]);
    });
});
