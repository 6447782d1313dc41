import { minutes } from "../words";
import { type Box, CATEGORIES, type Category, type Frame, type Picture } from "./model";

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

/** The picture in Graphviz's language: a frame is one table, so that a picture has a dozen nodes however many resources there are. */
export function dotOf(picture: Picture): string {
    return [
        "digraph plan {",
        `graph [rankdir=LR nodesep=0.3 ranksep=0.7 pad=0.3 bgcolor=white fontname="${FONT}" fontcolor="${INK}"`,
        `  labelloc=t labeljust=l label=<${heading(picture)}>]`,
        `node [shape=plain fontname="${FONT}" fontsize=14 fontcolor="${INK}"]`,
        `edge [color="#52606d" penwidth=1.3 arrowsize=0.8 fontname="${FONT}" fontsize=12 fontcolor="${GREY}"]`,
        ...picture.frames.map((frame) => `${quote(frame.name)} [label=<${tableOf(frame)}>]`),
        ...[...picture.edges].flatMap(([from, targets]) =>
            [...targets].map(
                ([to, number]) => `${quote(from)} -> ${quote(to)}${number > 1 ? ` [label="${String(number)}"]` : ""}`,
            ),
        ),
        "}",
    ].join("\n");
}

function tableOf({ name, resources, readyAfter, boxes }: Frame): string {
    const columns = boxes.length > 4 ? 2 : 1;
    const title = `<b>${escape(name)}</b>  ${grey(`${String(resources)} · ${minutes(readyAfter)} min`)}`;
    const rows = Array.from({ length: Math.ceil(boxes.length / columns) }, (_, row) =>
        boxes.slice(row * columns, (row + 1) * columns),
    );
    return [
        `<table border="1" cellborder="0" cellspacing="6" cellpadding="0" bgcolor="#f7f9fb" color="#9aa5b1" style="rounded">`,
        `<tr><td colspan="${String(columns)}" align="left" cellpadding="3"><font point-size="17">${title}</font></td></tr>`,
        ...rows.map((row) => `<tr>${row.map((box) => cellOf(box, row.length < columns ? columns : 1)).join("")}</tr>`),
        "</table>",
    ].join("");
}

function cellOf({ title, facts, resources, category }: Box, columns: number): string {
    const { fill, line } = COLOURS[category];
    const number = resources > 1 && !/^\d/.test(title) ? `  ${grey(String(resources))}` : "";
    const lines = [
        `<b>${escape(title)}</b>${number}`,
        ...facts.map((fact) => `<font point-size="13">${escape(fact)}</font>`),
    ];
    return `<td border="1" cellpadding="7" colspan="${String(columns)}" bgcolor="${fill}" color="${line}" style="rounded">${lines.join("<br/>")}</td>`;
}

function heading(picture: Picture): string {
    const used = CATEGORIES.filter((category) =>
        picture.frames.some((frame) => frame.boxes.some((box) => box.category === category)),
    );
    const colours = used.map(
        (category) =>
            `<td bgcolor="${COLOURS[category].fill}" color="${COLOURS[category].line}" border="1" style="rounded" cellpadding="5">${category}</td>`,
    );
    const words =
        "An arrow leads from what is created first to what is built on it; its number counts dependencies. A frame: resources in it, and when they are ready.";
    return [
        `<table border="0" cellspacing="4" cellpadding="2">`,
        `<tr><td colspan="${String(used.length + 1)}" align="left"><font point-size="26"><b>${escape(picture.title)}</b></font></td></tr>`,
        `<tr>${colours.join("")}<td align="left">${grey(words)}</td></tr>`,
        "</table>",
    ].join("");
}

function grey(text: string): string {
    return `<font color="${GREY}" point-size="13">${escape(text)}</font>`;
}

function quote(text: string): string {
    return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function escape(text: string): string {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
