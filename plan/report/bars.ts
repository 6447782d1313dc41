/** Bars beside numbers: a reader who does not see them misses nothing. */
import { markup, type Html } from "./html";

const percent = (value: number, most: number): string => ((most === 0 ? 0 : value / most) * 100).toFixed(2);

export interface RangeBar {
    readonly floor: number;
    readonly ceiling: number;
    readonly most: number;
    /** A line across, such as the budget. */
    readonly limit?: number;
}

export const rangeBar = ({ floor, ceiling, most, limit }: RangeBar): Html =>
    markup` <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="ceiling" width="${percent(ceiling, most)}" height="10" />
        <rect class="floor" width="${percent(floor, most)}" height="10" />
        ${limit === undefined ? undefined : markup`<rect class="limit" x="${percent(Math.min(limit, most * 0.99), most)}" width="1" height="10" />`}
    </svg>`;

/** From when until when. */
export const spanBar = (start: number, end: number, most: number, kind: "critical" | "beside"): Html =>
    markup` <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect
            class="${kind}"
            x="${percent(start, most)}"
            width="${percent(Math.max(end - start, most / 200), most)}"
            height="10"
        />
    </svg>`;

export interface Slice {
    readonly value: number;
    /** Colour of the palette, from 1. */
    readonly colour: number;
}

export function stackedBar(slices: readonly Slice[], most: number): Html {
    let start = 0;
    const rects = slices
        .filter(({ value }) => value > 0)
        .map(({ value, colour }) => {
            const rect = markup`<rect
                class="c${colour}"
                x="${percent(start, most)}"
                width="${percent(value, most)}"
                height="10"
            />`;
            start += value;
            return rect;
        });
    return markup`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${rects}</svg>`;
}
