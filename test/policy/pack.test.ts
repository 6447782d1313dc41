/** The policy pack by its own functions, asked as the library asks them: properties behind its proxies, secrets and unknowns as it marks them. */
import assert from "node:assert/strict";
import * as path from "node:path";
import * as library from "@pulumi/policy";
import {
    Secret as HeldSecret,
    type PolicyResource,
    type ResourceValidationPolicy,
    type StackValidationPolicy,
} from "@pulumi/policy";
import { loadStackFile } from "../../config/stack-file";
import { isUnknown, Secret, type Graph } from "../../plan/graph";
import { isMap } from "../../plan/values";
import { policiesOf } from "../../policy/pack/policies";
import { plain } from "../../policy/pack/recorded";
import { recordingOf } from "../support/recordings";

/** Exported, and not in the published types. */
const { unknownCheckingProxy } = library as unknown as {
    unknownCheckingProxy: (props: object) => Record<string, unknown>;
};

const DEV = path.join(__dirname, "../stacks/Pulumi.dev.yaml");
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** As the library deserializes what the engine sends. */
function wire(value: unknown): unknown {
    if (isUnknown(value)) return UNKNOWN_TEXT;
    if (value instanceof Secret) return new HeldSecret(wire(value.reveal()));
    if (Array.isArray(value)) return value.map(wire);
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, wire(item)]));
}

const seconds = (minutes: string | undefined): number => Number(/^(\d+)m$/.exec(minutes ?? "")?.[1] ?? 0) * 60;

type Edit = (type: string, inputs: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** What the pack reports of this graph, as the engine would hand it over. */
async function reported(graph: Graph, edit: Edit = (_, inputs) => inputs): Promise<readonly string[]> {
    const [remember, rules] = policiesOf(() => loadStackFile(DEV, "dev")) as [
        ResourceValidationPolicy,
        StackValidationPolicy,
    ];
    const given = new Map<string, PolicyResource>();
    for (const {
        urn,
        type,
        name,
        inputs,
        protect,
        ignoreChanges,
        additionalSecretOutputs,
        customTimeouts,
    } of graph.resources) {
        const props = unknownCheckingProxy(wire(edit(type, inputs)) as object);
        const times = (["create", "update", "delete"] as const).map((key) => seconds(customTimeouts?.[key]));
        const [createSeconds = 0, updateSeconds = 0, deleteSeconds = 0] = times;
        const opts = {
            ...{
                protect,
                ignoreChanges: [...ignoreChanges],
                aliases: [],
                additionalSecretOutputs: [...additionalSecretOutputs],
            },
            customTimeouts: { createSeconds, updateSeconds, deleteSeconds },
        };
        const shared = { urn, type, name, props, opts };
        const args = {
            ...shared,
            stackTags: new Map(),
            getConfig: () => ({}),
            isType: () => false,
            asType: () => undefined,
            notApplicable: () => assert.fail(),
        };
        assert.equal(await remember.remediateResource?.(args as never), undefined);
        given.set(urn, {
            ...shared,
            dependencies: [],
            propertyDependencies: {},
            isType: () => false,
            asType: () => undefined,
        } as PolicyResource);
    }
    const resourceOf = (urn: string): PolicyResource[] => [given.get(urn)].flatMap((each) => each ?? []);
    for (const { urn, parent, provider, dependencies, propertyDependencies } of graph.resources)
        Object.assign(given.get(urn) ?? {}, {
            ...(parent !== undefined && { parent: resourceOf(parent)[0] }),
            ...(provider !== undefined && { provider: resourceOf(provider)[0] }),
            dependencies: dependencies.flatMap(resourceOf),
            propertyDependencies: Object.fromEntries(
                Object.entries(propertyDependencies).map(([key, urns]) => [key, urns.flatMap(resourceOf)]),
            ),
        });
    const said: string[] = [];
    await rules.validateStack({ resources: [...given.values()] } as never, (message: unknown) => {
        said.push(String(message));
    });
    return said;
}

describe("the policy pack", () => {
    it("finds nothing wrong with a stack as it is, with its exceptions, its secrets and what nobody knows yet", async () => {
        const { graph } = await recordingOf("test/stacks/Pulumi.dev.yaml", "preview");
        assert.deepEqual(await reported(graph), []);
    });

    it("names rule, resource and what is wrong", async () => {
        const { graph } = await recordingOf("test/stacks/Pulumi.dev.yaml", "preview");
        const said = await reported(graph, (type, inputs) =>
            type === "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
                ? { ...inputs, blockPublicAcls: false }
                : inputs,
        );
        assert.ok(said.length > 0);
        for (const line of said) assert.match(line, /^bucket-not-public: \S+-bucket does not set blockPublicAcls$/);
    });

    it("knows what is secret and what nobody knows yet, although reading them the usual way would not tell", () => {
        const props = unknownCheckingProxy({
            a: new HeldSecret("canary"),
            b: UNKNOWN_TEXT,
            c: [{ d: UNKNOWN_TEXT }],
            e: 1,
        });
        const read = plain(props);
        assert.deepEqual(JSON.stringify(read), '{"a":"[secret]","b":"[unknown]","c":[{"d":"[unknown]"}],"e":1}');
        assert.ok(read.a instanceof Secret && read.a.reveal() === "canary");
    });
});
