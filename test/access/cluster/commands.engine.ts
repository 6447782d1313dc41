/** Every kubectl command of every page, run on a real API server as the role that it is meant for: allowed, and naming what is there. */
import assert from "node:assert/strict";
import { run } from "../../../rehearsal/cluster/run";
import { skipWithoutGo, TestPlane } from "../../rehearsal/cluster/support";
import { commandsOf, type Command } from "../extract";
import { Asker, flagsOf, inTurns, refused } from "./ask";
import { bring, ROOMY, type Thing } from "./estate";

const CLAIM = "akosha-hot-store-data";
/** What readers fill in, filled in. */
const FILLED: readonly (readonly [pattern: RegExp, text: string])[] = [
    [/\$\(date \+%s\)/g, "1"],
    [/cronjob\/<(name|cronjob)>/g, "cronjob/akosha-aging"],
    [/<run>/g, "a-run"],
    [/<job>/g, "the-run"],
    [/<cronjob>/g, "akosha-aging"],
    [/<claim>|\bCLAIM\b/g, CLAIM],
    [/<larger>/g, "20000"],
    [/<fewer>|<number>/g, "1"],
    [/<scaledObject>/g, "akosha-ingestion-hpa"],
    [/<container>/g, "akosha-query"],
    [/<group>/g, "general"],
    [/<xargs>/g, `persistentvolume/pv-akosha-${CLAIM}`],
];
const NAMESPACE = /<(?:exported_)?namespace>|<system>|\bNAMESPACE\b|\bSYSTEM\b/g;

/** Not run, with the reason. */
const LEFT_OUT: readonly (readonly [pattern: RegExp, reason: string])[] = [
    [/^(rollout (restart|undo)|exec|drain)$/, "names the verb in a sentence"],
    [/^apply -k github\.com/, "fetches from the internet"],
    [/^get apiservices v1beta1\.(external\.)?metrics/, "served by programs of which no process runs here"],
    [/targetgroupbindings/, "is a kind of a chart that is not installed here"],
    [/ debug /, "admin's: its image is judged by the unit test"],
];

interface Filled {
    readonly where: string;
    readonly role: Command["role"];
    readonly namespace: string;
    readonly words: readonly string[];
}

/** What a verb needs that no kubelet answers here: asked of the API server as it is. */
const STREAMS: Readonly<Record<string, string>> = { exec: "exec", "port-forward": "portforward", logs: "log" };

/** Flags of kubectl logs and exec that a value follows. */
const VALUED = /^(--namespace|-n|--container|-c|--selector|-l|--tail|--since|--max-log-requests)$/;

const DRY = new Set(["scale", "annotate", "patch", "delete", "drain"]);

