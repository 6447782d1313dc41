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

        function run(psql: string, version = "2", more: Readonly<Record<string, string>> = {}) {
            writeFileSync(path.join(directory, "psql"), `#!/bin/sh\n${psql}\n`);
            chmodSync(path.join(directory, "psql"), 0o755);
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
            const done = run('echo "$PGUSER $*" >> "$D/calls"; case "$*" in *password*) cat > "$D/asked";; esac');
            assert.equal(done.status, 0, done.stderr);
            const calls = readFileSync(path.join(directory, "calls"), "utf8").trim().split("\n");
            assert.equal(calls.length, 4);
            assert.match(calls[1] ?? "", /^root .*ON_ERROR_STOP=1 --file=.*database\.sql$/);
            assert.match(calls[2] ?? "", /^root .*--command=\\password "app"$/);
            assert.match(
                calls[3] ?? "",
                /^app .*--dbname=app --command=SELECT$/,
                "logs in with it before anybody else",
            );
            assert.equal(readFileSync(path.join(directory, "asked"), "utf8"), "new\nnew\n");
            assert.doesNotMatch(calls.join() + done.stdout + done.stderr, /new/);
        });

        it("makes the role a member of what it was told to be, before anybody can log in as it", () => {
            const record = 'echo "$*" >> "$D/calls"; case "$*" in *password*) cat > /dev/null;; esac';
            const done = run(record, "2", { MEMBER_OF: "pg_monitor" });
            assert.equal(done.status, 0, done.stderr);
            const calls = readFileSync(path.join(directory, "calls"), "utf8").trim().split("\n");
            assert.match(calls[2] ?? "", /--command=GRANT "pg_monitor" TO "app"$/);
            assert.match(calls[3] ?? "", /password/);
        });

        it("ends with 2 rather than set a password that was replaced", () => {
            const { status, stderr } = run('touch "$D/asked"', "3");
            assert.deepEqual([status, stderr], [2, "database: the credential is still version 2, not 3\n"]);
            assert.throws(() => readFileSync(path.join(directory, "asked")));
        });

        it("ends with 3 when a statement fails, and with 1 when the server does not answer", () => {
            assert.equal(run('case "$*" in *file*) exit 3;; esac').status, 3);
            const silent = run('echo "could not translate host name"; exit 2');
            assert.deepEqual(
                [silent.status, silent.stderr],
                [1, "database: db:5432 does not answer: could not translate host name\n"],
            );
        });

        it("reads the administrator's credential again when the server refuses it, and ends with 2 when it stays refused", () => {
            const refused = 'FATAL:  password authentication failed for user "root"';
            const renewed = run(
                `if [ "$PGPASSWORD" = r ]; then printf renewed > "$ADMIN/password"; echo '${refused}'; exit 2; fi`,
                "2",
                { PATIENCE_SECONDS: "60" },
            );
            assert.equal(renewed.status, 0, renewed.stderr);
            const old = run(`echo '${refused}'; exit 2`);
            assert.deepEqual(
                [old.status, old.stderr],
                [2, `database: the administrator's credential is still an older one: ${refused}\n`],
            );
        });

        it("ends with 4, at once and in the server's words, when waiting changes nothing", () => {
            const wrong = 'FATAL:  no pg_hba.conf entry for host "10.20.0.9", user "root", database "postgres"';
            const refused = run(`echo '${wrong}'; exit 2`, "2", { PATIENCE_SECONDS: "600" });
            assert.deepEqual([refused.status, refused.stderr], [4, `database: db:5432 refuses: ${wrong}\n`]);
            const busy = run("echo 'FATAL:  the database system is starting up'; exit 2");
            assert.equal(busy.status, 1, "a server that starts is waited for");
            const unset = run(
                'case "$*" in *dbname*) echo "FATAL:  role is not permitted to log in"; exit 2;; *password*) cat > /dev/null;; esac',
            );
            assert.deepEqual(
                [unset.status, unset.stderr],
                [4, "database: app is not let in with what was just set: FATAL:  role is not permitted to log in\n"],
            );
        });
    });
});
