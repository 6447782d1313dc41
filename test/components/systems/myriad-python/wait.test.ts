/** The script that waits for Neo4j, in each of its outcomes; sockets and time are the test's own. */
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import vm from "node:vm";
import { waitFor } from "../../../../components/systems/myriad-python/wait";
import type { Run } from "../../../../components/systems/images";

const WHERE = { host: "neo4j.myriad-python.svc", boltPort: 7687 };
const run = (isStandIn: boolean) => ({ image: "image", isStandIn }) as unknown as Run<string>;
const words = (isStandIn: boolean) => (waitFor(WHERE, run(isStandIn)).command ?? []).map(String);

interface Asked {
    readonly options: { readonly host: string; readonly port: string; readonly timeout: number };
    readonly connected: () => void;
    readonly socket: EventEmitter;
}

/** As node:net has it: an idle socket says so and stays open until somebody destroys it, which is an error for whoever listens. */
class Socket extends EventEmitter {
    destroy(error: Error): void {
        this.emit("error", error);
    }
}

function started() {
    const [program, flag, script = "", ...rest] = words(true);
    assert.deepEqual([program, flag], ["node", "-e"]);
    const asked: Asked[] = [];
    const later: { readonly again: () => void; readonly milliseconds: number }[] = [];
    const said: string[] = [];
    const ended: number[] = [];
    const net = {
        connect(options: Asked["options"], connected: () => void): EventEmitter {
            const socket = new Socket();
            asked.push({ options, connected, socket });
            return socket;
        },
    };
    vm.runInNewContext(script, {
        require: (name: string) => (name === "node:net" ? net : assert.fail(name)),
        // https://nodejs.org/api/process.html#processargv: with -e there is no file between the program and the words.
        process: { argv: [program, ...rest], exit: (code: number) => ended.push(code) },
        setTimeout: (again: () => void, milliseconds: number) => later.push({ again, milliseconds }),
        console: { log: (line: string) => said.push(line) },
        Error,
    });
    const last = (): Asked => asked.at(-1) ?? assert.fail("nobody was asked");
    return { asked, later, said, ended, last };
}

describe("what waits for Neo4j", () => {
    it("asks where Neo4j listens, for three seconds, and ends well when somebody answers", () => {
        const { last, ended, later } = started();
        assert.deepEqual({ ...last().options }, { host: WHERE.host, port: String(WHERE.boltPort), timeout: 3000 });
        assert.deepEqual(ended, []);
        last().connected();
        assert.deepEqual([ended, later.length], [[0], 0]);
    });

    for (const [outcome, happens, reason] of [
        ["nobody listens", ({ socket }: Asked) => socket.emit("error", new Error("refused")), "refused"],
        ["nobody answers in time", ({ socket }: Asked) => socket.emit("timeout"), "no answer"],
    ] as const)
        it(`says why and asks again in five seconds when ${outcome}, as often as it takes`, () => {
            const { asked, last, later, said, ended } = started();
            for (let round = 1; round <= 3; round++) {
                happens(last());
                assert.deepEqual([asked.length, said.length, later.length, ended.length], [round, round, round, 0]);
                assert.equal(said.at(-1), `waiting for ${WHERE.host}:${String(WHERE.boltPort)}: ${reason}`);
                assert.equal(later.at(-1)?.milliseconds, 5000);
                later.at(-1)?.again();
            }
            last().connected();
            assert.deepEqual(ended, [0]);
        });

    it("is told the same in Python, for as long, where the image has no Node", () => {
        const [program, flag, script = "", ...rest] = words(false);
        assert.deepEqual([program, flag, ...rest], ["python", "-c", WHERE.host, String(WHERE.boltPort)]);
        assert.match(script, /create_connection\(\(sys\.argv\[1\], int\(sys\.argv\[2\]\)\), 3\)\.close\(\)\n +break/);
        assert.match(script, /except OSError[\s\S]*sleep\(5\)/);
    });
});
