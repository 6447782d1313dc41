/** Commands of runbooks and guides, as far as they can be judged without asking anybody. test/access/cluster runs them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { commandsIn, commandsOf, shellWords, type Command } from "./extract";

const ROOT = path.join(__dirname, "../..");
const faulty = (commands: readonly Command[], wrong: (command: Command) => boolean) =>
    commands.filter(wrong).map(({ where, text }) => `${where}: ${text}`);
const has = ({ words }: Command, ...flags: readonly string[]) =>
    words.some((word) => flags.some((flag) => word === flag || word.startsWith(`${flag}=`)));

describe("commands of runbooks and guides", () => {
    it("are found in blocks, behind pipes and in sentences, with whom they are for", () => {
        const page = [
            "Say `kubectl get pods` or `kubectl delete node <node>` (admin).",
            "```bash",
            "kubectl get pv -o name | xargs kubectl patch -p '{\"a\": 1}'   # admin: it is nobody else's",
            "aws ec2 create-volume \\",
            "    --size $(aws ec2 describe-volumes --query 'x[].y')",
            "```",
        ].join("\n");
        assert.deepEqual(
            commandsIn("p", page).map(({ where, words, role }) => `${where} ${role} ${words.join(" ")}`),
            [
                "p:1 operate kubectl get pods",
                "p:1 admin kubectl delete node <node>",
                "p:3 admin kubectl get pv -o name",
                'p:3 admin kubectl patch -p {"a": 1} <xargs>',
                "p:5 operate aws ec2 create-volume --size $(aws ec2 describe-volumes --query x[].y)",
                "p:5 operate aws ec2 describe-volumes --query x[].y",
            ],
        );
        assert.deepEqual(shellWords(`a --b 'c d' "e f" <g h>`), ["a", "--b", "c d", "e f", "<g h>"]);
        assert.ok(commandsOf("kubectl").length > 250);
        assert.ok(commandsOf("aws").length > 40);
    });

    it("say how many lines of log, where pods are chosen by labels: kubectl gives ten of each otherwise", () => {
        const logs = commandsOf("kubectl").filter(({ words }) => words.includes("logs"));
        assert.ok(logs.length > 40);
        assert.deepEqual(
            faulty(logs, (command) => has(command, "--selector", "-l") && !has(command, "--tail", "--follow")),
            [],
        );
    });

    it("name the namespace, where the object has one", () => {
        const SCOPED = /^(logs|exec|scale|rollout|port-forward|annotate|top|debug)$/;
        const scoped = commandsOf("kubectl").filter(
            ({ words }) => words.some((word) => SCOPED.test(word)) && !words.includes("nodes") && words.length > 3,
        );
        assert.ok(scoped.length > 100);
        assert.deepEqual(
            faulty(scoped, (command) => !has(command, "--namespace", "-n", "--all-namespaces", "-A")),
            [],
        );
    });

    it("bring no image that the laws refuse", () => {
        const images = commandsOf("kubectl").filter((command) => has(command, "--image"));
        assert.deepEqual(
            faulty(images, ({ words }) => !words.some((word) => /@sha256:|:<version>/.test(word))),
            [],
        );
    });

    it("are targets of the Makefile and scripts of package.json, where they say make and npm", () => {
        const makefile = readFileSync(path.join(ROOT, "Makefile"), "utf8");
        const { scripts } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as { scripts: object };
        const made = commandsOf("make");
        assert.ok(made.length > 30);
        assert.deepEqual(
            faulty(made, ({ words }) => {
                const target = words.slice(1).find((word) => !word.includes("=") && !word.startsWith("-"));
                return target !== undefined && /^[a-z]+$/.test(target) && !makefile.includes(`\n${target}:`);
            }),
            [],
        );
        const run = commandsOf("npm").filter(({ words }) => words[1] === "run");
        assert.ok(run.length > 5);
        assert.deepEqual(
            faulty(run, ({ words }) => {
                const script = words.slice(2).find((word) => !word.startsWith("-"));
                return script !== undefined && !(script in scripts);
            }),
            [],
        );
    });
});
