import * as path from "node:path";
import { main } from "./main";
import { mindcloud } from "./mindcloud";

const root = path.join(__dirname, "..");

void main(process.argv.slice(2), { root, load: mindcloud(root), output: process.stdout, errors: process.stderr }).then((status) => {
    process.exitCode = status;
});
