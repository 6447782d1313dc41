import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { isProtected, keptPromises, protectedOnes } from "../../../rehearsal/rehearse/checks/promises";
import { readChanges, type Promised } from "../../../rehearsal/rehearse/promises";
import { renamedSteps } from "../../../rehearsal/rehearse/rehearsals/rename";
import { step } from "./support";

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";

describe("what docs/changes.md promises", () => {
    const promise = (operation: Promised["operation"], kind: string, name: string, optional = false): Promised => ({
        ...{ operation, kind, name, optional },
    });
    const image = promise("update", "Deployment", "akosha-*");

    it("holds when every step is promised and every promise comes true", () => {
        const same = step("same", CLAIM, "akosha-data");
        assert.deepEqual(keptPromises([image], [same, step("update", DEPLOYMENT, "akosha-api")]), []);
        assert.deepEqual(keptPromises([promise("create", "Job", "x", true)], [same]), []);
    });

    it("falls short for a step that nobody promised: another operation, kind or name", () => {
        for (const other of [
            step("replace", DEPLOYMENT, "akosha-api"),
            step("update", "kubernetes:apps/v1:StatefulSet", "akosha-api"),
            step("update", DEPLOYMENT, "memstack-akosha-api"),
        ])
            assert.match(
                keptPromises([image], [step("update", DEPLOYMENT, "akosha-api"), other]).join(),
                /does not say so/,
            );
    });

    it("lets what watches follow, but not an exporter's own pods, nor another's rules", () => {
        const rule = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";
        const map = "kubernetes:core/v1:ConfigMap";
        assert.deepEqual(
            keptPromises([], [step("update", rule, "alerts-myriad"), step("replace", map, "dashboards-myriad")]),
            [],
        );
        for (const other of [step("update", DEPLOYMENT, "exporters-blackbox"), step("replace", map, "akosha-config")])
            assert.match(keptPromises([], [other]).join(), /does not say so/);
    });

    it("falls short for a promise that does not come true", () => {
        assert.deepEqual(keptPromises([image], []), [
            "update Deployment akosha-*: docs/changes.md says so, and it did not happen",
        ]);
    });

    it("lets nothing that holds data go by a promise for any kind", () => {
        const gone = step("delete", CLAIM, "simple-cli-acme-data");
        const all = promise("delete", "*", "simple-cli-acme-*");
        assert.match(keptPromises([all], [gone]).join(), /holds state, and docs\/changes\.md does not name it/);
        assert.deepEqual(
            keptPromises([all, promise("delete", "PersistentVolumeClaim", "simple-cli-acme-*")], [gone]),
            [],
        );
        const database = step("replace", "aws:rds/instance:Instance", "stores-postgres");
        assert.match(keptPromises([promise("replace", "*", "*")], [database]).join(), /holds state/);
    });

    it("wants everything protected that data: keep must protect", () => {
        const claims = promise("protected", "PersistentVolumeClaim", "simple-cli-*-claim");
        const claim = (name: string, protect: boolean) => ({
            urn: step("same", CLAIM, name).urn,
            type: CLAIM,
            custom: true,
            protect,
        });
        const [kept, lost] = [claim("simple-cli-acme-claim", true), claim("simple-cli-globex-claim", false)];
        assert.deepEqual(protectedOnes([image], []), []);
        assert.deepEqual(protectedOnes([claims], [kept]), []);
        assert.match(protectedOnes([claims], []).join(), /there is none/);
        assert.match(protectedOnes([claims], [kept, lost]).join(), /^simple-cli-globex-claim .* does not protect it$/);
        assert.deepEqual([isProtected([claims], kept), isProtected([image], kept)], [true, false]);
    });

    it("takes a rename for harmless only when tags change and nothing else", () => {
        const bucket = "aws:s3/bucket:Bucket";
        assert.deepEqual(renamedSteps({ steps: [step("update", bucket, "attic", ["tags", "tagsAll"])] }), []);
        assert.match(renamedSteps({ steps: [] }).join(), /nothing was renamed/);
        assert.match(renamedSteps({ steps: [step("create", bucket, "attic")] }).join(), /create attic/);
        assert.match(
            renamedSteps({ steps: [step("update", bucket, "attic", ["tags", "bucket"])] }).join(),
            /update attic/,
        );
    });
});

describe("docs/changes.md", () => {
    const REAL = path.join(__dirname, "..", "..", "..", "docs", "changes.md");
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "changes-")), "changes.md");
    after(() => {
        fs.rmSync(path.dirname(file), { recursive: true });
    });
    const read = (text: string): unknown => {
        fs.writeFileSync(file, text);
        return readChanges(file);
    };
    const block = (kind: string, text: string): string => `\`\`\`${kind}\n${text}\n\`\`\`\n`;
    const start = block("yaml", "a: 1");

    it("has a promise for each change that the issue names", () => {
        const { changes } = readChanges(REAL);
        assert.equal(changes.length, 9);
        for (const { title, promised } of changes)
            for (const data of ["keep", "disposable"] as const)
                assert.ok(
                    promised[data].some(({ optional }) => !optional),
                    `${title} promises something`,
                );
        const stateful = changes
            .flatMap(({ promised }) => promised.keep)
            .filter(({ operation }) => operation === "replace");
        assert.deepEqual(
            stateful.map(({ kind }) => kind),
            ["VolumeAttributesClass", "RandomId", "NodeGroup", "Tag", "Schedule"],
        );
    });

    it("is read as people read it: what a section changes, and what it promises by data policy", () => {
        const section = `## One\ntext\n${block("yaml", "b: { c: 2 }")}${block("steps keep", "protected Claim x-*\ndelete * y ?")}${block("steps disposable", "delete Claim x")}`;
        assert.deepEqual(read(`intro\n${start}## Prose\nnothing\n${section}`), {
            start: { a: 1 },
            changes: [
                {
                    title: "One",
                    patch: { b: { c: 2 } },
                    promised: {
                        keep: [
                            { operation: "protected", kind: "Claim", name: "x-*", optional: false },
                            { operation: "delete", kind: "*", name: "y", optional: true },
                        ],
                        disposable: [{ operation: "delete", kind: "Claim", name: "x", optional: false }],
                    },
                },
            ],
        });
    });

    it("is refused when a promise cannot be read, or half of a change is missing", () => {
        assert.throws(() => read(`## One\n`), /no yaml block before the first heading/);
        const patch = block("yaml", "b: 1");
        assert.throws(() => read(`${start}## One\n${patch}`), /"One" needs one yaml block and a steps block/);
        assert.throws(
            () => read(`${start}## One\n${patch}${block("steps keep", "delete A b")}`),
            /needs one yaml block/,
        );
        assert.throws(
            () => read(`${start}## One\n${patch}${block("steps", "remove A b")}`),
            /"remove A b" is not <create/,
        );
    });
});
