/** kube-score over the manifests of every stack, and of everything there is: nothing critical but what the list beside this file explains. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { documentsOf } from "../../plan/manifests";
import { goProgramNow } from "../../rehearsal/programs/go-programs";
import { COMPLETE, recordingOf, STACK_FILES, stackFrom } from "../support/recordings";

interface Ignore {
    readonly check: string;
    /** `Kind namespace/name`, as a regular expression of the whole. */
    readonly objects: string;
    readonly because: string;
}

interface Scored {
    readonly object_name: string;
    readonly checks: readonly {
        readonly check: { readonly id: string };
        readonly grade: number;
        readonly skipped: boolean;
        readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
    }[];
    readonly object_meta: { readonly name: string; readonly namespace?: string };
    readonly type_meta: { readonly kind: string };
}

/** kube-score's grades: 1 critical, 5 warning, 7 almost ok, 10 all ok. */
const CRITICAL = 1;
const IGNORES = parse(readFileSync(path.join(__dirname, "kube-score.yaml"), "utf8")) as readonly Ignore[];

function critical(yaml: string, kubernetes: string): string[] {
    const tool = goProgramNow("kube-score");
    const run = spawnSync(tool, ["score", "--output-format", "json", "--kubernetes-version", `v${kubernetes}`, "-"], {
        input: yaml,
        encoding: "utf8",
        maxBuffer: 1 << 28,
    });
    assert.equal(run.stderr, "");
    const scored = JSON.parse(run.stdout) as readonly Scored[];
    assert.ok(scored.length > 0, "kube-score looked at nothing");
    return scored.flatMap(({ type_meta, object_meta, checks }) =>
        checks
            .filter(({ grade, skipped }) => grade === CRITICAL && !skipped)
            .map(({ check, comments }) => {
                const object = `${type_meta.kind} ${object_meta.namespace ?? ""}/${object_meta.name}`;
                const why = (comments ?? []).map((comment) => `${comment.path} ${comment.summary}`.trim()).join("; ");
                return `${check.id} | ${object} | ${why}`;
            }),
    );
}

describe("kube-score", function () {
    this.timeout(300_000); // the first run builds it
    const used = new Set<Ignore>();

    for (const file of [...STACK_FILES, COMPLETE])
        it(`finds nothing critical in ${file} without a reason`, async () => {
            const { graph } = await recordingOf(file, "update");
            const yaml = documentsOf(graph)
                .filter(({ file: name }) => !name.startsWith("charts"))
                .map(({ text }) => `---\n${text}`)
                .join("");
            const found = critical(yaml, stackFrom(file).environment.cluster.kubernetes);
            const unexplained = found.filter((finding) => {
                const [check = "", object = ""] = finding.split(" | ");
                const ignore = IGNORES.find(
                    (each) => each.check === check && new RegExp(`^(?:${each.objects})$`).test(object),
                );
                if (ignore !== undefined) used.add(ignore);
                return ignore === undefined;
            });
            assert.deepEqual(unexplained, []);
        });

    it("is told to ignore nothing that it does not find, and why each", () => {
        assert.deepEqual(
            IGNORES.filter(({ because }) => because.trim() === ""),
            [],
        );
        assert.deepEqual(
            IGNORES.filter((ignore) => !used.has(ignore)).map(({ check, objects }) => `${check} ${objects}`),
            [],
        );
    });
});
