import { createRequire } from "node:module";
import * as path from "node:path";
import type * as stackFile from "../../../config/stack-file";
import { isTree, leaves } from "../../../config/tree";
import type * as program from "../../../program";
import type { Checkedout } from "../side";

/** The program of a checkout, by the packages that are found from there. */
export function programIn(directory: string): Checkedout {
    const load = createRequire(path.join(directory, "package.json"));
    const files = load("./config/stack-file.ts") as typeof stackFile;
    return {
        deploy: (environment, secrets) => (load("./program.ts") as typeof program).deploy(environment, secrets),
        load: (file, stack) => files.loadStackFile(file, stack),
        encrypted: (file) => encryptedIn(files.readStackFile(file).input?.secrets),
    };
}

function encryptedIn(secrets: unknown): ReadonlyMap<string, string> {
    if (!isTree(secrets)) return new Map();
    return new Map(
        leaves(secrets).flatMap(([key, value]) =>
            key.endsWith(".secure") && typeof value === "string" ? [[key.slice(0, -".secure".length), value]] : [],
        ),
    );
}
