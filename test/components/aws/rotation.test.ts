/** Rotations of generated passwords: what each makes anew, what still works, and who waits for whom. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { rotatingPassword, type RotatingPassword } from "../../../components/aws/rotation";
import { Secret, type Graph, type RecordedResource } from "../../../plan/graph";
import { changedGraph, COMPLETE, recordingOf } from "../../support/recordings";
import { at } from "../workload/fixture";
import { recorded } from "./fixture.data";

const PASSWORD = "random:index/randomPassword:RandomPassword";
const USER = "aws:elasticache/user:User";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const EXTERNAL = "kubernetes:external-secrets.io/v1:ExternalSecret";

class Owner extends pulumi.ComponentResource {
    readonly password: RotatingPassword;

    constructor(rotation: number) {
        super("test:aws:Owner", "owner");
        this.password = rotatingPassword("login", { parent: this, scope: { rotation } });
        this.registerOutputs({ slot: this.password.slot });
    }
}

describe("components/aws/rotation", () => {
    /** Of each password what makes it anew, and which of them is current. */
    async function after(rotation: number) {
        let slot = -1;
        const graph = await recorded(() => {
            slot = new Owner(rotation).password.slot;
        });
        const made = graph.ofType(PASSWORD).map(({ name, inputs }) => [name, JSON.stringify(inputs.keepers ?? {})]);
        const current = slot === 0 ? "login" : "login-other";
        return { made: Object.fromEntries(made) as Record<string, string>, current };
    }

    it("makes the one anew that nobody uses, and keeps the one that everybody has", async () => {
        let before = await after(0);
        assert.deepEqual<unknown>(
            before,
            { made: { login: "{}" }, current: "login" },
            "as before there were rotations",
        );
        for (let rotation = 1; rotation <= 5; rotation += 1) {
            const now = await after(rotation);
            assert.notEqual(now.current, before.current);
            assert.equal(now.made[before.current], before.made[before.current], "what everybody has");
            assert.notEqual(now.made[now.current], before.made[now.current], "what nobody has any more");
            before = now;
        }
    });
});

describe("a rotation of the whole environment", () => {
    let graphs: readonly Graph[];
    before(async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const rotated = [1, 2].map((rotation) => changedGraph(COMPLETE, { rotation }));
        graphs = [graph, ...(await Promise.all(rotated))];
    });

    const valueOf = ({ inputs }: RecordedResource): Record<string, string> => {
        assert.ok(inputs.secretString instanceof Secret);
        return JSON.parse(String(inputs.secretString.reveal())) as Record<string, string>;
    };
    const versions = (graph: Graph, part: string) => graph.ofType(VERSION).filter(({ name }) => name.includes(part));
    const named = (graph: Graph, kind: string, name: string) =>
        graph.ofType(kind).filter((each) => at(each, "metadata", "name") === name);

    it("gives Valkey's users both passwords, and writes the new one down after that", () => {
        graphs.forEach((graph, rotation) => {
            const users = graph.ofType(USER);
            assert.ok(users.length > 3);
            for (const user of users) {
                const { passwords } = user.inputs.authenticationMode as { passwords: readonly unknown[] };
                const texts = passwords.map((each) => (each instanceof Secret ? each.reveal() : each));
                assert.equal(new Set(texts).size, rotation === 0 ? 1 : 2);
                const stored = versions(graph, `${user.name}-credential-value`)[0];
                if (stored === undefined) continue;
                assert.equal(valueOf(stored).password, texts[0]);
                assert.ok(graph.dependsOn(stored, user), `${stored.name} waits for ${user.name}`);
            }
        });
    });

    it("lets two roles of PostgreSQL and two users of Neo4j take turns", () => {
        const names = (part: string) =>
            graphs.map((graph) =>
                [...new Set(versions(graph, part).map((each) => valueOf(each).username ?? ""))].sort(),
            );
        const [first = [], second, third] = names("-postgres-database-");
        assert.ok(first.length > 1);
        assert.deepEqual(
            second,
            first.map((name) => `${name}_other`),
        );
        assert.deepEqual(third, first);
        assert.deepEqual(names("-neo4j-"), [["neo4j"], ["neo4j_other"], ["neo4j"]]);
        for (const version of graphs.flatMap((graph) => versions(graph, "-neo4j-"))) {
            const { username = "", password = "", auth = "", previousUsername, previousPassword } = valueOf(version);
            const known = [`${username}/${password}`, `${String(previousUsername)}/${String(previousPassword)}`];
            assert.ok(known.includes(auth), "an empty volume begins with one of the two");
            assert.ok(auth.startsWith("neo4j/"), "its image makes no other user");
        }
    });

    it("names the version that is read, and lets nobody read it before the server takes it", () => {
        for (const graph of graphs.slice(1)) {
            const jobs = (name: string, namespace: unknown) =>
                named(graph, "kubernetes:batch/v1:Job", name).filter(
                    (job) => at(job, "metadata", "namespace") === namespace,
                );
            const waits = (external: RecordedResource, name: string, namespace: unknown): void => {
                const all = jobs(name, namespace);
                assert.ok(all.length === 1 && all.every((job) => graph.dependsOn(external, job)), external.name);
            };
            let read = 0;
            for (const external of graph.ofType(EXTERNAL)) {
                const namespace = at(external, "metadata", "namespace");
                const data = at(external, "spec", "data") as { remoteRef: Record<string, string> }[];
                for (const { remoteRef } of data) {
                    const [, , store, owner = ""] = (remoteRef.key ?? "").split("/");
                    if (!["redis", "postgres", "neo4j", "passwords"].includes(store ?? "")) continue;
                    assert.match(remoteRef.version ?? "", /^uuid\/terraform-/, `${external.name} ${owner}`);
                    read += 1;
                    // What makes a server take it reads it first.
                    if (store === "postgres" && namespace !== `${owner}-database`)
                        waits(external, "db-init", `${owner}-database`);
                    if (store === "neo4j" && remoteRef.property !== "auth" && !external.name.includes("rotation"))
                        waits(external, "neo4j-rotation", namespace);
                }
            }
            assert.ok(read > 20);
        }
    });

    it("does not restart Neo4j for it, whose one server is an outage", () => {
        const pods = graphs.map((graph) =>
            named(graph, "kubernetes:apps/v1:StatefulSet", "neo4j").map((set) => at(set, "spec", "template")),
        );
        assert.ok((pods[0]?.length ?? 0) > 0);
        assert.deepEqual(pods[1], pods[0]);
        assert.deepEqual(pods[2], pods[0]);
    });
});
