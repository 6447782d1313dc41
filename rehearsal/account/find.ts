import type { CloudObject } from "../cloud/store";
import { record } from "../aws/refusals/refusal";
import { agrees, reveal, type Properties } from "../engine/wire";

/** A resource that should exist, whose id nobody wrote down. */
export interface Wanted {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly inputs: Properties;
}

/**
 * The object that a resource means, among those that the state does not know. What takes tags is found by them; Kubernetes objects by
 * namespace and name; what takes no tags (attachments, routes, policies of a bucket, ...) by its type and arguments, which is all that
 * tells two of them apart in AWS as well. The logical name that the store keeps is not looked at: AWS has no such thing.
 */
export function findReal(
    wanted: Wanted,
    objects: readonly CloudObject[],
    place: { readonly project: string; readonly stack: string },
): CloudObject | undefined {
    const candidates = objects.filter((object) => object.type === wanted.type);
    if (wanted.inputs.tags !== undefined) return candidates.find((object) => hasTags(object, wanted.name, place));
    if (wanted.type.startsWith("kubernetes:"))
        return candidates.find((object) => sameName(wanted.inputs, object.inputs));
    return candidates.find((object) => agrees(wanted.inputs, reveal(object.inputs)));
}

function hasTags(
    object: CloudObject,
    name: string,
    { project, stack }: { readonly project: string; readonly stack: string },
): boolean {
    const tags = record(reveal(object.outputs.tagsAll));
    return (
        tags["mindcloud:project"] === project && tags["mindcloud:stack"] === stack && tags["mindcloud:name"] === name
    );
}

function sameName(wanted: Properties, actual: Properties): boolean {
    const identity = (inputs: Properties): unknown => {
        const metadata = record(inputs.metadata ?? inputs);
        return [metadata.namespace, metadata.name];
    };
    return agrees(identity(wanted), reveal(identity(actual)));
}
