/** Words of which Kubernetes knows a few: what an object or a chart's values say must be one of them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { isMap } from "../../policy/inputs";
import { COMPLETE, recordingOf } from "../support/recordings";

/** By the property's name: the constants of its type in k8s.io/api (types.go), and the topology labels of core/v1 well_known_labels.go. */
const { values: ENUMERATIONS } = JSON.parse(readFileSync(path.join(__dirname, "enumerations.json"), "utf8")) as {
    readonly values: Readonly<Record<string, string>>;
};

/** Of kinds that are not Kubernetes' own: IngressClassParams (elbv2.k8s.aws). */
const OTHERS: Readonly<Record<string, readonly string[]>> = { scheme: ["internet-facing", "internal"] };

function unknownIn(value: unknown, where: string): readonly string[] {
    if (Array.isArray(value)) return value.flatMap((each) => unknownIn(each, where));
    if (!isMap(value)) return [];
    return Object.entries(value).flatMap(([key, each]) => {
        const known = Object.hasOwn(ENUMERATIONS, key) ? ENUMERATIONS[key]?.split(" ") : undefined;
        const said = (Array.isArray(each) ? each : [each]).filter((word) => typeof word === "string");
        const unknown = said.filter((word) => known?.includes(word) === false && OTHERS[key]?.includes(word) !== true);
        return [...unknown.map((word) => `${where}: ${key} ${word}`), ...unknownIn(each, where)];
    });
}

describe("words of Kubernetes", () => {
    it("are those that it knows, in every object and in the values of every chart", async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        const objects = graph.resources.filter(({ type }) => type.startsWith("kubernetes:"));
        assert.ok(objects.length > 100);
        assert.deepEqual(
            objects.flatMap(({ name, inputs }) => unknownIn(inputs, name)),
            [],
        );
    });

    it("are missed where they are not, however deep", () => {
        const pod = { spec: { containers: [{ imagePullPolicy: "Never" }, { imagePullPolicy: "IfAbsent" }] } };
        assert.deepEqual(unknownIn(pod, "pod"), ["pod: imagePullPolicy IfAbsent"]);
        assert.deepEqual(unknownIn({ accessModes: ["ReadWriteOnce", "Once"] }, "claim"), ["claim: accessModes Once"]);
    });
});
