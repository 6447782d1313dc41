import * as path from "node:path";
import { main } from "./main";

void main(process.argv.slice(2), {
    checkout: path.join(__dirname, "..", ".."),
    output: process.stdout,
    errors: process.stderr,
}).then((status) => {
    process.exitCode = status;
});
