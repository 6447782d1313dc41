import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { dotOf } from "./picture/dot";
import { modelOf } from "./picture/model";
import type { Plan } from "./plan";

// Graphviz lays out with the widths of Helvetica. Where a browser has another font (bold DejaVu Sans is a fifth wider), text must still fit.
const SHRINK = 0.82;

/** The plan as an SVG that a person can read: components as frames, what is in them bundled, arrows only where no longer way says the same. */
export async function pictureOf(plan: Plan): Promise<string> {
    const graphviz = await Graphviz.load();
    const svg = graphviz.dot(dotOf(modelOf(plan)), "svg");
    return `${svg.trimEnd().replace(/font-size="([\d.]+)"/g, (_, size: string) => `font-size="${(Number(size) * SHRINK).toFixed(2)}"`)}\n`;
}
