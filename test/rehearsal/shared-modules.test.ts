import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { DEFAULT_MINOR } from "../../config/versions";

const TOOLS = path.join(__dirname, "..", "..", "rehearsal", "tools");

/** Version of each Go module by its path, as `require` asks for it and `replace` has the last word. */
function versions(folder: string): ReadonlyMap<string, string> {
    const text = fs.readFileSync(path.join(TOOLS, folder, "go.mod"), "utf8");
    const found = (pattern: RegExp) =>
        [...text.matchAll(pattern)].map(([, name = "", version = ""]) => [name, version]);
    return new Map([
        ...found(/^\s*(?:require )?(\S+) (v\S+)(?: \/\/ indirect)?$/gm),
        ...found(/^\s*(?:replace )?(\S+) => \S+ (v\S+)$/gm),
    ] as [string, string][]);
}

/** Go compiles a package once for whoever has it at the same version, with everything below it at the same version. */
describe("what the control plane is made of", () => {
    const controlPlane = versions(`kubernetes-${DEFAULT_MINOR}`);

    /** A module that is surely shared, and those that may differ: nothing that Kubernetes' own libraries are made of. */
    const programs = {
        etcd: ["google.golang.org/grpc", /^$/],
        // kwok traces its HTTP server by newer ones, and the older do not go with it.
        kwok: [
            "k8s.io/client-go",
            /^(go\.opentelemetry\.io\/|google\.golang\.org\/(grpc|genproto)|github\.com\/go-errors\/)/,
        ],
        "metrics-server": ["k8s.io/client-go", /^$/],
    } as const;
    for (const [program, [one, others]] of Object.entries(programs))
        it(`has the same version in ${program}: first builds would take minutes longer otherwise`, () => {
            const shared = [...versions(program)].filter(([name]) => controlPlane.has(name) && !others.test(name));
            assert.ok(shared.some(([name]) => name === one));
            assert.deepEqual(
                Object.fromEntries(shared),
                Object.fromEntries(shared.map(([name]) => [name, controlPlane.get(name)])),
                `put these under replace in rehearsal/tools/${program}/go.mod (or raise them there), and run go mod tidy`,
            );
        });
});
