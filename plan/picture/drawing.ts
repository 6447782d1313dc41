/** The architecture as SVG, 900 wide: what GitHub shows of a README, at letters that can be read there. */
import { LIGHT } from "../report/palette";
import { markup, trusted, type Html, type Part } from "../report/html";
import type { Architecture, Box } from "./architecture";

const WIDTH = 900;
const MARGIN = 14;
const GAP = 12;
const LINE = 17;
/** Of a letter, at most: DejaVu Sans at 12.5 px. */
const LETTER = 7.4;
const MOST_IN_A_ROW = 6;

interface Placed {
    readonly box: Box;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
}

interface Drawn {
    readonly parts: readonly Html[];
    readonly placed: readonly Placed[];
    /** Where it ends. */
    readonly y: number;
}

/** `linkTo`: where a box of a component leads, in a page that has it. */
export function drawingOf(picture: Architecture, linkTo?: (component: string) => string | undefined): string {
    const { title, account, network, cluster, services, systems, stores, around, uses } = picture;
    let y = 44;
    const accountTop = y;
    y += 26;
    const networkTop = y;
    y += network === undefined ? 0 : 26;
    const clusterTop = y;
    y += cluster === undefined ? 0 : 28;
    const inset = 2 * MARGIN + (network === undefined ? 0 : MARGIN);
    const colours = new Map(systems.map(({ id }, index) => [id, (index % LIGHT.owners.length) + 1]));

    const top = rows(services, y, inset, "service", linkTo);
    const middle = rows(systems, top.y, inset, "system", linkTo);
    const clusterEnd = middle.y + (cluster === undefined ? 0 : 4);
    const used = stores.length > 0 || uses.length > 0;
    const low = rows(stores, clusterEnd + (used ? 46 : 6), inset, "store", linkTo);
    const networkEnd = stores.length === 0 ? clusterEnd + 4 : low.y + 2;
    const last = rows(around, Math.max(networkEnd, low.y) + 14, inset, "around", linkTo);
    const accountEnd = last.y + 2;

    const places = new Map([...middle.placed, ...low.placed].map((each) => [each.box.id, each]));
    const lines = uses.map(([from, to], index) =>
        curve(places.get(from), places.get(to), colours.get(from) ?? 1, index),
    );
    const frame = (label: string | undefined, from: number, to: number, depth: number): Part =>
        label === undefined
            ? undefined
            : markup`<rect class="frame${depth}" x="${depth * MARGIN + 1}" y="${from}" width="${WIDTH - 2 * depth * MARGIN - 2}" height="${to - from}" rx="8"/><text class="label" x="${depth * MARGIN + 10}" y="${from + 18}">${label}</text>`;
    const dots = middle.placed.map(
        ({ box, x, y: at }) =>
            markup`<rect class="c${colours.get(box.id)}" x="${x}" y="${at}" width="5" height="22" rx="2"/>`,
    );
    const height = accountEnd + 8;
    return markup`<svg class="architecture" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="${linkTo === undefined ? "img" : "group"}" aria-label="The architecture of ${title}" xmlns="http://www.w3.org/2000/svg">
<text class="title" x="4" y="26">${title}</text>
${frame(account, accountTop, accountEnd, 0)}${frame(network, networkTop, networkEnd, 1)}${frame(cluster, clusterTop, clusterEnd, network === undefined ? 1 : 2)}
${lines}${top.parts}${middle.parts}${dots}${low.parts}${last.parts}
</svg>`.text;
}

function rows(
    boxes: readonly Box[],
    from: number,
    inset: number,
    kind: string,
    linkTo: ((component: string) => string | undefined) | undefined,
): Drawn {
    let y = from;
    const placed: Placed[] = [];
    const inRow = Math.ceil(boxes.length / Math.max(1, Math.ceil(boxes.length / MOST_IN_A_ROW)));
    for (let start = 0; start < boxes.length; start += inRow) {
        const row = boxes.slice(start, start + inRow);
        const width = (WIDTH - 2 * inset - (inRow - 1) * GAP) / inRow;
        const height = Math.max(...row.map(({ lines }) => 30 + fitted(lines, width).length * LINE));
        row.forEach((box, index) => placed.push({ box, x: inset + index * (width + GAP), y, width, height }));
        y += height + GAP;
    }
    return { placed, y, parts: placed.map((each) => boxOf(each, kind, linkTo)) };
}

