/** The agency alone, as test/environments/simple-cli.yaml has it: acme as documented, globex with its own bounds, hooli suspended. */
import type { Graph, RecordedResource } from "../../../../plan/graph";
import type { Tree } from "../../../../config/tree";
import { changedGraph, recordingOf } from "../../../support/recordings";
import { object } from "../../workload/fixture";
import { container, type Container } from "../pods";

export const AGENCY = "test/environments/simple-cli.yaml";

export const agency = async (): Promise<Graph> => (await recordingOf(AGENCY, "update")).graph;

/** With other keys below systems.simpleCli laid over the file's. */
export const agencyWith = (simpleCli: Tree): Promise<Graph> => changedGraph(AGENCY, { systems: { simpleCli } });

export const statefulSet = (graph: Graph, company: string, part: "agent" | "brain"): RecordedResource =>
    object(graph, "StatefulSet", `${company}-${part}`, company);

export const beside = (graph: Graph, company: string, name: string): Container =>
    container(statefulSet(graph, company, "agent"), name);
