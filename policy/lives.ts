/** A restored store beside the one before it: told apart by their names. */
import { withoutLife } from "../config/restores";
import type { Graph, RecordedResource } from "../plan/graph";

export const isRestored = ({ name }: RecordedResource): boolean => withoutLife(name) !== name;

/** Other lives of the same store. */
export const livesBeside = ({ urn, type, name }: RecordedResource, graph: Graph): readonly RecordedResource[] =>
    graph.ofType(type).filter((other) => other.urn !== urn && withoutLife(other.name) === withoutLife(name));

/** It was let go, in two steps, beside one that has taken its place and is protected. */
export const isLetGo = (resource: RecordedResource, graph: Graph): boolean =>
    !resource.protect && livesBeside(resource, graph).some(({ protect }) => protect);
