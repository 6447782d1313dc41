/** The script of db-init against a real PostgreSQL. Needs the server's programs on this machine, so `make check` runs it. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
    chmodSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { freePorts } from "../../../rehearsal/cluster/ports";

const SCRIPTS = path.join(__dirname, "../../../components/blocks/database-scripts");

/** Debian keeps the server's programs off the PATH. */
const DEBIAN = "/usr/lib/postgresql";
const places = [
    ...(process.env.PATH ?? "").split(path.delimiter),
    ...(existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => path.join(DEBIAN, version, "bin")) : []),
];
const NEEDED = ["initdb", "pg_ctl", "psql"];
const programs = places.find((place) => NEEDED.every((name) => existsSync(path.join(place, name))));

/** PostgreSQL refuses to run as root: `nobody`, then. */
const NOBODY = 65_534;
const unprivileged = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

describe("db-init on a real PostgreSQL", () => {
    let directory: string;
    let port: number;

    const file = (...names: readonly string[]): string => path.join(directory, ...names);

    function program(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
        const done = spawnSync(path.join(programs ?? "", name), args, {
            encoding: "utf8",
            cwd: directory,
            stdio: ["ignore", "pipe", "pipe"],
            env: { PATH: process.env.PATH ?? "", LC_ALL: "C", ...env },
            timeout: 20_000,
            ...unprivileged,
        });
        if (done.error !== undefined) throw done.error;
        return done;
    }

    /** Rows of a statement, or the server's refusal. */
    function ask(user: string, password: string, database: string, statement: string): string {
        const address = ["-h", "127.0.0.1", "-p", String(port), "-U", user, "-d", database];
        const { stdout, stderr } = program("psql", [...address, "-XAtqc", statement], { PGPASSWORD: password });
        return (stdout + stderr).trim();
    }

    /** A session of its own, as in a pod: without a terminal, psql asks on standard input. */
    function init(password: string, username = "memstack", more: Readonly<Record<string, string>> = {}) {
        const credential = { username, database: "memstack", password, version: password };
        for (const [name, text] of Object.entries(credential)) writeFileSync(file("credential", name), text);
        return spawnSync("setsid", ["--wait", "sh", path.join(SCRIPTS, "database.sh")], {
            encoding: "utf8",
            stdio: ["ignore", "pipe", "pipe"],
            env: {
                PATH: `${programs ?? ""}:${process.env.PATH ?? ""}`,
                ...{ PGHOST: "127.0.0.1", PGPORT: String(port), PGDATABASE: "postgres", VERSION: password },
                ...{ SCRIPTS, ADMIN: file("admin"), CREDENTIAL: file("credential"), HOME: directory },
                ...more,
            },
        });
    }

    before(async function () {
        this.timeout(600_000);
        if (programs === undefined) return this.skip();
        directory = mkdtempSync(path.join(tmpdir(), "postgres-"));
        chmodSync(directory, 0o777);
        [port = 0] = await freePorts(1);
        writeFileSync(file("password"), "owner-of-all");
        for (const folder of ["admin", "credential"]) mkdirSync(file(folder));
        const login = ["-U", "owner", "-A", "scram-sha-256", "--pwfile", file("password")];
        const made = program("initdb", ["-D", file("data"), ...login]);
        assert.equal(made.status, 0, made.stderr);
        const settings = `-p ${String(port)} -h 127.0.0.1 -k ${directory} -c fsync=off -c log_statement=all`;
        // To files: a server that inherits a pipe keeps it open.
        const started = program("pg_ctl", ["-D", file("data"), "-w", "-o", settings, "-l", file("log"), "start"]);
        assert.equal(started.status, 0, started.stderr);
        // As RDS makes its administrator: no superuser.
        const role = "CREATE ROLE mindcloud_admin LOGIN CREATEROLE CREATEDB PASSWORD 'administrator'";
        assert.equal(ask("owner", "owner-of-all", "postgres", role), "");
        writeFileSync(file("admin", "username"), "mindcloud_admin");
        writeFileSync(file("admin", "password"), "administrator");
    });

    after(() => {
        if (programs === undefined) return;
        program("pg_ctl", ["-D", file("data"), "-m", "immediate", "stop"]);
        rmSync(directory, { recursive: true });
    });

    it("makes a database that its role owns and no other role may open; again does no harm", function () {
        this.timeout(600_000);
        for (const _ of [1, 2]) {
            const { status, stderr, stdout } = init("first");
            assert.equal(status, 0, stderr);
            assert.equal(stdout, "database: memstack is there, and memstack is let in\n");
        }
        const made = "CREATE TABLE IF NOT EXISTS episodes (id int); SELECT current_user, current_database()";
        assert.equal(ask("memstack", "first", "memstack", made), "memstack|memstack");
        const other = "CREATE ROLE other LOGIN PASSWORD 'other'";
        assert.equal(ask("owner", "owner-of-all", "postgres", other), "");
        assert.match(ask("other", "other", "memstack", "SELECT 1"), /permission denied for database "memstack"/);
    });

    it("changes the password when it was rotated, keeps the data, and lets the server log a hash only", function () {
        this.timeout(600_000);
        assert.equal(init("second").status, 0);
        assert.match(ask("memstack", "first", "memstack", "SELECT 1"), /password authentication failed/);
        assert.equal(ask("memstack", "second", "memstack", "SELECT count(*) FROM episodes"), "0");
        const statements = readFileSync(file("log"), "utf8").match(/ALTER USER.*/g) ?? [];
        assert.equal(statements.length, 3);
        for (const statement of statements) assert.match(statement, /PASSWORD 'SCRAM-SHA-256\$/);
    });

    /** Logs in again and again as a pod with this credential, until it is told to stop; what it was refused with. */
    async function during(user: string, password: string, work: () => void): Promise<readonly string[]> {
        const [stop, out] = [file(`stop-${password}`), file(`refused-${password}`)];
        const login = `psql -h 127.0.0.1 -p ${String(port)} -U ${user} -d memstack -XAtqc 'SELECT 1'`;
        const loop = `while [ ! -e "${stop}" ]; do ${login} >> "${out}" 2>&1; done`;
        const env = { PATH: `${programs ?? ""}:${process.env.PATH ?? ""}`, PGPASSWORD: password };
        const pod = spawn("sh", ["-c", loop], { env, stdio: "ignore" });
        const ended = new Promise((resolve) => pod.once("close", resolve));
        // The first login is there before the work begins.
        while (!existsSync(out) || readFileSync(out, "utf8") === "") spawnSync("sleep", ["0.05"]);
        work();
        writeFileSync(stop, "");
        await ended;
        const answers = readFileSync(out, "utf8").trim().split("\n");
        assert.ok(answers.length > 1, "it asked before and after");
        return answers.filter((answer) => answer !== "1");
    }

    it("rotates four times between two roles: whoever has the credential of before is never locked out, and the one before that is", async function () {
        this.timeout(600_000);
        const turns = [
            ["memstack", "rotation-0"],
            ["memstack_other", "rotation-1"],
            ["memstack", "rotation-2"],
            ["memstack_other", "rotation-3"],
            ["memstack", "rotation-4"],
        ] as const;
        assert.equal(init("rotation-0").status, 0);
        for (const [index, [user, password]] of turns.entries()) {
            const [before, next] = [turns[index - 2], turns[index + 1]] as const;
            const work = `CREATE TABLE turn_${String(index)} (id int); SELECT current_user`;
            assert.equal(ask(user, password, "memstack", work), "memstack", "what it makes is the owner's");
            for (let other = 0; other <= index; other += 1) {
                const change = `ALTER TABLE turn_${String(other)} ADD COLUMN by_${String(index)} int`;
                assert.equal(ask(user, password, "memstack", change), "", `${user} changes turn_${String(other)}`);
            }
            if (before !== undefined)
                assert.match(ask(before[0], before[1], "memstack", "SELECT 1"), /password authentication failed/);
            if (next === undefined) break;
            const refused = await during(user, password, () => {
                const { status, stderr } = init(next[1], next[0]);
                assert.equal(status, 0, stderr);
            });
            assert.deepEqual(refused, []);
            assert.equal(ask(next[0], next[1], "memstack", "SELECT 1"), "1", "there before any reader has it");
        }
        // As a connection pool leaves a connection.
        const kept = ask("memstack_other", "rotation-3", "memstack", "RESET ALL; SELECT current_user");
        assert.equal(kept, "memstack");
    });

    it("knows by the server's own words that the administrator's credential is an older one", function () {
        this.timeout(600_000);
        writeFileSync(file("admin", "password"), "of-last-week");
        const { status, stderr } = init("rotation-4", "memstack", { PATIENCE_SECONDS: "0" });
        writeFileSync(file("admin", "password"), "administrator");
        assert.equal(status, 2);
        assert.match(
            stderr,
            /the administrator's credential is still an older one: .*password authentication failed for user "mindcloud_admin"/,
        );
    });
});
