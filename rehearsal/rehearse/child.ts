import * as path from "node:path";
import { main } from "../main";
import { mindcloud } from "../session/mindcloud";

/** `child.ts <root> up --stack dev ...`: a command in a process of its own, so that a rehearsal can kill it. */
const [, , root = "", ...argv] = process.argv;

void main(argv, {
    root: path.resolve(root),
    load: mindcloud(path.resolve(root)),
    output: process.stdout,
    errors: process.stderr,
}).then((status) => {
    process.exitCode = status;
});
