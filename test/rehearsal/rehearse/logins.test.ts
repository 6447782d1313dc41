/** The model of logins while passwords are rotated: it counts each that is refused, and each order in which one would be. */
import assert from "node:assert/strict";
import { Logins, type Credential, type Does, type Moment } from "../../../rehearsal/rehearse/rotations/logins";

const OLD: Credential = { server: "redis/queue", username: "memstack", password: "old" };
const NEW: Credential = { ...OLD, password: "new" };
const READER = { name: "Deployment memstack/api", secrets: ["memstack/secrets"] };

const both = (what: string, does: Does): readonly Moment[] => [
    { what, phase: "begins", does },
    { what, phase: "ends", does },
];
const user = both("the user", { kind: "tells", ...OLD, passwords: ["new", "old"] });
const secret = both("the Secret", { kind: "copies", secret: "memstack/secrets", credentials: [NEW] });
const pods = both("the pods", { kind: "rolls", reader: READER.name });

function fresh(): Logins {
    const logins = new Logins();
    logins.tell(OLD, ["old"]);
    logins.copy("memstack/secrets", [OLD]);
    logins.read([READER]);
    return logins;
}

describe("logins while passwords are rotated", () => {
    it("are let in where the server is told first, then the Secret, then the pods; and have the new one then", () => {
        const logins = fresh();
        assert.deepEqual(logins.of(READER), [OLD]);
        assert.deepEqual(logins.replay([...user, ...secret, ...pods]), { logins: 10, refused: [] });
        assert.deepEqual(logins.of(READER), [NEW]);
        assert.ok(logins.accepts(OLD), "until the next rotation");
    });

    it("are refused where the Secret is written before the server has ended, and only then", () => {
        const early = [...user.slice(0, 1), ...secret, ...user.slice(1)];
        assert.deepEqual(fresh().replay(early).refused, [
            "Deployment memstack/api is refused by redis/queue as memstack, when the Secret begins",
            "Deployment memstack/api is refused by redis/queue as memstack, when the Secret ends",
        ]);
    });

    it("are refused where a server forgets what pods were started with", () => {
        const forgets = both("the user", { kind: "tells", ...OLD, passwords: ["new"] });
        const { refused } = fresh().replay([...forgets, ...secret, ...pods]);
        assert.match(refused[0] ?? "", /refused by redis\/queue as memstack, when the user begins/);
        assert.ok(!refused.some((line) => line.includes("when the pods ends")));
    });

    it("are of what pods were started with until they are replaced, whatever the Secret holds", () => {
        const logins = fresh();
        logins.replay([...user, ...secret]);
        assert.deepEqual(logins.of(READER), [OLD, NEW]);
    });

    it("see a Job that reads its Secret before it was written", () => {
        const does: Does = { kind: "tells", ...NEW, passwords: ["new"], reads: "memstack-database/credentials" };
        const job = both("the Job", does);
        const written = both("its Secret", { kind: "copies", secret: does.reads ?? "", credentials: [NEW] });
        const lines = (moments: readonly Moment[]) =>
            fresh()
                .replay(moments)
                .refused.filter((line) => line.includes("begins before"));
        assert.deepEqual(lines([...written, ...job]), []);
        for (const order of [
            [...job, ...written],
            [...written.slice(0, 1), ...job, ...written.slice(1)],
        ])
            assert.deepEqual(lines(order), ["the Job begins before memstack-database/credentials has what it tells"]);
    });
});
