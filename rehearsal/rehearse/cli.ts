import * as path from "node:path";
import { apart } from "./apart";
import { main } from "./main";

void main(process.argv.slice(2), {
    checkout: path.join(__dirname, "..", ".."),
    output: process.stdout,
    errors: process.stderr,
    perform: apart,
}).then((status) => {
    process.exitCode = status;
});
