/** The AWS half of a stack on the embedded AWS, in the engine's order and one resource at a time. */
import type { Environment } from "../../config/environment";
import type { Graph } from "../../plan/graph";
import { created, placeOf } from "../../plan/shapes";
import { onCreate, onDelete } from "../../rehearsal/aws/refusals";
import { firstRefusal, type Refusal } from "../../rehearsal/aws/refusals/refusal";
import { remaindersOf } from "../../rehearsal/aws/refusals/keeping";
import { Store } from "../../rehearsal/cloud/store";
import { strings } from "../../rehearsal/engine/wire";
import { inputsOf } from "./opened";

const said = (verb: string, { name, type }: { name: string; type: string }, { code, problem }: Refusal): string =>
    `${verb} ${name} (${type}): ${code}: ${problem}`;

/** What AWS refuses while everything comes; `store` has it all afterwards. */
export async function refusedComing(graph: Graph, environment: Environment, store = new Store()): Promise<string[]> {
    const existing = new Set([...strings(environment)].flatMap(({ path: keys, text }) => [...keys, text]));
    const place = placeOf({ region: environment.region, allowedAccountIds: [environment.account] });
    const refused: string[] = [];
    for (const resource of graph.inOrder()) {
        const { custom, type, name } = resource;
        if (!custom || !type.startsWith("aws:")) continue;
        const inputs = inputsOf(resource);
        const { id, outputs } = created(type, name, inputs, place);
        const refusal = firstRefusal(onCreate, { type, name, inputs, id, outputs, store, existing });
        if (refusal !== undefined) refused.push(said("create", resource, refusal));
        await store.put({ type, id, name, serial: 0, inputs, outputs });
    }
    return refused;
}

/** And while everything goes, the youngest first. */
export async function refusedGoing(store: Store): Promise<string[]> {
    const refused: string[] = [];
    for (const object of store.live().reverse()) {
        const refusal = firstRefusal(onDelete, { object, store });
        if (refusal !== undefined) refused.push(said("delete", object, refusal));
        await store.remove(object, remaindersOf(object));
    }
    return refused;
}
