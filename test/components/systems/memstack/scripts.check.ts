/** The two scripts that run before MemStack serves, as processes; the database and uvicorn are small fakes. */
import assert from "node:assert/strict";
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

const SCRIPTS = path.join(__dirname, "../../../../components/systems/memstack");

interface Rows {
    readonly users: { readonly id: string; readonly email: string; readonly password_hash: string }[];
    readonly api_keys: { readonly user_id: string; readonly name: string }[];
}

/** As initialize_default_credentials() leaves it, and a key that somebody made. */
const FIRST: Rows = {
    users: [
        { id: "1", email: "admin@memstack.ai", password_hash: "$adminpassword" },
        { id: "2", email: "user@memstack.ai", password_hash: "$userpassword" },
    ],
    api_keys: [
        { user_id: "1", name: "Default API Key" },
        { user_id: "1", name: "mine" },
        { user_id: "2", name: "Default User Key" },
    ],
};

describe("MemStack's scripts", () => {
    let directory: string;

    beforeEach(() => {
        directory = mkdtempSync(path.join(tmpdir(), "memstack-"));
    });
    afterEach(() => {
        rmSync(directory, { recursive: true });
    });

    describe("rotate-default-accounts.py", () => {
        const database = () => path.join(directory, "rows.json");
        const rows = () => JSON.parse(readFileSync(database(), "utf8")) as Rows;
        const hashes = () => rows().users.map(({ password_hash }) => password_hash);

        function rotate(before: Rows, environment: Record<string, string> = {}): SpawnSyncReturns<string> {
            writeFileSync(database(), JSON.stringify(before));
            const { GENERATION = "new" } = environment;
            for (const account of ["admin", "user"])
                writeFileSync(path.join(directory, account), `${GENERATION}-${account}\n`);
            return spawnSync("python3", ["-B", path.join(SCRIPTS, "rotate-default-accounts.py")], {
                encoding: "utf8",
                env: {
                    ...{ PATH: process.env.PATH, PYTHONPATH: path.join(__dirname, "fakes") },
                    ...{ DATABASE: database(), PASSWORDS: directory },
                    ...{ POSTGRES_HOST: "db", POSTGRES_PORT: "5432", POSTGRES_DB: "memstack" },
                    ...{ POSTGRES_USER: "memstack", POSTGRES_PASSWORD: "secret" },
                    ...environment,
                },
            });
        }

        it("changes both passwords, takes back the keys that were logged, and prints neither", () => {
            const run = rotate(FIRST);
            assert.equal(run.status, 0, run.stderr);
            assert.deepEqual(hashes(), ["$new-admin", "$new-user"]);
            assert.deepEqual(rows().api_keys, [{ user_id: "1", name: "mine" }]);
            assert.match(run.stdout, /admin@memstack\.ai: password changed, 1 logged keys taken back/);
            assert.doesNotMatch(run.stdout + run.stderr, /new-admin|new-user|secret/);
        });

        it("does nothing twice, and nothing to a password that somebody chose", () => {
            rotate(FIRST);
            const after = rows();
            assert.equal(rotate(after).status, 0);
            assert.deepEqual(rows(), after);
            const chosen = { ...after, users: after.users.map((user) => ({ ...user, password_hash: "$mine" })) };
            assert.match(rotate(chosen).stdout, /somebody's choice, left alone/);
            assert.deepEqual(hashes(), ["$mine", "$mine"]);
        });

        it("gives an account of ours the password of each rotation, and leaves alone what somebody chose in between", () => {
            rotate(FIRST);
            for (const GENERATION of ["second", "third"]) {
                const run = rotate(rows(), { GENERATION });
                assert.match(run.stdout, /user@memstack\.ai: password changed/);
                assert.deepEqual(hashes(), [`$${GENERATION}-admin`, `$${GENERATION}-user`]);
            }
            const [admin, user] = rows().users;
            assert.ok(admin && user);
            const run = rotate(
                { ...rows(), users: [{ ...admin, password_hash: "$mine" }, user] },
                { GENERATION: "4th" },
            );
            assert.match(run.stdout, /admin@memstack\.ai: has a password of somebody's choice, left alone/);
            assert.deepEqual(hashes(), ["$mine", "$4th-user"]);
        });

        it("finds no account before the first start, and says so", () => {
            const run = rotate({ users: [], api_keys: [] });
            assert.equal(run.status, 0);
            assert.match(run.stdout, /no such account/);
        });

        it("ends with 1 when the database says no, with 2 when a variable is missing, each in one line", () => {
            const refused = rotate(FIRST, { BROKEN: "true" });
            assert.deepEqual(
                [refused.status, refused.stderr],
                [1, "rotate-default-accounts: permission denied for table users\n"],
            );
            assert.deepEqual(hashes(), ["$adminpassword", "$userpassword"]);
            const incomplete = rotate(FIRST, { POSTGRES_PASSWORD: undefined as unknown as string });
            assert.deepEqual(
                [incomplete.status, incomplete.stderr],
                [2, "rotate-default-accounts: POSTGRES_PASSWORD is not set\n"],
            );
        });
    });

    describe("first-start.sh", () => {
        function start(
            uvicorn: string,
            python: string,
            environment: Readonly<Record<string, string>> = {},
        ): SpawnSyncReturns<string> {
            for (const [name, text] of Object.entries({ uvicorn, python })) {
                writeFileSync(path.join(directory, name), `#!/bin/sh\n${text}\n`);
                chmodSync(path.join(directory, name), 0o755);
            }
            return spawnSync("sh", [path.join(SCRIPTS, "first-start.sh")], {
                encoding: "utf8",
                timeout: 20_000,
                env: {
                    PATH: `${directory}:${process.env.PATH ?? ""}`,
                    PORT: "8000",
                    HEALTH_PATH: "/health",
                    D: directory,
                    ...environment,
                },
            });
        }

        it("waits until the API is well, then stops it and ends", () => {
            const run = start(
                'echo "$@" > "$D/arguments"; trap "touch $D/stopped; exit 0" TERM; touch "$D/up"; while :; do sleep 0.1; done',
                'test -e "$D/up"',
            );
            assert.equal(run.status, 0, run.stderr);
            assert.match(run.stdout, /tables, indexes and default accounts are there/);
            assert.match(readFileSync(path.join(directory, "arguments"), "utf8"), /--workers 1/);
            assert.equal(readFileSync(path.join(directory, "stopped"), "utf8"), "");
        });

        it("ends as what it is told to run then: the rotation's status is the job's", () => {
            const rotate = path.join(directory, "rotate");
            writeFileSync(rotate, "#!/bin/sh\necho rotated; exit 7\n");
            chmodSync(rotate, 0o755);
            const failed = start('trap "exit 0" TERM; touch "$D/up"; while :; do sleep 0.1; done', 'test -e "$D/up"', {
                ROTATE: rotate,
            });
            assert.deepEqual([failed.status, failed.stdout.trimEnd().split("\n").at(-1)], [7, "rotated"]);
        });

        it("fails when the API ends before it is well", () => {
            const run = start("exit 3", "exit 1");
            assert.equal(run.status, 1);
            assert.match(run.stderr, /the API ended before it was well/);
        });
    });
});
