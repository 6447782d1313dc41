/** A restored store beside the one before it: told apart by their names (config/restores.ts). */
import type { Graph, RecordedResource } from "../plan/graph";

/** Six digits more than those of the first. */
const LIFE = /-[0-9a-f]{6}(?=-|$)/;

const storeOf = (name: string): string => name.replace(LIFE, "");

export const isRestored = ({ name }: RecordedResource): boolean => LIFE.test(name);

/** Other lives of the same store. */
export const livesBeside = ({ urn, type, name }: RecordedResource, graph: Graph): readonly RecordedResource[] =>
    graph.ofType(type).filter((other) => other.urn !== urn && storeOf(other.name) === storeOf(name));

/** It was let go, in two steps, beside one that has taken its place and is protected. */
export const isLetGo = (resource: RecordedResource, graph: Graph): boolean =>
    !resource.protect && livesBeside(resource, graph).some(({ protect }) => protect);
