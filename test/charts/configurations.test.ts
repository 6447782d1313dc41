/** The configuration that a chart writes out of our values, as the record has it: Loki's. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { configurationsIn } from "../../charts/configurations";
import { CHARTS } from "../../config/versions";
import { mapIn } from "../../plan/capacity/requests";
import { writtenFor, type Written } from "../../plan/charts/configuration";
import { recordOf } from "../../plan/charts/record";
import type { ReleaseInputs } from "../../plan/charts/variant";
import { ENVIRONMENTS, recordingOf, STACK_FILES } from "../support/recordings";

/** The one with a hundred companies takes as long as all others, and has the Loki of `complete`. */
const COMMITTED = [
    ...STACK_FILES,
    ...ENVIRONMENTS.filter((file) => !file.includes("/hundred-")),
    ...readdirSync(path.join(__dirname, "../stacks")).map((file) => `test/stacks/${file}`),
];

/** Where each of our settings stands in the configuration. */
const SETTINGS: Readonly<Record<string, string>> = {
    ...{ analytics: "analytics", auth_enabled: "auth_enabled", commonConfig: "common", compactor: "compactor" },
    ...{ limits_config: "limits_config", schemaConfig: "schema_config" },
};

/** An image is no setting; a bucket and its region are looked for by themselves. */
const ELSEWHERE = ["image", "storage"];

async function lokiOf(stack: string) {
    const { graph } = await recordingOf(stack, "update");
    return graph
        .ofType("kubernetes:helm.sh/v3:Release")
        .filter(({ inputs }) => inputs.chart === CHARTS.loki.chart)
        .map(({ inputs }) => ({
            values: mapIn(mapIn(inputs.values).loki),
            written: writtenFor(inputs as unknown as ReleaseInputs),
        }));
}

/** What one has of the other's keys and items. */
function within(whole: unknown, part: unknown): unknown {
    if (Array.isArray(part) && Array.isArray(whole))
        return whole.map((each, index) => (index in part ? within(each, part[index]) : each) as unknown);
    if (typeof part !== "object" || part === null) return whole;
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, within(mapIn(whole)[key], each)]));
}

describe("Configurations that charts write", () => {
    for (const stack of COMMITTED)
        it(`are known of the release of ${stack}, and say what its values say`, async () => {
            for (const { values, written } of await lokiOf(stack)) {
                assert.ok(written?.exact, "no rendering had these values. Run make charts");
                const read = parse(fileAt(written, /^-config\.file=(.*)$/)) as Record<string, unknown>;
                for (const [key, value] of Object.entries(values)) {
                    const setting = SETTINGS[key];
                    if (setting === undefined) assert.ok(ELSEWHERE.includes(key), `${key}: say where it stands`);
                    else assert.deepEqual(within(read[setting], value), value, `${key}. Run make charts`);
                }
                const { bucketNames, s3, type } = mapIn(values.storage);
                assert.deepEqual(mapIn(mapIn(mapIn(read.common).storage)[String(type)]), {
                    ...{ bucketnames: mapIn(bucketNames).chunks, region: mapIn(s3).region },
                    ...{ insecure: false, s3forcepathstyle: false },
                });
                const runtime = String(mapIn(read.runtime_config).file);
                assert.deepEqual(parse(written.files[runtime] ?? ""), {}, runtime);
            }
        });

    it("are there in complete, and have names of an environment nowhere", async () => {
        const [loki] = await lokiOf("test/environments/complete.yaml");
        assert.ok(loki, "Loki is not in it");
        const { bucketNames, s3 } = mapIn(loki.values.storage);
        const record = JSON.stringify(recordOf(CHARTS.loki.chart)?.configurations);
        for (const name of [mapIn(bucketNames).chunks, mapIn(s3).region])
            assert.ok(!record.includes(String(name)), String(name));
    });

    it("are read by the version that runs (test/monitoring/loki.turn.ts)", () => {
        const module = readFileSync(path.join(__dirname, "../../rehearsal/tools/loki/go.mod"), "utf8");
        assert.equal(/grafana\/loki\/v3 v(\S+)/.exec(module)?.[1], CHARTS.loki.appVersion);
    });

    it("are what a container finds in its ConfigMaps, with the path of our value in the place of a name", () => {
        const values = { loki: { limits_config: { retention_period: "48h" }, storage: { s3: { region: "here" } } } };
        const text = "a:\n  region: here\n  retention_period: 24h\n# here\nb: 48h\n";
        const map = (name: string, data: object) => ({ kind: "ConfigMap", metadata: { name }, data });
        const volumes = [
            { name: "one", configMap: { name: "first", items: [{ key: "config.yaml", path: "read.yaml" }] } },
            { name: "two", configMap: { name: "second" } },
            { name: "three", secret: { secretName: "third" } },
        ];
        const container = {
            args: ["-a", "-b"],
            volumeMounts: volumes.map(({ name }) => ({ name, mountPath: `/etc/${name}` })),
        };
        const set = {
            kind: "StatefulSet",
            spec: { template: { spec: { volumes, containers: [container, { name: "other" }] } } },
        };
        const secret = { kind: "Secret", metadata: { name: "third" }, data: { password: "eA==" } };
        const objects = [set, map("first", { "config.yaml": text, more: "x" }), map("second", { b: "{}" }), secret];
        assert.deepEqual(configurationsIn("loki", objects, values), [
            {
                arguments: ["-a", "-b"],
                files: {
                    "/etc/one/read.yaml": [
                        ...["a:", "  region: <loki.storage.s3.region>", "  retention_period: 24h"],
                        ...["# here", "b: 48h"],
                    ],
                    "/etc/two/b": ["{}"],
                },
            },
        ]);
        assert.deepEqual(configurationsIn("alloy", objects, values), []);
    });
});

function fileAt({ arguments: words, files }: Written, flag: RegExp): string {
    const [file] = words.flatMap((word) => flag.exec(word)?.[1] ?? []);
    const text = files[file ?? ""];
    assert.ok(text !== undefined, `${words.join(" ")} names no file of ${Object.keys(files).join(", ")}`);
    return text;
}
