/** What `operate` and `view` may do on a real API server that holds the whole complete environment, against the table that people read. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { skipWithoutGo, TestPlane } from "../../rehearsal/cluster/support";
import { Asker, inTurns, refused, type Answer, type Level } from "./ask";
import { CHANGES, workloadsIn } from "./changes";
import { bring, ROOMY, type Thing } from "./estate";
import { kindsOf, rightsOf, rulesIn, tableOf, type Right } from "./matrix";
import { ways, type Way } from "./paths";

const PAGE = path.join(__dirname, "../../../docs/guides/access.md");
const TABLE = /(<!-- rights: .* -->\n)[\s\S]*?(<!-- end of rights -->)/;
const LEVELS: readonly Level[] = ["operate", "view"];

describe("the whole environment on a real API server", function () {
    this.timeout(600_000);
    const bench = new TestPlane();
    let asker: Asker;
    let things: readonly Thing[] = [];
    let rights: readonly Right[];
    let namespaces: readonly string[];
    let all: readonly Way[];
    const withShell = (namespace: string) => {
        const home = things.find(({ kind, metadata }) => kind === "Namespace" && metadata.name === namespace);
        const { labels = {}, annotations = {} } = home?.metadata ?? {};
        return (
            labels["pod-security.kubernetes.io/enforce"] === "restricted" &&
            !("mindcloud.dev/chart-exception" in annotations)
        );
    };

    before(async function () {
        skipWithoutGo(this);
        await bench.start(ROOMY);
        things = await bring(bench);
        asker = new Asker(bench.plane.kubeconfig);
        namespaces = (await bench.kubectl("get", "namespaces", "-o=jsonpath={.items[*].metadata.name}")).split(" ");
        rights = await rightsOf(asker, await kindsOf(asker));
        all = ways(await podsByNamespace(), await uidOf("akosha", "cronjob", "akosha-aging"));
        // An API server takes some seconds until it holds everybody to a new law.
        for (const way of all) if (way.law !== undefined) await until(way, refused);
    });
    after(async () => {
        if (things.length > 0) asker.close();
        await bench.remove();
    });

    async function podsByNamespace(): Promise<Readonly<Record<string, string>>> {
        const rows = await bench.kubectl(
            ...["get", "pods", "--all-namespaces"],
            "-o=jsonpath={range .items[*]}{.metadata.namespace} {.metadata.name}{'\\n'}{end}",
        );
        return Object.fromEntries(rows.split("\n").map((row) => row.split(" ") as [string, string]));
    }

    const uidOf = (namespace: string, kind: string, name: string): Promise<string> =>
        bench.kubectl("-n", namespace, "get", kind, name, "-o=jsonpath={.metadata.uid}");

    const attempt = ({ method, path: at, body, patch }: Way, as?: Level): Promise<Answer> => {
        const options = { ...(as && { as }), ...(body && { body }), ...(patch && { patch }) };
        // A shell and a proxy change nothing here, and know no dry run.
        return /exec|attach|proxy/.test(at) ? asker.ask(method, at, options) : asker.try(method, at, options);
    };

    it("gives each level the verbs of the table in docs/guides/access.md, on every kind in every namespace, and no other", () => {
        const text = readFileSync(PAGE, "utf8");
        const now = text.replace(TABLE, (_, head: string, tail: string) => `${head}\n${tableOf(rights)}\n\n${tail}`);
        if (process.env.UPDATE === "1") writeFileSync(PAGE, now);
        assert.match(text, TABLE);
        assert.equal(words(readFileSync(PAGE, "utf8")), words(now), "renew it: UPDATE=1");
        assert.ok(!now.includes("**nothing**"), "a change that nothing holds to its purpose");
    });

    it("gives the same in every namespace, those of controllers and of Kubernetes too", async () => {
        assert.ok(namespaces.length > 20);
        for (const level of LEVELS) {
            const rules = await inTurns(namespaces, (namespace) => rulesIn(asker, level, namespace));
            assert.deepEqual(
                namespaces.filter((_, index) => rules[index] !== rules[0]),
                [],
            );
        }
    });

    it("gives view no verb that changes anything", () => {
        const writes = rights.filter(({ level, verb }) => level === "view" && !["get", "list", "watch"].includes(verb));
        // Of every user: to ask who one is and what one may (system:basic-user).
        assert.deepEqual(
            writes.filter(({ group }) => !["authorization.k8s.io", "authentication.k8s.io"].includes(group)),
            [],
        );
    });

    it("lets an operator change of every workload what the guide says, field by field, and view nothing", async () => {
        const workloads = workloadsIn(things);
        assert.ok(workloads.length > 40, String(workloads.length));
        assert.ok(workloads.some(({ namespace }) => !withShell(namespace)));
        const tries = workloads.flatMap((workload) =>
            CHANGES.flatMap((change) => LEVELS.map((level) => ({ workload, change, level }))),
        );
        const wrong = await inTurns(tries, async ({ workload, change, level }) => {
            const body = change.patch(workload.container);
            const answer = await asker.try("PATCH", workload.path, { as: level, body, patch: "strategic" });
            const allowed =
                level === "operate" &&
                (change.allowed === "everywhere" ||
                    (change.allowed === "with a shell" && withShell(workload.namespace)));
            if (allowed ? answer.status === 200 : refused(answer)) return [];
            return [
                `${level} ${change.what} ${workload.path}: ${String(answer.status)} ${String(answer.body.message)}`,
            ];
        });
        assert.deepEqual(wrong.flat(), []);
    });

    for (const level of LEVELS)
        it(`leaves ${level} no way of two steps to a Secret`, async () => {
            assert.ok(all.length > 50, String(all.length));
            const open = await inTurns(all, async (way) => {
                const answer = await attempt(way, level);
                return refused(answer) ? [] : [`${way.what}: ${String(answer.status)} ${String(answer.body.message)}`];
            });
            assert.deepEqual(open.flat(), []);
        });

    it("refuses those ways for who asks, not for how it is asked: an admin goes each of them, as far as it leads", async () => {
        // No kubelet and no pod network stand behind a proxy here, and the API server says 403 for it.
        const real = all.filter(({ path: at }) => !at.includes("/proxy/"));
        const answers = await inTurns(real, (way) => attempt(way));
        assert.deepEqual(
            real.filter((_, index) => refused(answers[index] ?? { status: 0, body: {} })).map(({ what }) => what),
            [],
        );
    });

    it("leaves a way open as soon as the law that closes it is gone", async () => {
        const laws = [...new Set(all.flatMap(({ law }) => law ?? []))];
        assert.deepEqual(laws.sort(), [
            "annotate",
            "bounds",
            "cordon",
            "grow",
            "restart",
            "runs",
            "runs-template",
            "shell",
        ]);
        for (const law of laws) {
            const held = all.find((way) => way.law === law);
            assert.ok(held);
            await without(law, async () => {
                await until(held, (answer) => !refused(answer));
            });
        }
    });

    it("gives a shell in the namespace of a system", async () => {
        const pod = (await podsByNamespace()).akosha ?? "";
        const at = `/api/v1/namespaces/akosha/pods/${pod}/exec?command=env&stdout=true`;
        assert.notEqual((await asker.ask("POST", at, { as: "operate" })).status, 403);
        assert.equal((await asker.ask("POST", at, { as: "view" })).status, 403);
    });

    const LAWS = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";

    /** `runs` has two laws, and each alone holds: both are taken away. */
    async function without(law: string, work: () => Promise<void>): Promise<void> {
        const { body } = await asker.ask("GET", LAWS);
        const names = (body.items as readonly Thing[])
            .map(({ metadata }) => metadata.name)
            .filter((name) => (law.startsWith("runs") ? name.includes("-runs") : name.endsWith(`-${law}`)));
        assert.ok(names.length > 0, law);
        const kept = (body.items as readonly Thing[]).filter(({ metadata }) => names.includes(metadata.name));
        for (const name of names) await asker.ask("DELETE", `${LAWS}/${name}`);
        try {
            await work();
        } finally {
            for (const binding of kept)
                await bench.apply({
                    ...{ apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingAdmissionPolicyBinding" },
                    ...{
                        metadata: { name: binding.metadata.name, labels: binding.metadata.labels },
                        spec: binding.spec,
                    },
                });
        }
    }

    async function until(way: Way, fits: (answer: Answer) => boolean): Promise<void> {
        for (const deadline = Date.now() + 300_000; Date.now() < deadline;) {
            if (fits(await attempt(way, "operate"))) return;
            await new Promise((resolve) => setTimeout(resolve, 200));
        }
        assert.fail(`${way.what} is answered as if its law were another`);
    }
});

/** A formatter pads the columns of a table. */
const words = (text: string): string => text.replaceAll(/[ |-]+/g, " ");
