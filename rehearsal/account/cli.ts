/** `make doctor STACK=<name>`: what `make up CLOUD=aws` looks at before it starts, and nothing more. Asks the `aws` of this machine. */
import * as path from "node:path";
import { onAws } from "./account";

const [stack = ""] = process.argv.slice(2);
const terminal = { output: process.stdout, errors: process.stderr };
void onAws("doctor", stack, true, path.join(__dirname, "..", ".."), terminal).then((status) => {
    process.exitCode = status;
});