function boxOf(
    { box, x, y, width, height }: Placed,
    kind: string,
    linkTo: ((component: string) => string | undefined) | undefined,
): Html {
    const texts = fitted(box.lines, width).map((line, index) => {
        const [words = "", value] = line.split("\t");
        const at = y + 38 + index * LINE;
        if (value === undefined) return markup`<text x="${round(x + 10)}" y="${at}">${words}</text>`;
        const room = width - value.length * LETTER - 12;
        return markup`<text x="${round(x + 10)}" y="${at}">${cut(words, room)}</text><text class="value" x="${round(x + width - 10)}" y="${at}">${value}</text>`;
    });
    const inside = markup`<rect class="${kind}" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${height}" rx="5"/><text class="name" x="${(x + 10).toFixed(1)}" y="${y + 19}">${cut(box.title, width)}</text>${texts}`;
    const target = box.component === undefined ? undefined : linkTo?.(box.component);
    return target === undefined
        ? markup`<g>${inside}</g>`
        : markup`<a href="#${target}" aria-label="${box.title}: ${box.lines.join(", ").replaceAll("\t", " ")}">${inside}</a>`;
}

/** Breaks at spaces, dots and dashes; what does not fit into two lines ends in dots. */
function fitted(lines: readonly string[], width: number): readonly string[] {
    const most = lettersIn(width);
    return lines.flatMap((line) => {
        if (line.includes("\t") || line.length <= most) return [line];
        const at = /^.*[ .-]/.exec(line.slice(0, most))?.[0].length ?? most;
        return [line.slice(0, at).trimEnd(), cut(line.slice(at), width)];
    });
}

const lettersIn = (width: number): number => Math.floor((width - 16) / LETTER);

function cut(text: string, width: number): string {
    const most = lettersIn(width);
    return text.length <= most ? text : `${text.slice(0, most - 1)}\u2026`;
}

function curve(from: Placed | undefined, to: Placed | undefined, colour: number, index: number): Part {
    if (from === undefined || to === undefined) return undefined;
    const [x1, y1] = [from.x + from.width / 2 + ((index % 5) - 2) * 9, from.y + from.height];
    const [x2, y2] = [to.x + to.width / 2 + ((colour % 5) - 2) * 9, to.y];
    const middle = (y1 + y2) / 2;
    const path = `M${[x1, y1].map(round).join(" ")}C${[x1, middle, x2, middle, x2, y2].map(round).join(" ")}`;
    return markup`<path class="use k${colour}" d="${path}"><title>${from.box.title} uses ${to.box.title}</title></path>`;
}

const round = (value: number): string => value.toFixed(1);

/** As a file of its own; light, because pages that show it do not say what they are. */
export function pictureFile(picture: Architecture): string {
    const style = pictureCss(
        (name) => LIGHT[name],
        (index) => LIGHT.owners[index] ?? LIGHT.text,
    );
    const drawn = drawingOf(picture);
    const at = drawn.indexOf(">") + 1;
    return `<?xml version="1.0" encoding="UTF-8"?>\n${drawn.slice(0, at)}${markup`<style>${trusted(style)}</style><rect width="100%" height="100%" fill="${LIGHT.page}"/>`.text}${drawn.slice(at)}\n`;
}

type Named = "page" | "panel" | "text" | "quiet" | "line" | "floor" | "ceiling";

/** The same rules in a page, where a colour is a variable, and in a file. */
export function pictureCss(colour: (name: Named) => string, owner: (index: number) => string): string {
    const own = LIGHT.owners.flatMap((_, index) => {
        const number = String(index + 1);
        return [`.architecture .c${number}{fill:${owner(index)}}`, `.architecture .k${number}{stroke:${owner(index)}}`];
    });
    return [
        `.architecture{font:12.5px "DejaVu Sans",Verdana,Arial,sans-serif}`,
        `.architecture text{fill:${colour("text")}}`,
        `.architecture .title{font-size:17px;font-weight:bold}`,
        `.architecture .value{text-anchor:end}`,
        `.architecture .name{font-weight:bold}`,
        `.architecture .label{fill:${colour("quiet")}}`,
        `.architecture rect{fill:${colour("page")};stroke:${colour("line")}}`,
        `.architecture .frame0,.architecture .frame1,.architecture .frame2{fill:none;stroke-dasharray:5 4}`,
        `.architecture .frame2{fill:${colour("panel")};stroke-dasharray:none}`,
        `.architecture .store{stroke:${colour("floor")};stroke-width:2}`,
        `.architecture .use{fill:none;stroke-width:2}`,
        ...own,
        "",
    ].join("\n");
}
