/** A store that came back is held to the same rules, in each part of its way: what a deploy workflow refuses nobody could restore. */
import assert from "node:assert/strict";
import { merge } from "../../config/tree";
import { evaluate } from "../../policy/evaluate";
import { changed, COMPLETE, only, recordStack, TODAY } from "../support/recordings";

const stage = (fate: Readonly<Record<string, unknown>>) => ({
    stores: {
        postgres: { restoreFrom: [{ pointInTime: "2026-11-20T11:55:00Z", ...fate }] },
        redis: {
            cache: { restoreFrom: [{ snapshot: "mindcloud-golden-before", ...fate }] },
            queue: { restoreFrom: [{ snapshot: "mindcloud-golden-before", ...fate }] },
        },
        cold: { restoreFrom: [{ pointInTime: "2026-11-20T11:55:00Z", ...fate }] },
        volumes: {
            restoreFrom: [{ claim: "akosha/akosha-hot-store-data", snapshot: "snap-0123456789abcdef0", ...fate }],
        },
        sharedFiles: { restoreFrom: [{ directory: "aws-backup-restore_2026-11-20T11-55-00Z", ...fate }] },
    },
});

describe("the rules of an environment whose stores came back", () => {
    for (const [when, fate] of [
        ["beside the old ones", {}],
        ["while the old ones leave", { replaced: "leaving" }],
        ["when they are gone", { replaced: "absent" }],
        ["when the restores are given up", { abandoned: true }],
    ] as const)
        it(`find nothing ${when}`, async () => {
            const stack = changed(COMPLETE, merge(only("akosha", "simpleCli", "memstack"), stage(fate)));
            const { graph } = await recordStack(stack, "update");
            assert.ok(graph.ofType("aws:rds/instance:Instance").length >= 1);
            const { findings } = evaluate(graph, stack.environment, { today: TODAY });
            assert.deepEqual(
                findings.map(({ rule, urn, message }) => `${rule}: ${graph.get(urn).name} ${message}`),
                [],
            );
        });
});
