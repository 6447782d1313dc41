/** People find pods by labels: each says what the table of docs/guides/operations.md says of it, and every command of a page finds somebody. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { manifestsOf, one, type Manifests, type PodTemplate } from "../../../policy/kubernetes";
import { commandsOf } from "../../access/extract";
import { COMPLETE, MOVING, recordingOf, STACK_FILES } from "../../support/recordings";

const PAGE = "docs/guides/operations.md";
const COMPONENT = "app.kubernetes.io/component";

/** Who sets a label that no object of the program carries: charts and Kubernetes. */
const OF_OTHERS: Readonly<Record<string, string>> = {
    "k8s-app=kube-dns": "https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html",
    "app.kubernetes.io/name=metrics-server": "https://github.com/kubernetes-sigs/metrics-server: its chart's labels",
};

/** Rows `| \`component\` | workload, workload |` below the section's heading. */
function documented(): ReadonlyMap<string, string> {
    const text = readFileSync(path.join(__dirname, "../../..", PAGE), "utf8");
    const [, section = ""] = text.split("## Find pods by their labels\n");
    const rows = section.split("\n## ")[0]?.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm) ?? [];
    return new Map(
        [...rows].flatMap(([, component = "", workloads = ""]) =>
            workloads.split(", ").map((workload) => [workload, component] as const),
        ),
    );
}

const componentOf = ({ labels }: PodTemplate): string | undefined =>
    typeof labels[COMPONENT] === "string" ? labels[COMPONENT] : undefined;

for (const file of [...STACK_FILES, COMPLETE, MOVING])
    describe(`labels of ${file}`, () => {
        let manifests: Manifests;
        before(async () => {
            manifests = manifestsOf((await recordingOf(file, "update")).graph);
        });

        it("call a workload by one name, and its system by that of its namespace", () => {
            for (const { owner, labels } of manifests.pods) {
                const where = `${owner.kind} ${owner.namespace}/${owner.name}`;
                for (const label of ["app", "app.kubernetes.io/name", "app.kubernetes.io/instance"])
                    assert.equal(labels[label], owner.name, `${where}: ${label}`);
                assert.equal(labels["app.kubernetes.io/managed-by"], "mindcloud", where);
                const home = manifests.of("Namespace").find(({ name }) => name === owner.namespace);
                if (home === undefined) continue; // somebody else's
                const own = one(home.inputs, "metadata.labels") as Readonly<Record<string, string>>;
                assert.equal(labels["app.kubernetes.io/part-of"], own["app.kubernetes.io/part-of"], where);
            }
        });

        it("say of every object who made it, where they say that", () => {
            // https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
            const made = manifests.all.flatMap(({ kind, name, inputs }) => {
                const labels = (one(inputs, "metadata.labels") ?? {}) as Readonly<Record<string, unknown>>;
                const by = Object.entries(labels).filter(([key]) => key.includes("managed-by"));
                return by.map(([key, value]) => `${key}=${String(value)} of ${kind} ${name}`);
            });
            assert.ok(made.length > 5);
            assert.deepEqual(
                made.filter((each) => !each.startsWith("app.kubernetes.io/managed-by=mindcloud ")),
                [],
            );
        });

        it("say what each workload is for, as the page for those who look for it does", () => {
            const table = documented();
            for (const pod of manifests.pods) {
                // Of each company the same; the page has two.
                const name = pod.owner.name.replace(/(?<=^|-)[a-z]+-(agent|brain)(?=$|-copy$)/, "acme-$1");
                assert.equal(componentOf(pod), table.get(name), `${pod.owner.namespace}/${pod.owner.name}`);
            }
            if (file !== MOVING) return;
            const there = new Set(manifests.pods.map(({ owner }) => owner.name));
            assert.deepEqual(
                [...table.keys()].filter((name) => !there.has(name)),
                [],
            );
        });
    });

it("every selector in a command of a page finds somebody", async () => {
    const { pods } = manifestsOf((await recordingOf(COMPLETE, "update")).graph);
    const selectors = commandsOf("kubectl").flatMap(({ where, words }) =>
        words.flatMap((word, index) =>
            ["--selector", "-l"].includes(word) ? [{ where, selector: words[index + 1] ?? "" }] : [],
        ),
    );
    const said = selectors.filter(({ selector }) => !selector.includes("<") && OF_OTHERS[selector] === undefined);
    assert.ok(said.length > 20);
    for (const { where, selector } of said)
        assert.ok(
            pods.some(({ labels }) =>
                selector.split(",").every((pair) => labels[pair.split("=")[0] ?? ""] === pair.split("=")[1]),
            ),
            `${where}: nobody has ${selector}`,
        );
});
