import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { RecordedResource, Timeouts } from "./graph";

export const STACK_TYPE = "pulumi:pulumi:Stack";

/** A registration with all its options, as the engine would receive it. */
export function recordedFrom(
    request: RegisterResourceRequest,
    urn: string,
    inputs: Record<string, unknown>,
): RecordedResource {
    const parent = request.getParent();
    return {
        urn,
        type: request.getType(),
        name: request.getName(),
        custom: request.getCustom(),
        inputs,
        parent: parent === "" || parent.includes(`::${STACK_TYPE}::`) ? undefined : parent,
        provider: providerUrn(request),
        dependencies: [...request.getDependenciesList()].sort(),
        propertyDependencies: propertyDependenciesOf(request),
        protect: request.getProtect() ?? false,
        ignoreChanges: request.getIgnorechangesList(),
        retainOnDelete: request.getRetainondelete() ?? false,
        deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
        replaceOnChanges: request.getReplaceonchangesList(),
        aliases: [
            ...new Set(
                request.getAliasesList().map((alias) => alias.getUrn() || describeAlias(alias.getSpec()?.toObject())),
            ),
        ],
        deletedWith: request.getDeletedwith() || undefined,
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        customTimeouts: timeoutsOf(request),
        outputsRegistered: false,
    };
}

function propertyDependenciesOf(request: RegisterResourceRequest): Record<string, readonly string[]> {
    const dependencies: [string, readonly string[]][] = [];
    request.getPropertydependenciesMap().forEach((urns, property) => {
        if (urns.getUrnsList().length > 0) dependencies.push([property, [...urns.getUrnsList()].sort()]);
    });
    return Object.fromEntries(dependencies.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function timeoutsOf(request: RegisterResourceRequest): Timeouts | undefined {
    const timeouts = request.getCustomtimeouts();
    const create = timeouts?.getCreate() || undefined;
    const update = timeouts?.getUpdate() || undefined;
    const remove = timeouts?.getDelete() || undefined;
    return (create ?? update ?? remove) ? { create, update, delete: remove } : undefined;
}

function describeAlias(spec: { name: string; type: string; parenturn: string; noparent: boolean } | undefined): string {
    const parts = [
        spec?.name && `name=${spec.name}`,
        spec?.type && `type=${spec.type}`,
        spec?.noparent ? "parent=none" : spec?.parenturn && `parent=${spec.parenturn}`,
    ];
    return parts.filter(Boolean).join(" ");
}

/** A provider reference is `<urn>::<id>`. */
export function providerUrn(request: RegisterResourceRequest): string | undefined {
    const reference = request.getProvider();
    return reference === "" ? undefined : reference.slice(0, reference.lastIndexOf("::"));
}
