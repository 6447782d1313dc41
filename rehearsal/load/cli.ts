/**
 * `make load`: the scripts of load/ by k6, and a verdict against the documents' numbers. Exit status: 0 all hold, 1 one does not, 2 the
 * input is wrong or a tool is missing.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { Store } from "../cloud/store";
import { connect, disconnect } from "../kubernetes/real/cluster";
import { StandIns } from "../kubernetes/real/stand-ins";
import { BuildFailed } from "../programs/go-command";
import { MissingTool } from "../programs/missing-tool";
import { Busy, Lock } from "../session/lock";
import { askedFor, type Asked } from "./asked";
import { loadHere } from "./embedded";
import { k6, run, type Ran } from "./k6";
import type { LoadScript } from "./scripts";
import { Refusal, standing } from "./standing";
import { tableOf, unsentOf, verdictsOf, type Verdict } from "./verdict";

const ROOT = path.join(__dirname, "../..");
const RESULTS = path.join(ROOT, ".cache", "load");

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** What k6 handed on; without it nothing holds. */
function verdictsFrom({ summary, problem }: Ran, { name }: LoadScript): readonly Verdict[] {
    if (summary !== undefined) return verdictsOf(summary);
    return [{ row: "-", asks: `load/${name}.js runs`, seen: problem || "k6 said nothing", holds: false }];
}

function told({ name }: LoadScript, { summary }: Ran, verdicts: readonly Verdict[]): boolean {
    for (const line of ["", `${name} (load/${name}.js)`, ...tableOf(name, verdicts)]) say(line);
    const unsent = summary === undefined ? 0 : unsentOf(summary);
    if (unsent > 0) say(`${String(unsent)} requests were not sent: answers take too long, or this machine is too slow`);
    return verdicts.every(({ holds }) => holds !== false);
}

async function there(asked: Asked, target: string): Promise<boolean> {
    const { scripts, token, full } = asked;
    await fetch(target, { redirect: "manual", signal: AbortSignal.timeout(10_000) }).catch((error: unknown) => {
        const { cause, message } = error as Error;
        const why = cause instanceof Error && "code" in cause ? String(cause.code) : message;
        throw new Refusal(`TARGET=${target} does not answer: ${why}`);
    });
    const file = await k6(say);
    let well = true;
    for (const script of scripts) {
        say(`${script.name}: k6 against ${target}`);
        const ran = await run(file, script, { target, token, full, directory: RESULTS });
        well = told(script, ran, verdictsFrom(ran, script)) && well;
    }
    return well;
}

async function here(stack: string, { scripts, full }: Asked): Promise<boolean> {
    const { paths, plane: find } = standing(ROOT, stack);
    const lock = await Lock.take(paths.lock, "load", say);
    try {
        const plane = await find();
        const file = await k6(say);
        const cluster = connect(plane.kubeconfig);
        try {
            new StandIns(cluster, Store.open(paths.work, "readOnly")); // Cluster Autoscaler: the pods that come need nodes
            let well = true;
            const where = { plane, cluster, directory: paths.cluster, k6: file, full, results: RESULTS, say };
            for (const script of scripts) {
                const { ran, scaled } = await loadHere(script, where);
                well = told(script, ran, [...verdictsFrom(ran, script), scaled]) && well;
            }
            return well;
        } finally {
            disconnect(cluster);
        }
    } finally {
        lock.release();
    }
}

async function main(argv: readonly string[]): Promise<number> {
    const { values } = parseArgs({ args: [...argv], options: { stack: { type: "string", default: "dev" } } });
    const asked = askedFor(process.env);
    if (typeof asked === "string") throw new Refusal(asked);
    fs.mkdirSync(RESULTS, { recursive: true });
    const { target } = asked;
    return (await (target === undefined ? here(values.stack, asked) : there(asked, target))) ? 0 : 1;
}

main(process.argv.slice(2)).then(
    (status) => {
        process.exitCode = status;
    },
    (error: unknown) => {
        if (!(error instanceof Error)) throw error;
        if (![Refusal, MissingTool, BuildFailed, Busy].some((kind) => error instanceof kind)) throw error;
        process.stderr.write(`${error.message}\n`);
        process.exitCode = 2;
    },
);
