import type { RecordedResource } from "../../plan/graph";

/** A recorded resource for tests that need a graph and no program. The URN is the name. */
export function resource(
    name: string,
    dependencies: readonly string[] = [],
    more: Partial<RecordedResource> = {},
): RecordedResource {
    return {
        urn: name,
        type: `test:${name.slice(0, 1)}`,
        name,
        custom: true,
        inputs: {},
        dependencies,
        propertyDependencies: {},
        protect: false,
        ignoreChanges: [],
        retainOnDelete: false,
        replaceOnChanges: [],
        aliases: [],
        additionalSecretOutputs: [],
        outputsRegistered: true,
        ...more,
    };
}