describe("kubectl commands of runbooks and guides", function () {
    this.timeout(900_000);
    const bench = new TestPlane();
    let asker: Asker;
    let things: readonly Thing[] = [];
    let pods: readonly { readonly namespace: string; readonly name: string }[];
    let node: string;

    before(async function () {
        skipWithoutGo(this);
        await bench.start(ROOMY);
        things = await bring(bench);
        asker = new Asker(bench.plane.kubeconfig);
        const listed = await bench.kubectl(
            ...["get", "pods", "--all-namespaces"],
            "-o=jsonpath={range .items[*]}{.metadata.namespace} {.metadata.name}{'\\n'}{end}",
        );
        pods = listed.split("\n").map((row) => {
            const [namespace = "", name = ""] = row.split(" ");
            return { namespace, name };
        });
        node = await bench.kubectl("get", "nodes", "-o=jsonpath={.items[0].metadata.name}");
    });
    after(async () => {
        if (things.length > 0) asker.close();
        await bench.remove();
    });

    const podOf = (namespace: string): string => pods.find((pod) => pod.namespace === namespace)?.name ?? "";
    /** The first of a kind in a namespace that the program writes. */
    const firstOf = (kind: string, namespace: string): string =>
        things.find((each) => each.kind === kind && each.metadata.namespace === namespace)?.metadata.name ?? "";

    function filled({ where, role, words }: Command): Filled {
        const home = words.some((word) => word.includes("neo4j")) ? "memstack" : "akosha";
        const named = FILLED.reduce(
            (all, [pattern, text]) => all.map((word) => word.replaceAll(pattern, text)),
            words.slice(1).map((word) => word.replaceAll(NAMESPACE, home)),
        );
        const at = named.findIndex((word) => word === "--namespace" || word === "-n");
        const namespace = at < 0 ? "default" : (named[at + 1] ?? "");
        const kind = named.includes("hpa")
            ? "HorizontalPodAutoscaler"
            : named.includes("externalsecret")
              ? "ExternalSecret"
              : "Deployment";
        const last = named.includes("pv") ? `pv-akosha-${CLAIM}` : firstOf(kind, namespace);
        const done = named.map((word) =>
            word
                .replaceAll(/<pod>|\bPOD\b/g, podOf(namespace))
                .replaceAll("<node>", node)
                .replaceAll(/<name>|<writer>|\bNAME\b/g, last),
        );
        return { where, role, namespace, words: done };
    }

    const kubectl = async (role: Command["role"], words: readonly string[]): Promise<string> => {
        const as = role === "operate" ? flagsOf("operate") : [];
        const { kubectl: program, kubeconfig } = bench.plane;
        const { code, output } = await run(program, ["--kubeconfig", kubeconfig, ...as, ...words], {});
        return code === 0 ? "" : output.trim();
    };

    /** What kubectl would look up before it connects: `deployment/x` or a pod's name, or a selector. */
    async function streamed({ role, namespace, words }: Filled, verb: string): Promise<string> {
        const own = words.slice(words.indexOf(verb) + 1, words.includes("--") ? words.indexOf("--") : undefined);
        const selector = own.findIndex((word) => word === "--selector" || word === "-l");
        const target = own.find((word, index) => !word.startsWith("-") && !VALUED.test(own[index - 1] ?? ""));
        const looked =
            selector >= 0
                ? await kubectl(role, ["-n", namespace, "get", "pods", "--selector", own[selector + 1] ?? ""])
                : await kubectl(role, ["-n", namespace, "get", target?.includes("/") ? target : `pod/${target ?? ""}`]);
        if (looked !== "") return looked;
        const pod = podOf(namespace);
        const path = `/api/v1/namespaces/${namespace}/pods/${pod}/${STREAMS[verb] ?? ""}?command=env&stdout=true`;
        const answer = await asker.ask(
            verb === "logs" ? "GET" : "POST",
            path,
            role === "operate" ? { as: "operate" } : {},
        );
        return refused(answer) ? `${verb} ${pod}: ${String(answer.body.message)}` : "";
    }

    /** The metrics server stands for its numbers: who may read them, the API server says without it. */
    async function mayRead(role: Command["role"], resource: string): Promise<string> {
        const spec = { resourceAttributes: { group: "metrics.k8s.io", resource, verb: "list" } };
        const answer = await asker.ask("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
            ...(role === "operate" && { as: "operate" }),
            body: { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec },
        });
        const { allowed } = answer.body.status as { readonly allowed: boolean };
        return allowed ? "" : `may not list ${resource} of metrics.k8s.io`;
    }

    /** A dry run of a drain waits for pods that stay: its two changes, each by itself. */
    async function drained(role: Command["role"], name: string): Promise<string> {
        const said = await kubectl(role, ["cordon", name, "--dry-run=server"]);
        const pod = podOf("akosha");
        const answer = await asker.try("POST", `/api/v1/namespaces/akosha/pods/${pod}/eviction`, {
            ...(role === "operate" && { as: "operate" }),
            body: { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: pod, namespace: "akosha" } },
        });
        return refused(answer) ? String(answer.body.message) : said;
    }

    async function started(namespace: string, name: string): Promise<void> {
        const from = namespace === "memstack" ? "neo4j-backup" : "akosha-aging";
        await run(bench.plane.kubectl, [
            ...["--kubeconfig", bench.plane.kubeconfig, "-n", namespace],
            ...["create", "job", `--from=cronjob/${from}`, name],
        ]);
    }

    async function fault(command: Filled): Promise<string> {
        const { role, namespace, words } = command;
        const verb = words.find(
            (word, index) => !word.startsWith("-") && !/^(--namespace|-n)$/.test(words[index - 1] ?? ""),
        );
        if (verb === undefined) return "has no verb";
        if (verb === "top") return mayRead(role, words.includes("nodes") ? "nodes" : "pods");
        if (verb === "drain") return drained(role, words[words.indexOf("drain") + 1] ?? "");
        // It is gone as soon as it is done.
        const made = words
            .map((word) => word.replace(/^job\//, ""))
            .find((word) => /^(the-run|neo4j-backup-by-hand)$/.test(word));
        if (made !== undefined && verb !== "create") await started(namespace, made);
        if (verb in STREAMS) return streamed(command, verb);
        if (verb === "wait") return kubectl(role, ["get", "nodes"]);
        const told = words.filter((word) => word !== "--watch");
        if (words.includes("status")) return kubectl(role, [...told, "--watch=false"]);
        const said = await kubectl(role, DRY.has(verb) ? [...told, "--dry-run=server"] : told);
        // Nothing was rolled out twice here; a second creation is of the same command on another page.
        return /no rollout history found|no last revision|unable to find specified revision|AlreadyExists|already exists/.test(
            said,
        )
            ? ""
            : said;
    }

    it("are allowed to whom they are for, of kinds and names that there are", async () => {
        const commands = commandsOf("kubectl").map(filled);
        assert.ok(commands.length > 300);
        const left = (words: readonly string[]) => LEFT_OUT.find(([pattern]) => pattern.test(words.join(" ")));
        const unique = new Map(commands.map((each) => [`${each.role} ${each.words.join(" ")}`, each]));
        const tried = [...unique.values()].filter(({ words }) => left(words) === undefined);
        // They make new pods, whose names nobody wrote down.
        const isRollout = ({ words }: Filled): boolean => words.includes("rollout");
        const ordered = [...tried.filter((each) => !isRollout(each)), ...tried.filter(isRollout)];
        const faults = await inTurns(
            ordered,
            async (command) => {
                const said = await fault(command);
                return said === ""
                    ? []
                    : [`${command.where} ${command.role}: ${command.words.join(" ")}: ${said.slice(0, 300)}`];
            },
            6,
        );
        process.stderr.write(`  ${String(tried.length)} different of ${String(commands.length)} commands\n`);
        assert.deepEqual(faults.flat(), []);
        for (const [pattern, reason] of LEFT_OUT)
            assert.ok(
                commands.some(({ words }) => pattern.test(words.join(" "))),
                `nothing is left out because it ${reason}`,
            );
    });

    it("would be refused where they are not", async () => {
        const tries: readonly (readonly [words: string, expected: RegExp])[] = [
            ["-n akosha get deployment/akosha-search", /NotFound/],
            ["-n akosha get secrets", /Forbidden/],
            ["-n akosha delete deployment/akosha-query", /Forbidden/],
            ["-n akosha get scaledthings", /doesn't have a resource type/],
            ["-n akosha logs deployment/akosha-search", /NotFound/],
            ["-n keda exec deployment/keda-operator -- env", /mindcloud-/],
            [
                '-n akosha patch pvc akosha-hot-store-data --patch {"spec":{"resources":{"requests":{"storage":"1Gi"}}}}',
                // Kubernetes judges a claim before it asks the admission laws, and only what a claim has is too little.
                /spec\.resources\.requests\.storage: Forbidden: field can not be less than status\.capacity/,
            ],
        ];
        for (const [text, expected] of tries) {
            const words = text.split(" ");
            const said = await fault({ where: "", role: "operate", namespace: words[1] ?? "", words });
            assert.match(said, expected, text);
        }
    });
});
