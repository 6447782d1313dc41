/** Where panels stand. Grafana's grid has 24 columns; a line is as high as its highest panel. */
import type { DashboardSpec, Panel, Row } from "./spec";

export interface GridPosition {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
}

export interface Placed<Item> {
    readonly item: Item;
    readonly at: GridPosition;
}

export interface PlacedRow extends Placed<Row> {
    readonly panels: readonly Placed<Panel>[];
}

export const COLUMNS = 24;
const ROW_HEIGHT = 1;

const SIZES: Readonly<Record<Panel["show"], readonly [width: number, height: number]>> = {
    number: [4, 4],
    lines: [8, 8],
    stack: [8, 8],
    bars: [8, 8],
    pie: [8, 8],
    table: [12, 8],
    logs: [24, 10],
};

/** From left to right and from top to bottom, in the order in which they are written. */
export function placed({ rows }: Pick<DashboardSpec, "rows">): readonly PlacedRow[] {
    let y = 0;
    return rows.map((row) => {
        const at = { x: 0, y, w: COLUMNS, h: ROW_HEIGHT };
        const panels = panelsFrom(y + ROW_HEIGHT, row.panels);
        // What is folded takes no room until it is opened; Grafana then moves what follows.
        y =
            row.collapsed === true
                ? y + ROW_HEIGHT
                : Math.max(y + ROW_HEIGHT, ...panels.map(({ at: { y: top, h } }) => top + h));
        return { item: row, at, panels };
    });
}

function panelsFrom(top: number, panels: readonly Panel[]): readonly Placed<Panel>[] {
    let y = top;
    return linesOf(panels).flatMap((line) => {
        const h = Math.max(...line.map(heightOf));
        const widths = stretched(line.map(widthOf));
        let x = 0;
        const result = line.map((item, index) => {
            const w = widths[index] ?? 0;
            x += w;
            return { item, at: { x: x - w, y, w, h } };
        });
        y += h;
        return result;
    });
}

function linesOf(panels: readonly Panel[]): readonly (readonly Panel[])[] {
    const lines: Panel[][] = [];
    let used = COLUMNS;
    for (const panel of panels) {
        const width = widthOf(panel);
        if (used + width > COLUMNS) {
            lines.push([]);
            used = 0;
        }
        lines.at(-1)?.push(panel);
        used += width;
    }
    return lines;
}

/** What is left over goes to all of a line, so that no line ends early. */
function stretched(widths: readonly number[]): readonly number[] {
    const spare = COLUMNS - widths.reduce((sum, width) => sum + width, 0);
    const each = Math.floor(spare / widths.length);
    return widths.map((width, index) => width + each + (index < spare % widths.length ? 1 : 0));
}

const heightOf = ({ show, height }: Panel): number => height ?? SIZES[show][1];

function widthOf({ title, show, width = SIZES[show][0] }: Panel): number {
    if (Number.isInteger(width) && width >= 1 && width <= COLUMNS) return width;
    throw new Error(`panel "${title}" is ${width} columns wide: write 1 to ${COLUMNS}`);
}
