/**
 * Valkey's users on a real server: what ElastiCache does with a user is the server's ACL SETUSER. The machine's own valkey-server or
 * redis-server, or the one of a package; without one, skipped.
 */
import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { Secret, type Graph } from "../../../plan/graph";
import { freePorts } from "../../../rehearsal/cluster/ports";
import { changed, COMPLETE, recordStack } from "../../support/recordings";

const SCRIPT = path.join(__dirname, "../../../scripts/redis.sh");
const USER = "aws:elasticache/user:User";
const LAST = 4;

interface User {
    readonly name: string;
    readonly access: string;
    /** The first is what readers are given. */
    readonly passwords: readonly string[];
}

/** The users of a rotation. Recorded passwords are the same however often they were made anew: here each says for which rotation it was. */
function usersOf(graph: Graph, rotation: number): readonly User[] {
    return graph.ofType(USER).map(({ inputs }) => {
        const { passwords } = inputs.authenticationMode as { passwords: readonly unknown[] };
        return {
            name: String(inputs.userName),
            access: String(inputs.accessString),
            passwords: passwords.map((each, index) => {
                const text = each instanceof Secret ? each.reveal() : each;
                return `${String(text)}-${String(rotation - index)}`;
            }),
        };
    });
}

describe("Valkey's users on a real server", () => {
    let server: ChildProcess | undefined;
    let directory: string;
    let port: number;
    let rotations: readonly (readonly User[])[];

    /** Inline commands on one connection: the first line of each answer. */
    const say = (...commands: readonly string[]): Promise<readonly string[]> =>
        new Promise((resolve, reject) => {
            const socket = connect(port, "127.0.0.1");
            let text = "";
            socket.setEncoding("utf8");
            socket.on("error", reject);
            socket.on("data", (piece: string) => {
                text += piece;
            });
            socket.on("close", () => {
                resolve(text.split("\r\n").filter((line) => line !== ""));
            });
            socket.end([...commands, "QUIT"].map((command) => `${command}\r\n`).join(""));
        });

    const login = async ({ name }: User, password: string | undefined): Promise<string> =>
        (await say(`AUTH ${name} ${password ?? ""}`, "SET key value"))
            .slice(0, 2)
            .map((line) => line.replace(/^-(\w+) .*/, "$1"))
            .join(" ");

    /** As ModifyUser: passwords are replaced, all at once. */
    const modify = async ({ name, access, passwords }: User): Promise<void> => {
        const words = ["ACL SETUSER", name, "reset", ...passwords.map((password) => `>${password}`), access];
        assert.deepEqual(await say("AUTH administrator of-all", words.join(" ")), ["+OK", "+OK", "+OK"]);
    };

    before(async function () {
        this.timeout(600_000);
        const found = spawnSync("sh", [SCRIPT], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
        if (found.status !== 0) return this.skip();
        directory = mkdtempSync(path.join(tmpdir(), "redis-"));
        [port = 0] = await freePorts(1);
        const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", directory];
        const administrator = ["--user", ..."administrator on ~* &* +@all >of-all".split(" ")];
        server = spawn(found.stdout.trim(), [...options, ...administrator], { stdio: "ignore" });
        while (server.exitCode === null && (await say("PING").catch(() => [])).length === 0)
            await new Promise((resolve) => setTimeout(resolve, 50));
        const all = Array.from({ length: LAST + 1 }, (_, rotation) =>
            recordStack(changed(COMPLETE, { rotation }), "update"),
        );
        rotations = (await Promise.all(all)).map(({ graph }, rotation) => usersOf(graph, rotation));
    });

    after(() => {
        server?.kill("SIGKILL");
        if (server !== undefined) rmSync(directory, { recursive: true });
    });

    it("lets each system in to its keys, keeps it from what administers or hurts, and `default` out of everything", async () => {
        const [users = []] = rotations;
        assert.ok(users.length > 2);
        for (const user of users) {
            await modify(user);
            const nobody = user.access.startsWith("off");
            assert.equal(await login(user, user.passwords[0]), nobody ? "WRONGPASS NOAUTH" : "+OK +OK", user.name);
            if (nobody) continue;
            const auth = `AUTH ${user.name} ${String(user.passwords[0])}`;
            for (const command of ["CONFIG GET *", "FLUSHALL", "KEYS *", "MONITOR", "ACL LIST", "DEBUG SLEEP 0"])
                assert.match((await say(auth, command))[1] ?? "", /^-NOPERM/, command);
            assert.match((await say(auth, "INFO server"))[1] ?? "", /^\$/);
        }
    });

    it("rotates four times: whoever has the password of before is never locked out, and the one before that is", async function () {
        this.timeout(600_000);
        const [first = []] = rotations;
        const known = first.filter(({ access }) => !access.startsWith("off")).map(({ name }) => name);
        const userOf = (rotation: number, name: string): User => {
            const user = rotations[rotation]?.find((each) => each.name === name && !each.access.startsWith("off"));
            assert.ok(user);
            return user;
        };
        for (const rotation of rotations.keys()) {
            if (rotation === 0) for (const name of known) await modify(userOf(0, name));
            let done = false;
            const answers: string[] = [];
            // A reader of the rotation before, or of this one as soon as it is told.
            const readers = known.map(async (name) => {
                const before = userOf(Math.max(rotation - 1, 0), name);
                while (!done) answers.push(await login(before, before.passwords[0]));
            });
            for (const name of known) {
                const user = userOf(rotation, name);
                await modify(user);
                answers.push(await login(user, user.passwords[0]));
            }
            done = true;
            await Promise.all(readers);
            assert.ok(answers.length > known.length);
            assert.deepEqual([...new Set(answers)], ["+OK +OK"], `rotation ${String(rotation)}`);
            for (const name of rotation < 2 ? [] : known) {
                const long = userOf(rotation - 2, name);
                assert.match(await login(long, long.passwords[0]), /^WRONGPASS/);
            }
        }
    });
});
