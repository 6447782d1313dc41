/**
 * The policy pack under the real engine, which asks it about every resource of a preview, as `pulumi preview --policy-pack policy` does. A
 * program inside of this process has no language host that could start a pack, so the engine is given one that starts itself: a file that
 * can be executed (pulumi/pulumi pkg/resource/plugin/analyzer_plugin.go, NewPolicyAnalyzer). All else is the pack's own.
 */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { EngineFailed } from "../../rehearsal/engine/command";
import { mindcloud } from "../../rehearsal/session/mindcloud";
import type { Rehearsed } from "../../rehearsal/session/rehearsed";
import { inSession } from "../../rehearsal/session/in-session";
import type { Session } from "../../rehearsal/session/session";

const ROOT = path.join(__dirname, "../..");
function packFor({ paths }: Session): string {
    const file = path.join(paths.work, "policy-pack");
    const runner = path.join(ROOT, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
    const line = `cd '${path.join(ROOT, "policy")}' && exec '${process.execPath}' '${runner}' "$1" .`;
    fs.writeFileSync(file, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    return file;
}

type Props = Record<string, unknown>;

/** Something wrong in the program: what is registered under this type and name says something else. */
const edited =
    (rehearsed: Rehearsed, type: string, name: RegExp, edit: (props: Props) => Props) =>
    (): Record<string, unknown> => {
        pulumi.runtime.registerStackTransformation((args) =>
            args.type === type && name.test(args.name) ? { props: edit(args.props), opts: args.opts } : undefined,
        );
        return rehearsed.deploy();
    };

describe("the policy pack under the engine", function () {
    this.timeout(3_600_000);
    const root = fs.mkdtempSync(path.join(os.tmpdir(), "pack-"));
    after(() => {
        fs.rmSync(root, { recursive: true, force: true });
    });

    it("finds nothing wrong with a stack as it is, and stops the preview of one that breaks rules, naming each", async () => {
        const rehearsed = mindcloud(path.join(ROOT, "test", "stacks"))("dev");
        assert.ok("deploy" in rehearsed);
        const options = {
            root,
            output: { write: () => undefined },
            minuteInMilliseconds: 0,
            kubernetes: "memory" as const,
        };
        const status = await inSession("policy", rehearsed, options, async (session) => {
            const pack = packFor(session);
            const preview = async (program: () => Record<string, unknown>): Promise<string> => {
                const said: string[] = [];
                try {
                    await session.engine.preview(
                        program,
                        ({ policyEvent }) => {
                            if (policyEvent !== undefined)
                                said.push(`${policyEvent.enforcementLevel} ${policyEvent.message}`);
                        },
                        { policyPacks: [pack] },
                    );
                } catch (error) {
                    if (!(error instanceof EngineFailed)) throw error;
                    said.push(`stopped: ${error.message.slice(0, 3000)}`);
                }
                return said.join("\n");
            };
            assert.equal(await preview(() => rehearsed.deploy()), "");
            const wrong = await preview(
                edited(rehearsed, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", /./, (props) => ({
                    ...props,
                    blockPublicAcls: false,
                })),
            );
            assert.match(wrong, /^stopped/m);
            assert.match(wrong, /^mandatory [^\n]*\nbucket-not-public: stores-cold-bucket/m);
            return 0;
        });
        assert.equal(status, 0);
    });
});
