/** Colours of the page, light and dark. A test computes the contrast of each pair that meets (WCAG 2.2, 1.4.3 and 1.4.11). */
export interface Palette {
    readonly page: string;
    readonly panel: string;
    readonly text: string;
    readonly quiet: string;
    readonly line: string;
    readonly link: string;
    readonly good: string;
    readonly bad: string;
    /** Bars. */
    readonly floor: string;
    readonly ceiling: string;
    readonly limit: string;
    /** Who asks for room: one for each owner, in the order of the legend. */
    readonly owners: readonly string[];
}

export const LIGHT: Palette = {
    page: "#ffffff",
    panel: "#f3f5f8",
    text: "#1b2430",
    quiet: "#4d5a69",
    line: "#828d9b",
    link: "#0b57a4",
    good: "#1a6b34",
    bad: "#a61b2b",
    floor: "#1f6fb5",
    ceiling: "#6f9cc6",
    limit: "#a61b2b",
    owners: ["#3a6ea5", "#b35900", "#2e7d4f", "#a33a6f", "#6a4fb3", "#7a6a00", "#0d7f86", "#8a4b2d", "#5b6775"],
};

export const DARK: Palette = {
    page: "#12171e",
    panel: "#1c2430",
    text: "#e8edf3",
    quiet: "#aab6c4",
    line: "#77869a",
    link: "#7fb8f5",
    good: "#7fd39a",
    bad: "#ff9aa5",
    floor: "#5aa2e6",
    ceiling: "#5a7696",
    limit: "#ff9aa5",
    owners: ["#6da7e0", "#f0a04b", "#6cc28e", "#e08ab5", "#a892ea", "#cdbb4a", "#4cc0c7", "#d39474", "#9aa8b8"],
};

const variables = ({ owners, ...named }: Palette): string =>
    [
        ...Object.entries(named).map(([name, colour]) => `--${name}:${colour}`),
        ...owners.map((colour, index) => `--c${String(index + 1)}:${colour}`),
    ].join(";");

const OWNERS = LIGHT.owners.map(
    (_, index) => `.c${String(index + 1)}{fill:var(--c${String(index + 1)});background:var(--c${String(index + 1)})}`,
);

export const paletteCss = (): string =>
    `:root{color-scheme:light dark;${variables(LIGHT)}}\n@media (prefers-color-scheme:dark){:root{${variables(DARK)}}}\n${OWNERS.join("\n")}\n`;
