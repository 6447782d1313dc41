/**
 * Plain `pulumi`, as people run it in the folder of the project: file backend, passphrase, `index.ts`, the stack file with secrets in it. The
 * language host is `pulumi-language-nodejs` where it is on the PATH, else the embedded cloud's (rehearsal/provider/language.ts), which starts
 * the program by the SDK's own `cmd/run`.
 */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import type { Request } from "../../iam/evaluate";
import { REQUESTS } from "../../rehearsal/provider/requests";
import { loadStackFile } from "../../config/stack-file";
import type { Ran } from "../../rehearsal/engine/command";
import type { Event } from "../../rehearsal/engine/event";
import { inSession } from "../../rehearsal/session/in-session";
import { inventedSecrets, mindcloud } from "../../rehearsal/session/mindcloud";
import type { Rehearsed } from "../../rehearsal/session/rehearsed";
import type { Session } from "../../rehearsal/session/session";
import { versionOf } from "../../rehearsal/programs/tools";
import { lifeOf } from "../iam/life";
import { recordStack, stackFrom } from "../support/recordings";

const ROOT = path.join(__dirname, "../..");
const STACK = "dev";
/** Of the tests: what people write into theirs must not turn a check red. */
const STACKS = path.join(ROOT, "test/stacks");

interface Step {
    readonly op: string;
    readonly urn: string;
    readonly inputs: unknown;
}

describe("plain pulumi from the command line", function () {
    this.timeout(3_600_000);
    const root = fs.mkdtempSync(path.join(os.tmpdir(), "plain-"));
    after(() => {
        fs.rmSync(root, { recursive: true, force: true });
    });

    it("previews, deploys and destroys dev as the Automation API does, resource by resource and input by input", async () => {
        const rehearsed = mindcloud(STACKS)(STACK);
        assert.ok("deploy" in rehearsed);
        const options = {
            ...{ root, output: { write: () => undefined } },
            ...{ minuteInMilliseconds: 0, kubernetes: "memory" as const },
        };
        const own = (await versionOf("pulumi-language-nodejs", "-version")) === undefined;
        console.log(`        language host: ${own ? "the embedded cloud's" : "pulumi-language-nodejs of the PATH"}`);
        const status = await inSession("up", rehearsed, options, async (session) => {
            const automation = await previewOf(session, rehearsed);
            const pulumi = await commandLine(session, rehearsed, own);

            const from = Date.now();
            const plain = JSON.parse(succeeded(await pulumi("preview", "--json")).stdout) as { steps: PlainStep[] };
            console.log(`        pulumi preview of ${String(plain.steps.length)} resources: ${since(from)} s`);
            assert.deepEqual(differing(plain.steps.map(stepOf), automation), []);

            succeeded(await pulumi("up", "--yes", "--skip-preview", "--suppress-progress"));
            const after = await previewOf(session, rehearsed);
            assert.deepEqual(
                [...new Set(after.map(({ op }) => op))],
                ["same"],
                "what each of them deploys is the same",
            );
            succeeded(await pulumi("preview", "--expect-no-changes"));

            succeeded(await pulumi("destroy", "--yes", "--skip-preview", "--suppress-progress"));
            assert.deepEqual(session.engine.state().resources, []);
            assert.deepEqual(await unforeseen(session, rehearsed), []);
            return 0;
        });
        assert.equal(status, 0);
    });
});

/** Actions that this life asked for and the one that is worked out from the program does not (test/iam/lives.test.ts tries the roles by that one). */
async function unforeseen({ paths }: Session, { roles }: Rehearsed): Promise<readonly string[]> {
    assert.ok(roles);
    const lines = fs.readFileSync(path.join(paths.work, REQUESTS), "utf8").split("\n");
    const asked = new Set(lines.filter((line) => line !== "").map((line) => (JSON.parse(line) as Request).action));
    const stack = stackFrom(path.join(STACKS, `Pulumi.${STACK}.yaml`));
    const life = lifeOf((await recordStack(stack, "update")).graph, stack.environment, roles);
    const foreseen = new Set([...life.deploy, ...life.preview].map(({ action }) => action));
    assert.ok(asked.size > 100, `${String(asked.size)} actions`);
    return [...asked].filter((action) => !foreseen.has(action));
}

