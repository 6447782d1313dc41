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

const run = (values: Readonly<Record<string, unknown>>) =>
    started([
        "-e",
        `const pulumi = require("@pulumi/pulumi");
        pulumi.runtime.setAllConfig(${JSON.stringify(asText(values))});
        pulumi.runtime.setMocks({ newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) }, "mindcloud", "complete", true);
        try { console.log(Object.keys(require("./index.ts")).sort().join(" ")); }
        catch (error) { console.log(pulumi.RunError.isInstance(error), error.message); process.exit(3); }`,
    ]);

describe("index.ts", () => {
    const deployed = run(config);
    const refused = run({ ...config, "mindcloud:netwrok": { zones: 2 } });

    it("exports what people need after a deployment", async () => {
        const { status, stdout, stderr } = await deployed();
        assert.equal(status, 0, stderr + stdout);
        for (const name of ["clusterName", "kubeconfig", "kubeconfigCommand", "vpcId", "alarmTopicArn"])
            assert.ok(stdout.split(/\s/).includes(name), `${name} is not among ${stdout}`);
    });

    it("refuses a wrong configuration with an error that the engine prints without a stack", async () => {
        const { status, stdout } = await refused();
        assert.equal(status, 3);
        assert.match(stdout, /^true Pulumi\.complete\.yaml: 1 problem\n\n {2}netwrok .*\n.*did you mean network\?/);
    });
});
