/** One system's database: who may see the administrator's credential, when the job runs again, and what its script does. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { Database } from "../../../components/blocks/database";
import type { Graph } from "../../../plan/graph";
import { at, object } from "../workload/fixture";
import { POSTGRES_HOST, surrounded } from "./fixture";

const SCRIPTS = path.join(__dirname, "../../../components/blocks/database-scripts");

describe("components/blocks/database", () => {
    let graph: Graph;
    before(async () => {
        graph = await surrounded(({ site, postgres, opts }) => {
            const { ready, pool } = new Database("app-database", { site, postgres, database: "app" }, opts);
            assert.deepEqual([ready.length, pool], [1, { perPod: 10, documented: 15 }]);
        });
    });

    it("copies the administrator's credential into a namespace of its own, where nothing of the system runs", () => {
        const copies = graph
            .ofType("kubernetes:external-secrets.io/v1:ExternalSecret")
            .filter((secret) => JSON.stringify(secret.inputs).includes("rds!db-1"));
        assert.deepEqual(
            copies.map((secret) => at(secret, "metadata", "namespace")),
            ["app-database"],
        );
        const pods = graph.resources.filter(({ type }) => /:(Deployment|StatefulSet|CronJob|Job)$/.test(type));
        assert.deepEqual(
            pods.map((pod) => [at(pod, "metadata", "namespace"), at(pod, "metadata", "name")]),
            [["app-database", "db-init"]],
        );
    });

    it("talks to the server over TLS and to nobody else, and runs again when a password rotates", () => {
        const job = object(graph, "Job", "db-init");
        const container = at(job, "spec", "template", "spec", "containers", 0) as {
            env: { name: string; value: string }[];
        };
        const env = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
        assert.deepEqual([env.PGHOST, env.PGPORT, env.PGSSLMODE], [POSTGRES_HOST, "5432", "require"]);
        const annotations = Object.keys(at(job, "spec", "template", "metadata", "annotations") as object);
        assert.ok(annotations.includes("secret.mindcloud.dev/credentials"));
        const version = graph.the("aws:secretsmanager/secretVersion:SecretVersion", "postgres-app-value");
        assert.ok(graph.dependsOn(job, version), "there is something to read");
        const policy = object(graph, "NetworkPolicy", "db-init", "app-database");
        const egress = at(policy, "spec", "egress") as { ports: { port: number }[] }[];
        assert.deepEqual(
            egress.map(({ ports }) => ports.map(({ port }) => port)),
            [[5432]],
        );
    });

    it("fetches both credentials at once, and waits for the version that it was made for", () => {
        const secret = object(graph, "ExternalSecret", "credentials", "app-database");
        const data = at(secret, "spec", "data") as {
            secretKey: string;
            remoteRef: { key: string; property: string };
        }[];
        assert.deepEqual(
            data.map(({ secretKey, remoteRef: { key, property } }) => [secretKey, key, property]),
            [
                ["admin-username", "rds!db-1", "username"],
                ["admin-password", "rds!db-1", "password"],
                ...["username", "password", "database"].map((key) => [key, "mindcloud/dev/postgres-app", key]),
            ],
        );
        const { version } = at(secret, "spec", "target", "template", "data") as { version: string };
        const job = object(graph, "Job", "db-init");
        const env = at(job, "spec", "template", "spec", "containers", 0, "env") as { name: string; value: string }[];
        assert.match(version, /^terraform-\w{26}$/);
        assert.equal(env.find(({ name }) => name === "VERSION")?.value, version);
    });

    it("names no password in a statement: the server logs those", () => {
        const sql = readFileSync(path.join(SCRIPTS, "database.sql"), "utf8");
        assert.doesNotMatch(sql.replace(/^--.*$/gm, ""), /password/i);
    });

    describe("its script", () => {
        let directory: string;
        beforeEach(() => {
            directory = mkdtempSync(path.join(tmpdir(), "database-"));
            const contents = {
                admin: { username: "root", password: "r" },
                credential: { username: "app", password: "new", database: "app", version: "2" },
            };
            for (const [folder, files] of Object.entries(contents)) {
                mkdirSync(path.join(directory, folder));
                for (const [file, text] of Object.entries(files))
                    writeFileSync(path.join(directory, folder, file), text);
            }
        });
        afterEach(() => {
            rmSync(directory, { recursive: true });
        });

        function run(psql: string, ready = "exit 0", version = "2", more: Readonly<Record<string, string>> = {}) {
            for (const [name, text] of Object.entries({ psql, pg_isready: ready })) {
                writeFileSync(path.join(directory, name), `#!/bin/sh\n${text}\n`);
                chmodSync(path.join(directory, name), 0o755);
            }
            return spawnSync("sh", [path.join(SCRIPTS, "database.sh")], {
                encoding: "utf8",
                env: {
                    ...{ PATH: `${directory}:${process.env.PATH ?? ""}`, D: directory, SCRIPTS, PATIENCE_SECONDS: "0" },
                    ...{ ADMIN: path.join(directory, "admin"), CREDENTIAL: path.join(directory, "credential") },
                    ...{ PGHOST: "db", PGPORT: "5432", VERSION: version },
                    ...more,
                },
            });
        }

        it("makes role and database as the administrator, then sets the password through standard input", () => {
            const done = run('echo "$PGUSER $*" >> "$D/calls"; case "$*" in *command*) cat > "$D/asked";; esac');
            assert.equal(done.status, 0, done.stderr);
            const calls = readFileSync(path.join(directory, "calls"), "utf8").trim().split("\n");
            assert.equal(calls.length, 2);
            assert.match(calls[0] ?? "", /^root .*ON_ERROR_STOP=1 --file=.*database\.sql$/);
            assert.match(calls[1] ?? "", /--command=\\password "app"$/);
            assert.equal(readFileSync(path.join(directory, "asked"), "utf8"), "new\nnew\n");
            assert.doesNotMatch(calls.join() + done.stdout + done.stderr, /new/);
        });

        it("makes the role a member of what it was told to be, before anybody can log in as it", () => {
            const record = 'echo "$*" >> "$D/calls"; case "$*" in *password*) cat > /dev/null;; esac';
            const done = run(record, "exit 0", "2", { MEMBER_OF: "pg_monitor" });
            assert.equal(done.status, 0, done.stderr);
            const calls = readFileSync(path.join(directory, "calls"), "utf8").trim().split("\n");
            assert.match(calls[1] ?? "", /--command=GRANT "pg_monitor" TO "app"$/);
            assert.match(calls[2] ?? "", /password/);
        });

        it("ends with 2 rather than set a password that was replaced", () => {
            const { status, stderr } = run('touch "$D/asked"', "exit 0", "3");
            assert.deepEqual([status, stderr], [2, "database: the credential is still version 2, not 3\n"]);
            assert.throws(() => readFileSync(path.join(directory, "asked")));
        });

        it("ends with 3 when a statement fails, and with 1 when the server does not answer", () => {
            assert.equal(run("exit 3").status, 3);
            const silent = run("exit 0", "exit 2");
            assert.deepEqual([silent.status, silent.stderr], [1, "database: db:5432 does not answer\n"]);
        });
    });
});