interface PlainStep {
    readonly op: string;
    readonly urn: string;
    readonly newState?: { readonly inputs?: unknown };
}

const stepOf = ({ op, urn, newState }: PlainStep): Step => ({ op, urn, inputs: newState?.inputs ?? {} });

/** The first few: an environment has hundreds of resources. */
function differing(plain: readonly Step[], automation: readonly Step[]): readonly string[] {
    const [one, other] = [plain, automation].map((steps) => new Set(steps.map(textOf)));
    assert.ok(one !== undefined && other !== undefined);
    return [
        ...[...one].filter((step) => !other.has(step)).map((step) => `command line: ${step}`),
        ...[...other].filter((step) => !one.has(step)).map((step) => `Automation API: ${step}`),
    ].slice(0, 6);
}

/** JSON of a preview says `[secret]`; an event has the envelope of the wire. */
const textOf = (step: Step): string =>
    JSON.stringify(step, (_key, value: unknown) =>
        isMap(value) && value[ENVELOPE] !== undefined ? "[secret]" : value,
    );
const ENVELOPE = "4dabf18193072939515e22adb298388d";
const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === "object" && value !== null;
const since = (from: number): string => ((Date.now() - from) / 1000).toFixed(1);

function succeeded(ran: Ran): Ran {
    assert.equal(ran.code, 0, `${ran.stdout}\n${ran.stderr}`.slice(-4000));
    return ran;
}

async function previewOf({ engine }: Session, rehearsed: Rehearsed): Promise<readonly Step[]> {
    const steps: Step[] = [];
    await engine.preview(
        () => rehearsed.deploy(),
        ({ resourcePreEvent }: Event) => {
            if (resourcePreEvent === undefined) return;
            const { op, urn, new: made } = resourcePreEvent.metadata;
            if (/::pulumi:providers:\w+::default_/.test(urn)) return; // the engine's own, which JSON leaves out
            steps.push({ op, urn, inputs: made?.inputs ?? {} });
        },
    );
    return steps;
}

/** In the folder of the checkout, with a copy of its stack file: with the boundary that the account gives, and the secrets that people set. */
async function commandLine(
    { engine, paths }: Session,
    rehearsed: Rehearsed,
    own: boolean,
): Promise<(...args: readonly string[]) => Promise<Ran>> {
    const name = `Pulumi.${STACK}.yaml`;
    const loaded = loadStackFile(path.join(STACKS, name));
    assert.ok(loaded.ok);
    const stackFile = parse(fs.readFileSync(path.join(STACKS, name), "utf8")) as { config: Record<string, object> };
    stackFile.config["mindcloud:deployment"] = {
        ...stackFile.config["mindcloud:deployment"],
        permissionsBoundary: rehearsed.roles?.boundaryArn,
    };
    // The stack is there since the preview by the Automation API, and its passphrase has a salt.
    const { encryptionsalt } = parse(fs.readFileSync(path.join(paths.work, name), "utf8")) as Record<string, unknown>;
    const file = path.join(fs.mkdtempSync(path.join(paths.work, "plain-")), name);
    fs.writeFileSync(file, stringify({ ...stackFile, encryptionsalt }));
    const pulumi = (...args: readonly string[]) =>
        engine.runIn(ROOT, [...args, "--config-file", file], own ? {} : { PULUMI_DEBUG_LANGUAGES: "" });
    for (const [key, secret] of Object.entries(inventedSecrets(loaded.environment, loaded.secrets)))
        if (secret.kind === "given")
            succeeded(
                await pulumi(
                    "config",
                    "set",
                    "--secret",
                    "--path",
                    `mindcloud:secrets.${key}`,
                    secret.value ?? assert.fail("a secret that only Pulumi knows"),
                ),
            );
    return pulumi;
}
