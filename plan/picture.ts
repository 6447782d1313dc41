import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { dotOf } from "./picture/dot";
import { modelOf } from "./picture/model";
import type { Plan } from "./plan";

/** The plan as an SVG that a person can read: components as frames, what is in them bundled, arrows only where no longer way says the same. */
export async function pictureOf(plan: Plan): Promise<string> {
    const graphviz = await Graphviz.load();
    return `${graphviz.dot(dotOf(modelOf(plan)), "svg").trimEnd()}\n`;
}
