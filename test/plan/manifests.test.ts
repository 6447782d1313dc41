import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { documentsOf, writeManifests, yaml, type Document } from "../../plan/manifests";
import { theGraph } from "../components/workload/systems";

describe("manifests", () => {
    let documents: readonly Document[];

    before(async () => {
        documents = documentsOf(await theGraph());
    });

    it("are one object a file, with what kubectl needs to apply it", () => {
        assert.equal(new Set(documents.map(({ file }) => file)).size, documents.length);
        for (const { file, text } of documents) {
            const object = parse(text) as { apiVersion: string; kind: string; metadata: { name: string } };
            assert.match(object.apiVersion, /^([a-z0-9.-]+\/)?v\d/, file);
            assert.equal(path.basename(file), `${object.kind.toLowerCase()}-${object.metadata.name}.yaml`);
        }
        const deployment = documents.find(({ file }) => file === "akosha/deployment-akosha-query.yaml");
        assert.equal(
            (parse(deployment?.text ?? "") as { spec: { strategy: { type: string } } }).spec.strategy.type,
            "RollingUpdate",
        );
    });

    it("say the same to readers of YAML 1.1, as kubectl is one, and of 1.2", () => {
        const words = [
            "no",
            "yes",
            "on",
            "Off",
            "y",
            "N",
            "~",
            "null",
            "true",
            "",
            "<<",
            "123",
            "1_000",
            "0b11",
            "0777",
        ];
        words.push("0o17", "08", "1e3", ".5", "0x1F", ".inf", "12:30:45", "2026-01-01", "2026-01-01T00:00:00Z", "- a");
        const said = { list: words, map: Object.fromEntries(words.map((word) => [word, word])) };
        for (const version of ["1.1", "1.2"] as const) assert.deepEqual(parse(yaml(said), { version }), said);
    });

    it("replace what an earlier run wrote, and touch nothing else", () => {
        const directory = mkdtempSync(path.join(tmpdir(), "manifests-"));
        try {
            writeManifests(documents, directory);
            writeFileSync(path.join(directory, "mine.txt"), "");
            writeManifests(documents.slice(0, 3), directory);
            const left = readdirSync(directory, { recursive: true })
                .map(String)
                .filter((file) => /\.(yaml|txt)$/.test(file));
            assert.deepEqual(left.sort(), ["mine.txt", ...documents.slice(0, 3).map(({ file }) => file)].sort());
            assert.match(readFileSync(path.join(directory, documents[0]?.file ?? ""), "utf8"), /^apiVersion: /);
        } finally {
            rmSync(directory, { recursive: true });
        }
        assert.ok(!existsSync(directory));
    });
});
