/** What the engine tells a policy pack, as the recorded resources that rules read. */
import { Secret as HeldSecret, type PolicyResource, type PolicyResourceOptions } from "@pulumi/policy";
import { Secret, UNKNOWN, type RecordedResource } from "../../plan/graph";

/** Of one resource before anything is done: its inputs as the provider checked them. */
export interface Told {
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly opts: PolicyResourceOptions;
}

/** What stands for a value that nobody knows yet, by its kind (pulumi/pulumi sdk/go/common/resource/plugin/rpc.go). */
const UNKNOWNS: ReadonlySet<unknown> = new Set([
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/**
 * Properties as they stand. Reading one the usual way throws where it is unknown and takes the mark off where it is secret; rules know both,
 * so this looks at what is there and not through it.
 */
export function plain(props: object): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(Object.getOwnPropertyDescriptors(props)).map(([key, { value }]) => [key, opened(value)]),
    );
}

function opened(value: unknown): unknown {
    if (UNKNOWNS.has(value)) return UNKNOWN;
    if (value instanceof HeldSecret) return new Secret(opened(value.value));
    if (Array.isArray(value)) return value.map(opened);
    return typeof value === "object" && value !== null ? plain(value) : value;
}

const STACK = "pulumi:pulumi:Stack";

/** Components group; nothing is created for them. */
const isComponent = (type: string): boolean =>
    !type.startsWith("pulumi:providers:") && /^(mindcloud|pulumi):/.test(type);

/** The graph's resources. `told`: by URN; what nobody told of before (it is only read) has its outputs. */
export function recordedFrom(
    resources: readonly PolicyResource[],
    told: ReadonlyMap<string, Told>,
): readonly RecordedResource[] {
    return resources
        .filter(({ type }) => type !== STACK)
        .map((resource): RecordedResource => {
            const { urn, type, name, parent, provider, dependencies, propertyDependencies } = resource;
            const known = told.get(urn);
            const { protect, ignoreChanges, additionalSecretOutputs } = known?.opts ?? resource.opts;
            const urns = (all: readonly PolicyResource[]): readonly string[] => all.map((each) => each.urn);
            return {
                ...{ urn, type, name, protect, ignoreChanges, additionalSecretOutputs },
                custom: !isComponent(type),
                inputs: known?.inputs ?? plain(resource.props),
                dependencies: urns(dependencies),
                propertyDependencies: Object.fromEntries(
                    Object.entries(propertyDependencies).map(([key, all]) => [key, urns(all)]),
                ),
                ...timeoutsOf(known?.opts ?? resource.opts),
                ...(parent !== undefined && parent.type !== STACK && { parent: parent.urn }),
                ...(provider !== undefined && { provider: provider.urn }),
                // What the engine tells no policy pack (analyzer.proto, AnalyzerResourceOptions): outputs-registered and data-not-ephemeral find nothing here.
                ...{ retainOnDelete: false, replaceOnChanges: [], aliases: [], outputsRegistered: true },
            };
        });
}

/** The engine has seconds, and 0 where the program says nothing; rules read minutes. */
function timeoutsOf({ customTimeouts }: PolicyResourceOptions): Pick<RecordedResource, "customTimeouts"> {
    const { createSeconds: create, updateSeconds: update, deleteSeconds } = customTimeouts;
    const said = Object.entries({ create, update, delete: deleteSeconds }).filter(([, seconds]) => seconds > 0);
    if (said.length === 0) return {};
    return { customTimeouts: Object.fromEntries(said.map(([operation, seconds]) => [operation, `${seconds / 60}m`])) };
}
