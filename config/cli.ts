/** `npm run config`, `npm run stack`, `npm run schema`, `npm run transition`. Exit status: 0 fine, 2 the input is wrong; problems go to stderr, one a line. */
import { type Answer, commandOf, USAGE } from "./commands/arguments";
import { create } from "./commands/new";
import { generate } from "./commands/schema";
import { show } from "./commands/show";
import { transition } from "./commands/transition";

function answer(commandLine: readonly string[]): Answer {
    const command = commandOf(commandLine);
    switch (command.name) {
        case "help":
            return { status: 0, text: USAGE };
        case "wrong":
            return { status: 2, text: command.problem };
        case "show":
            return show(command);
        case "new":
            return create(command.stack, process.cwd());
        case "schema":
            return generate();
        case "transition":
            return transition(command);
    }
}

// `npm run config | head` closes the pipe early; that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
});

const { status, text, machine, note } = answer(process.argv.slice(2));
if (note !== undefined) process.stderr.write(`note: ${note}\n`);
if (machine !== undefined) process.stdout.write(machine);
if (text !== "") (status === 0 ? process.stdout : process.stderr).write(`${text}\n`);
process.exitCode = status;
