/** `make load` says in one line why it does not begin, and ends with 2. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { k6Missing } from "../../rehearsal/load/k6";
import { standing } from "../../rehearsal/load/standing";
import { pathsOf } from "../../rehearsal/session/paths";
import { started, startedTogether } from "../support/command";

const { PATH, HOME } = process.env;
const load = (stack: string): readonly string[] => ["rehearsal/load/cli.ts", "--stack", stack];

const STACKS = path.join(__dirname, "../stacks");

/** A port of this machine that is reserved (RFC 6335) and that nobody listens on. */
const NOBODY = "http://127.0.0.1:1";

const NO_LOAD = started(load("dev"), { PATH, HOME, SYSTEM: "simpleCli" });
const [NO_FILE, NO_ADDRESS, NO_ANSWER] = startedTogether(
    [
        { words: load("nowhere") },
        { words: load("dev"), env: { SYSTEM: "myriad", TARGET: "here" } },
        { words: load("dev"), env: { SYSTEM: "myriad", TARGET: NOBODY } },
    ],
    { PATH, HOME },
);

const refused = [
    ["a stack without a file", /^Pulumi\.nowhere\.yaml/, NO_FILE],
    ["a system without a load", /^SYSTEM=simpleCli: its document asks for no load/, NO_LOAD],
    ["an address that is none", /^TARGET=here is no address/, NO_ADDRESS],
    ["an address that does not answer", /^TARGET=.* does not answer: /, NO_ANSWER],
] as const;

describe("make load", () => {
    for (const [what, expected, ended] of refused)
        it(`refuses ${what}`, async function () {
            this.timeout(120_000);
            const { status, stdout, stderr } = (await ended?.()) ?? assert.fail();
            assert.equal(status, 2, stderr);
            assert.equal(stdout, "");
            assert.match(stderr, expected);
            assert.doesNotMatch(stderr, /\n {4}at /);
        });

    it("refuses a stack of which nothing is up, or whose control plane does not answer any more", async () => {
        const root = fs.mkdtempSync(path.join(os.tmpdir(), "mindcloud-load-"));
        try {
            fs.copyFileSync(path.join(STACKS, "Pulumi.dev.yaml"), path.join(root, "Pulumi.dev.yaml"));
            const none =
                /^dev: no environment with a control plane is up here: make up STACK=dev, or TARGET=https:\/\/\S+ of a real one$/;
            assert.throws(() => standing(root, "dev"), { message: none });
            fs.mkdirSync(pathsOf(root, "dev").cluster, { recursive: true });
            await assert.rejects(standing(root, "dev").plane(), { message: none });
        } finally {
            fs.rmSync(root, { recursive: true });
        }
    });

    it("names k6 where it can neither be found nor built, and how to get it", () => {
        const none = { built: false, found: false, go: false };
        assert.match(
            String(k6Missing(none)),
            /^k6 is missing: install k6 1\.\d+\.\d+ or newer \(below 2\), or Go, with which it is built once$/,
        );
        for (const one of [{ built: true }, { found: true }, { go: true }])
            assert.equal(k6Missing({ ...none, ...one }), undefined);
    });
});
