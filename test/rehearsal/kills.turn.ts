import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { orphansOf } from "../../rehearsal/session/pending";
import { deploy, TOY } from "../fixtures/toy/program";
import { Bench, type Program } from "./support/bench";
import { Killable } from "./support/killable";

/** Slow enough that the database and the control plane are always under way when the kill comes: 12 s and 19 s. */
const SLOW = ["--minute", "2000", "--checkpoints", "every"];

describe("a run that does not end well", () => {
    let bench: Bench;
    beforeEach(() => {
        bench = new Bench();
    });
    afterEach(() => {
        bench.remove();
    });
    const toy: Program = () => deploy(TOY);

    /** What must be true after everything: each object once, all of them known, and nothing more to do. */
    async function assertConverges(): Promise<void> {
        const up = await bench.run("up", toy);
        assert.equal(up.status, 0, up.text);
        assert.match((await bench.run("up", toy)).text, /dev is up to date: 27 resources, no changes/);
        const objects = bench.cloud().live();
        assert.deepEqual(orphansOf(bench.cloud(), bench.state()), []);
        assert.equal(
            new Set(objects.map(({ type, name }) => `${type} ${name}`)).size,
            objects.length,
            "no object exists twice",
        );
        assert.equal(objects.length, 20);
    }

    for (const seed of [1, 2, 3]) {
        const after = pointOf(seed);
        it(`after kill -9 of everything at ${after} objects (seed ${seed}): lists what was open, recovers, converges`, async () => {
            const run = new Killable(bench, ["up", ...SLOW]);
            await run.until(after);
            run.signal("SIGKILL", run.processes());
            await run.result;

            const open = bench.state().pending;
            const pending = open.map(({ resource }) => resource.urn);
            assert.ok(pending.length > 0, "the kill came while something was under way");
            const refused = await bench.run("up", toy);
            assert.equal(refused.status, 1, refused.text);
            assert.match(refused.text, /cleared the lock that a killed run left/);
            for (const urn of pending) assert.ok(refused.text.includes(urn), refused.text);
            assert.match(refused.text, /run make recover STACK=dev/);

            const recovered = await bench.run("recover", toy);
            assert.equal(recovered.status, 0, recovered.text);
            assert.match(recovered.text, /exists, imported/);
            assert.deepEqual([bench.state().pending, orphansOf(bench.cloud(), bench.state())], [[], []]);
            const goesAfter = new Map(bench.state().resources.map((each) => [each.urn, each.dependencies]));
            for (const { urn, dependencies } of open
                .map(({ resource }) => resource)
                .filter(({ urn }) => goesAfter.has(urn)))
                assert.deepEqual(goesAfter.get(urn), dependencies, `${urn} is imported with what it depends on`);
            await assertConverges();
            const down = await bench.run("down", toy);
            assert.equal(down.status, 0, down.text);
        });
    }

    it("after kill -9 and make recover, make down goes without an up between: what is imported is deleted before what it needs", async () => {
        for (const after of [8, 14]) {
            const run = new Killable(bench, ["up", ...SLOW]);
            await run.until(after);
            run.signal("SIGKILL", run.processes());
            await run.result;
            assert.equal((await bench.run("recover", toy)).status, 0);
            const down = await bench.run("down", toy);
            assert.equal(down.status, 0, down.text);
            assert.deepEqual(bench.cloud().live(), []);
        }
    });

    it("after kill -9 of a first up that writes its state once: the next command begins anew, and converges", async () => {
        bench.writingOnce();
        const run = new Killable(bench, ["up", "--minute", "400"]);
        await run.until(8);
        run.signal("SIGKILL", run.processes());
        await run.result;

        const again = await bench.run("up", toy);
        assert.equal(again.status, 0, again.text);
        assert.match(again.text, /the last run was stopped before it wrote down what it had made: .* begins anew/);
        await assertConverges();
        assert.equal((await bench.run("down", toy)).status, 0);
    });

    it("after Ctrl-C of a first up that writes its state once: what was made is written down, and the next run goes on", async () => {
        bench.writingOnce();
        const run = new Killable(bench, ["up", "--minute", "400"]);
        await run.until(8);
        run.signal("SIGINT", run.processes().slice(0, 1));
        assert.equal((await run.result).status, 130);
        assert.ok(bench.state().resources.length > 0);
        assert.doesNotMatch((await bench.run("up", toy)).text, /begins anew/);
        await assertConverges();
    });

    it("after the provider alone was killed: the state has no trace of what it made, and recover finds it by its tags", async () => {
        const run = new Killable(bench, ["up", ...SLOW]);
        await run.until(8);
        run.signal("SIGKILL", run.processes().slice(1, 2));
        assert.equal((await run.result).status, 1);

        const orphans = orphansOf(bench.cloud(), bench.state());
        assert.ok(orphans.length > 0);
        const refused = await bench.run("up", toy);
        for (const { id } of orphans) assert.ok(refused.text.includes(id), refused.text);
        const recovered = await bench.run("recover", toy);
        assert.equal(recovered.status, 0, recovered.text);
        await assertConverges();
    });

    it("after the provider alone was killed and make recover, make down goes without an up between", async () => {
        const run = new Killable(bench, ["up", ...SLOW]);
        await run.until(12);
        run.signal("SIGKILL", run.processes().slice(1, 2));
        assert.equal((await run.result).status, 1);
        const recovered = await bench.run("recover", toy);
        assert.equal(recovered.status, 0, recovered.text);
        const down = await bench.run("down", toy);
        assert.equal(down.status, 0, down.text);
        assert.deepEqual(bench.cloud().live(), []);
    });

    it("after a create whose answer was lost: what takes no tags is found by its arguments", async () => {
        assert.equal((await bench.run("up", toy, "--fault", "cluster-role-policy=after")).status, 1);
        const [lost] = orphansOf(bench.cloud(), bench.state());
        assert.equal(lost?.type, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "one that cannot have tags");
        const recovered = await bench.run("recover", toy);
        assert.equal(recovered.status, 0, recovered.text);
        await assertConverges();
    });

    it("after kill -9 of the command alone: the engine that it had started ends by itself, and the next command waits for that", async () => {
        const run = new Killable(bench, ["up", "--minute", "400", "--checkpoints", "every"]);
        await run.until(8);
        run.signal("SIGKILL", run.processes().slice(0, 1));
        await run.result;
        const next = await bench.run("recover", toy);
        assert.equal(next.status, 0, next.text);
        await assertConverges();
    });

    it("after Ctrl-C: what was under way is finished, and the next run goes on without recover", async () => {
        const run = new Killable(bench, ["up", "--minute", "400", "--checkpoints", "every"]);
        await run.until(8);
        run.signal("SIGINT", run.processes().slice(0, 1));
        const { status, text } = await run.result;
        assert.equal(status, 130, text);
        assert.match(text, /stopping: what is under way is finished first/);
        assert.match(text, /make up STACK=dev goes on from here/);
        assert.deepEqual([bench.state().pending, orphansOf(bench.cloud(), bench.state())], [[], []]);
        await assertConverges();
    });

    it("a second command on the same stack says who is at work; another stack is free", async () => {
        const run = new Killable(bench, ["up", "--minute", "400", "--checkpoints", "every"]);
        await run.until(8);
        const second = await bench.run("down", toy);
        assert.equal(second.status, 2);
        assert.match(
            second.text,
            /make up is running on this stack \(process \d+, since .*\): wait for it, or stop it with Ctrl-C/,
        );
        const other = new Killable(new Bench("other", bench.root), ["up", "--minute", "0"]);
        assert.equal((await other.result).status, 0);
        assert.equal((await run.result).status, 0);
    });

    it("reads no AWS credentials: neither variables nor ~/.aws reach the engine or the cloud", async () => {
        const home = path.join(bench.root, "home");
        fs.mkdirSync(path.join(home, ".aws"), { recursive: true });
        // Whoever opens one of these waits for ever.
        for (const file of ["credentials", "config"]) execFileSync("mkfifo", [path.join(home, ".aws", file)]);
        const poison = {
            AWS_PROFILE: "POISON",
            AWS_ACCESS_KEY_ID: "POISON",
            AWS_SECRET_ACCESS_KEY: "POISON",
            AWS_ENDPOINT_URL: "http://127.0.0.1:1",
            KUBECONFIG: "/POISON",
        };
        const run = new Killable(bench, ["up", "--minute", "100"], { ...poison, HOME: home });
        await run.until(3);
        if (process.platform === "linux")
            for (const pid of run.processes().slice(1)) {
                const environment = fs.readFileSync(`/proc/${String(pid)}/environ`, "utf8");
                assert.ok(!/POISON|AWS_/.test(environment) && !environment.includes(home), environment);
            }
        const { status, text } = await run.result;
        assert.equal(status, 0, text);
    });
});

/** Somewhere between the first objects and the last, the same for each run of the tests. */
function pointOf(seed: number): number {
    return 3 + (((seed * 2654435761) % 2 ** 32) % 13);
}
