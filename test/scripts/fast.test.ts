import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { started } from "../support/command";

const ROOT = path.join(__dirname, "../..");

function node(script: string): () => Promise<string> {
    const ended = started(["-e", script]);
    return async () => {
        const { status, stdout, stderr } = await ended();
        assert.equal(status, 0, stderr);
        return stdout.trim();
    };
}

describe("scripts/fast.js", () => {
    const loaded = node(`
        require("@pulumi/pulumi"); require("@pulumi/aws"); require("zod");
        console.log(JSON.stringify(Object.keys(require.cache)));
    `);
    const answers = node(`
        const { automation, runtime } = require("@pulumi/pulumi");
        const direct = require("@pulumi/pulumi/automation");
        runtime.serializeFunction(() => 42).then(({ text }) => console.log(JSON.stringify([
            text.includes("42"), typeof automation.LocalWorkspace, automation.LocalWorkspace === direct.LocalWorkspace,
            "LocalWorkspace" in automation, Object.keys(automation).includes("Stack"),
        ])));
    `);

    const speaks = node(`
        const { provider } = require("@pulumi/pulumi");
        const grpc = require("@grpc/grpc-js");
        const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");
        const engine = new EngineClient("127.0.0.1:1", grpc.credentials.createInsecure());
        const zod = require("zod");
        zod.z.config(zod.z.locales.de());
        console.log(JSON.stringify([
            engine instanceof grpc.Client, typeof engine.log === "function", typeof provider.main,
            typeof zod.z.string().safeParse(1).error.issues[0].message, grpc.status.UNAVAILABLE,
        ]));
        engine.close();
    `);

    it("loads Pulumi without the TypeScript compiler and npm's resolver", async () => {
        const files = JSON.parse(await loaded()) as string[];
        assert.ok(files.some((file) => file.includes("@pulumi/pulumi/runtime/resource.js")));
        const heavies = ["node_modules/typescript/lib/", "@npmcli/arborist", "automation/localWorkspace.js"];
        const unspoken = [
            "provider/server.js",
            "grpc-js/build/src/server.js",
            "opentelemetry/api/build/src/trace",
            "locales/de.",
        ];
        for (const heavy of [...heavies, ...unspoken])
            assert.deepEqual(
                files.filter((file) => file.includes(heavy)),
                [],
            );
    });

    it("still serializes functions and offers the Automation API, on first use", async () => {
        assert.deepEqual(JSON.parse(await answers()), [true, "function", true, true, true]);
    });

    it("still speaks gRPC, serves providers and knows zod's languages, on first use", async () => {
        assert.deepEqual(JSON.parse(await speaks()), [true, true, "function", "string", 14]);
    });

    it("names the line of the TypeScript file in a stack, and compiles a file again only when it changed", async () => {
        const folder = path.join(ROOT, ".cache", "fast-test");
        const file = path.join(folder, "thrown.ts");
        const compiled = path.join(ROOT, ".cache/typescript", process.version, ".cache/fast-test/thrown.ts.js");
        fs.mkdirSync(folder, { recursive: true });
        const write = (message: string): void => {
            fs.writeFileSync(
                file,
                `interface Erased {\n    readonly a: string;\n}\nconst value: Erased = { a: "${message}" };\nthrow new Error(value.a);\n`,
            );
        };
        const run = (): Promise<string> =>
            node(`
                try { require(${JSON.stringify(file)}); } catch (error) { console.log(error.stack); }
                console.log(Object.keys(require.cache).some((name) => name.includes("typescript/lib")) ? "compiled" : "remembered");
            `)();
        try {
            write("one");
            const first = await run();
            assert.match(first, /^Error: one\n.*thrown\.ts:5:\d+/);
            assert.match(first, /compiled$/);
            assert.match(await run(), /^Error: one\n[^]*remembered$/);
            write("two");
            assert.match(await run(), /^Error: two\n[^]*compiled$/);
        } finally {
            fs.rmSync(folder, { recursive: true, force: true });
            fs.rmSync(compiled, { force: true });
        }
    });
});
