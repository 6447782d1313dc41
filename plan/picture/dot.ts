import { type Box, CATEGORIES, type Category, type Frame, type Picture } from "./model";
import type { Edges } from "./reduce";

const FONT = "Helvetica,Arial,sans-serif";
const INK = "#1f2933";
const GREY = "#616e7c";

const COLOURS: Readonly<Record<Category, { readonly fill: string; readonly line: string }>> = {
    network: { fill: "#ece7fb", line: "#7c5fd0" },
    compute: { fill: "#fdecd8", line: "#d97b1c" },
    data: { fill: "#deecfb", line: "#2f76bd" },
    security: { fill: "#fce1e6", line: "#c94a60" },
    operations: { fill: "#e1f3e3", line: "#3f8f4d" },
    workloads: { fill: "#dbf2f3", line: "#1f8b92" },
};

/** The picture in Graphviz's language: frames from left to right in the order in which AWS can create them. */
export function dotOf(picture: Picture): string {
    const representative = new Map(
        picture.frames.map((frame) => [frame.name, frame.boxes[Math.floor(frame.boxes.length / 2)]?.id ?? ""]),
    );
    return [
        "digraph plan {",
        `graph [rankdir=LR compound=true newrank=false nodesep=0.16 ranksep=0.75 pad=0.3 splines=true fontname="${FONT}" bgcolor=white`,
        `  labelloc=t labeljust=l fontsize=20 fontcolor="${INK}" label=<<b>${escape(picture.title)}</b>>]`,
        `node [shape=box style="filled,rounded" fontname="${FONT}" fontsize=11 fontcolor="${INK}" margin="0.12,0.06" penwidth=1]`,
        `edge [color="#7b8794" arrowsize=0.7 fontname="${FONT}" fontsize=9 fontcolor="${GREY}"]`,
        ...picture.frames.flatMap((frame) => frameInDot(frame)),
        ...edgesInDot(picture.edges, (from, to, number) => {
            const [tail, head] = [representative.get(from) ?? "", representative.get(to) ?? ""];
            return `${quote(tail)} -> ${quote(head)} [ltail=${quote(`cluster_${from}`)} lhead=${quote(`cluster_${to}`)} penwidth=1.4 color="#52606d"${labelOf(number)}]`;
        }),
        ...legend(picture),
        "}",
    ].join("\n");
}

function frameInDot(frame: Frame): readonly string[] {
    return [
        `subgraph ${quote(`cluster_${frame.name}`)} {`,
        `graph [style="filled,rounded" fillcolor="#f7f9fb" color="#9aa5b1" penwidth=1.2 margin=10 fontsize=13 labeljust=l`,
        `  label=<<b>${escape(frame.name)}</b>  <font color="${GREY}" point-size="10">${String(frame.resources)}</font>>]`,
        ...frame.boxes.map((box) => boxInDot(box)),
        ...edgesInDot(frame.edges, (from, to, number) => `${quote(from)} -> ${quote(to)} [${labelOf(number)}]`),
        "}",
    ];
}

function boxInDot({ id, title, facts, resources, category }: Box): string {
    const { fill, line } = COLOURS[category];
    const number =
        resources > 1 && !/^\d/.test(title) ? `  <font color="${GREY}" point-size="9">${String(resources)}</font>` : "";
    const rows = [
        `<b>${escape(title)}</b>${number}`,
        ...facts.map((fact) => `<font point-size="10">${escape(fact)}</font>`),
    ];
    return `${quote(id)} [label=<${rows.join("<br/>")}> fillcolor="${fill}" color="${line}"]`;
}

function edgesInDot(edges: Edges, line: (from: string, to: string, number: number) => string): readonly string[] {
    return [...edges].flatMap(([from, targets]) => [...targets].map(([to, number]) => line(from, to, number)));
}

function legend(picture: Picture): readonly string[] {
    const used = CATEGORIES.filter((category) =>
        picture.frames.some((frame) => frame.boxes.some((box) => box.category === category)),
    );
    const cells = used
        .map(
            (category) =>
                `<td bgcolor="${COLOURS[category].fill}" color="${COLOURS[category].line}" border="1">${category}</td>`,
        )
        .join("");
    const words =
        "a &#8594; b: b is built on a, and created after it. Grey numbers: resources in a box, dependencies behind an arrow.";
    return [
        `legend [shape=plain fillcolor=white label=<<table border="0" cellspacing="6" cellpadding="5"><tr>${cells}<td border="0"><font color="${GREY}">${words}</font></td></tr></table>>]`,
    ];
}

function labelOf(number: number): string {
    return number > 1 ? ` label="${String(number)}"` : "";
}

function quote(text: string): string {
    return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function escape(text: string): string {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
