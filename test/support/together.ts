/**
 * Commands of the project one after the other in one process: loading them is most of what a command takes. Started by command.ts with a
 * list of commands; says how each has ended. A command ends as it would alone, when nothing is left to do.
 */
import * as path from "node:path";
import type { Command, Ended } from "./command";

const commands = JSON.parse(process.argv[2] ?? "[]") as readonly Command[];
const variables = { ...process.env };
const write = process.stdout.write.bind(process.stdout);
const ended: Ended[] = [];
let texts = { stdout: "", stderr: "" };

for (const name of ["stdout", "stderr"] as const)
    process[name].write = (text: string | Uint8Array): boolean => {
        texts[name] += typeof text === "string" ? text : Buffer.from(text).toString();
        return true;
    };

function begin({ words: [file = "", ...words], env = {} }: Command): void {
    texts = { stdout: "", stderr: "" };
    process.exitCode = undefined;
    for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, variables, env);
    const program = path.resolve(file);
    process.argv.splice(1, process.argv.length, program, ...words);
    Reflect.deleteProperty(require.cache, program);
    void import(program);
}

process.on("uncaughtException", (error) => {
    texts.stderr += `${String(error.stack)}\n`;
    process.exitCode = 1;
});
process.on("beforeExit", () => {
    if (ended.length < commands.length) ended.push({ status: Number(process.exitCode ?? 0), ...texts });
    const next = commands[ended.length];
    // What only keeps promises does not keep a process: without a turn of its loop it would end here.
    if (next !== undefined) setImmediate(begin, next);
    else {
        process.exitCode = 0;
        write(JSON.stringify(ended));
        process.removeAllListeners("beforeExit");
    }
});
const [first] = commands;
if (first !== undefined) begin(first);
