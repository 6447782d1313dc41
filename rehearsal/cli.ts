import * as path from "node:path";
import { askOnTerminal, onAws } from "./account/account";
import { main } from "./main";
import { mindcloud } from "./session/mindcloud";

const root = path.join(__dirname, "..");
const terminal = {
    output: process.stdout,
    errors: process.stderr,
    ask: process.stdin.isTTY ? askOnTerminal : undefined,
};

void main(process.argv.slice(2), {
    root,
    load: mindcloud(root),
    onAws: (command, stack, yes) => onAws(command, stack, yes, root, terminal),
    ...terminal,
}).then((status) => {
    process.exitCode = status;
});
