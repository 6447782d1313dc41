/** What makes the user of a rotation, run as it is, against a Neo4j that only knows its users. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const SCRIPT = path.join(__dirname, "../../../components/blocks/neo4j/scripts/user.sh");
const FAKES = path.join(__dirname, "neo4j-fakes");
const CREDENTIAL = {
    ...{ username: "neo4j_other", password: "new", "previous-username": "neo4j", "previous-password": "old" },
};

describe("the user of a rotation of Neo4j", () => {
    let root: string;
    const at = (...parts: readonly string[]): string => path.join(root, ...parts);

    beforeEach(() => {
        root = fs.mkdtempSync(path.join(os.tmpdir(), "neo4j-rotation-"));
    });
    afterEach(() => {
        fs.rmSync(root, { recursive: true });
    });

    /** Users that the server knows before, and afterwards. */
    function rotate(users: Readonly<Record<string, string>>, faults = "") {
        for (const [folder, files] of Object.entries({ users, credential: CREDENTIAL })) {
            fs.rmSync(at(folder), { recursive: true, force: true });
            fs.mkdirSync(at(folder));
            for (const [file, text] of Object.entries(files)) fs.writeFileSync(at(folder, file), text);
        }
        const { status, stdout, stderr } = spawnSync("sh", [SCRIPT], {
            encoding: "utf8",
            env: {
                ...{ PATH: `${FAKES}:/usr/bin:/bin`, CALLS: at("calls"), FAULTS: faults, USERS: at("users") },
                ...{ CREDENTIAL: at("credential"), ADDRESS: "neo4j:7687", PATIENCE_SECONDS: "0" },
            },
        });
        const known = fs.readdirSync(at("users")).map((user) => [user, fs.readFileSync(at("users", user), "utf8")]);
        return { status, said: stdout + stderr, known: Object.fromEntries(known) as Record<string, string> };
    }

    it("makes the user of a rotation as the user before, who goes on working, and prints no password", () => {
        const { status, said, known } = rotate({ neo4j: "old" });
        assert.equal(status, 0, said);
        assert.deepEqual(known, { neo4j: "old", neo4j_other: "new" });
        assert.match(said, /neo4j_other: made by neo4j\n/);
        assert.doesNotMatch(said + fs.readFileSync(at("calls"), "utf8"), /\bnew\b|\bold\b/);
    });

    it("replaces what the rotation before the last left, and does nothing where it is done", () => {
        assert.equal(rotate({ neo4j: "old", neo4j_other: "long ago" }).known.neo4j_other, "new");
        const again = rotate({ neo4j: "of nobody", neo4j_other: "new" });
        assert.deepEqual([again.status, again.known.neo4j], [0, "of nobody"]);
    });

    it("tells by the server's words who is refused and who does not answer, and ends when its patience does", () => {
        const wrong = rotate({ neo4j: "chosen by hand" });
        assert.equal(wrong.status, 41);
        assert.match(wrong.said, /neither neo4j_other nor neo4j is let in: The client is unauthorized/);
        const silent = rotate({ neo4j: "old" }, "refuse-connections");
        assert.equal(silent.status, 40);
        assert.match(silent.said, /neo4j:7687: Unable to connect/);
        const refused = rotate({ neo4j: "old" }, "refuse-statements");
        assert.equal(refused.status, 42);
        assert.match(refused.said, /neo4j_other could not be made: Permission denied/);
    });
});
