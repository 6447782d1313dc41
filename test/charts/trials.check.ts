/** What `make charts` finds out about a value, by a chart of a few lines; and the record itself, where the charts' archives are at hand. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { chartsAtHand } from "../../charts/archives";
import { renew } from "../../charts/renew";
import { archivesIn, definitionsFor, leftByHelm, packCharts } from "../../rehearsal/cluster/charts";
import { goProgramNow } from "../../rehearsal/programs/go-programs";

const MINUTE = 60_000;
const ROOT = path.join(__dirname, "../..");

/** Reads `read` always and `size` where it is switched on; `usual` is what it has anyway. */
const CHART: Readonly<Record<string, string>> = {
    "Chart.yaml": "apiVersion: v2\nname: tiny\nversion: 1.0.0\n",
    "values.yaml": "read: nothing\nusual: 3\nswitch: false\nlist: []\n",
    "templates/map.yaml": [
        ...["apiVersion: v1", "kind: ConfigMap", "metadata: { name: tiny }", "data:"],
        ...["  read: {{ .Values.read | quote }}", "  usual: {{ .Values.usual | quote }}"],
        ...["  first: {{ range .Values.list }}{{ .name }}{{ end }}", "{{- if .Values.switch }}"],
        ...["  size: {{ .Values.size | quote }}", "{{- end }}", ""],
    ].join("\n"),
};

describe("Charts", function () {
    this.timeout(20 * MINUTE);
    let folder: string;

    before(() => {
        folder = mkdtempSync(path.join(tmpdir(), "charts-"));
        mkdirSync(path.join(folder, "tiny", "templates"), { recursive: true });
        for (const [file, text] of Object.entries(CHART)) writeFileSync(path.join(folder, "tiny", file), text);
    });
    after(() => {
        rmSync(folder, { recursive: true, force: true });
    });

    const tried = async (...environments: readonly Record<string, unknown>[]) =>
        renew(
            goProgramNow("helm"),
            [folder],
            environments.map((values, index) => ({
                ...{ environment: `environment ${String(index)}`, chart: "tiny", version: "1.0.0", name: "tiny" },
                ...{ namespace: "default", values, minor: "1.36" as const },
            })),
            true,
        );

    it("have each value tried: read, what the chart has anyway, or without effect, which is a problem", async () => {
        const values = {
            read: "this",
            usual: 3,
            switch: true,
            size: 2,
            misspelt: { deep: "yes" },
            list: [{ name: "a", other: 1 }],
        };
        const { records, problems } = await tried(values);
        assert.deepEqual(records[0]?.values, {
            "tiny: list[].name": "read",
            "tiny: list[].other": "none",
            "tiny: misspelt.deep": "none",
            "tiny: read": "read",
            "tiny: size": "read",
            "tiny: switch": "read",
            "tiny: usual": "default",
        });
        assert.equal(problems.length, 2);
        assert.match(problems.join("\n"), /tiny 1\.0\.0: the value tiny: misspelt\.deep has no effect/);
    });

    it("name a value that does something in one environment and nothing in another that says it too", async () => {
        const { records } = await tried({ switch: true, size: 2 }, { switch: false, size: 2 });
        assert.deepEqual(records[0]?.values, { "tiny: size": "none", "tiny: switch": "read" });
    });

    it("are packed for a control plane, whose kinds they bring; what Helm will leave is known", async () => {
        const kind = (name: string, annotations = "") =>
            `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: ${name}\n${annotations}`;
        mkdirSync(path.join(folder, "tiny", "crds"));
        writeFileSync(path.join(folder, "tiny", "crds", "a.yaml"), kind("apart.example"));
        writeFileSync(path.join(folder, "tiny", "templates", "b.yaml"), kind("goes.example"));
        const kept = kind("externalsecrets.external-secrets.io", "  annotations: { helm.sh/resource-policy: keep }\n");
        writeFileSync(path.join(folder, "tiny", "templates", "c.yaml"), kept);
        const release = { environment: "dev", name: "tiny", namespace: "default", values: {}, minor: "1.36" as const };
        const said: string[] = [];
        const pack = async (chart: string) =>
            packCharts(folder, folder, [{ ...release, chart, version: "1.0.0" }], (line) => said.push(line));

        assert.equal(archivesIn(folder), undefined);
        await assert.rejects(pack("other"), /other 1\.0\.0: is not there/);
        assert.equal(archivesIn(folder), undefined);
        await pack("tiny");
        assert.ok(existsSync(path.join(archivesIn(folder) ?? "", "tiny-1.0.0.tgz")));
        assert.match(said.at(-1) ?? "", /^1 charts of .* are installed by Helm/);
        assert.deepEqual(leftByHelm(folder), ["apart.example", "externalsecrets.external-secrets.io"]);
        const names = definitionsFor(folder).map(({ metadata }) => metadata?.name);
        assert.ok(names.includes("scaledobjects.keda.sh") && !names.includes("externalsecrets.external-secrets.io"));
    });

    it("make what their record says", function () {
        const at = chartsAtHand();
        if ("none" in at) {
            console.log(`        skipped: ${at.none}`);
            this.skip();
        }
        const options = ["--from", at.folder, "--check", "--no-trials"];
        const command = ["-r", "./scripts/fast.js", "charts/cli.ts", ...options];
        const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, encoding: "utf8" });
        assert.equal(status, 0, `${stdout}${stderr}`);
    });
});
