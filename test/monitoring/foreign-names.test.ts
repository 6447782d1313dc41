/** What programs of others call their metrics, where no recorded page of theirs says it (kube-state-metrics.json, CloudWatch's by its own names). */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { PLATFORM } from "../../components/monitoring/catalogues";

/** By the repository, version and file that names them; exporters-code.check.ts reads what a Go module holds of them again. */
const NAMES = JSON.parse(readFileSync(path.join(__dirname, "foreign-names.json"), "utf8")) as Readonly<
    Record<string, readonly string[]>
>;

it("metrics of programs that are not ours have the names that their code gives them, and each is there for somebody", () => {
    const catalogued = Object.values(PLATFORM)
        .flatMap((catalogue) => Object.values(catalogue))
        .map(({ name }) => name)
        .filter((name) => !/^(kube|aws)_/.test(name));
    const recorded = Object.values(NAMES).flat();
    assert.ok(recorded.length > 70);
    assert.deepEqual([...catalogued].sort(), [...recorded].sort(), "foreign-names.json, by the source of each");
});
