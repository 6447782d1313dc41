/** index.ts as `pulumi up` runs it: configuration from the engine, outputs as exports. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { started } from "./support/command";

const { config } = parse(fs.readFileSync(path.join(__dirname, "environments/complete.yaml"), "utf8")) as {
    config: Readonly<Record<string, unknown>>;
};

/** The engine hands over every value as text, maps and lists as JSON. */
const asText = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
    );

/** Both in one process: loading Pulumi is most of the time. */
const run = (...configurations: readonly Readonly<Record<string, unknown>>[]) =>
    started([
        "-e",
        `const pulumi = require("@pulumi/pulumi");
        const answer = { newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) };
        console.log(JSON.stringify(${JSON.stringify(configurations.map(asText))}.map((configuration) => {
            pulumi.runtime.setAllConfig(configuration);
            pulumi.runtime.setMocks(answer, "mindcloud", "complete", true);
            delete require.cache[require.resolve("./index.ts")];
            try { return { exports: Object.keys(require("./index.ts")) }; }
            catch (error) { return { isRunError: pulumi.RunError.isInstance(error), message: error.message }; }
        })));`,
    ]);

describe("index.ts", () => {
    const ended = run({ ...config, "mindcloud:netwrok": { zones: 2 } }, config);
    const results = async () => {
        const { status, stdout, stderr } = await ended();
        assert.equal(status, 0, stderr);
        return JSON.parse(stdout) as [{ isRunError: boolean; message: string }, { exports: string[] }];
    };

    it("exports what people need after a deployment", async () => {
        const [, deployed] = await results();
        for (const name of ["clusterName", "kubeconfig", "kubeconfigCommand", "vpcId", "alarmTopicArn"])
            assert.ok(deployed.exports.includes(name), name);
    });

    it("refuses a wrong configuration with an error that the engine prints without a stack", async () => {
        const [refused] = await results();
        assert.equal(refused.isRunError, true);
        assert.match(refused.message, /^Pulumi\.complete\.yaml: 1 problem\n\n {2}netwrok .*\n.*did you mean network\?/);
    });
});
