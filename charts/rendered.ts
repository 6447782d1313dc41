/** Objects as they come out of a chart: JSON of which nothing is known. */
export type Rendered = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is Rendered =>
    typeof value === "object" && value !== null && !Array.isArray(value);

export const mapIn = (value: unknown): Rendered => (isMap(value) ? value : {});

export const listIn = (value: unknown): readonly Rendered[] => (Array.isArray(value) ? value.filter(isMap) : []);

export const text = (value: unknown): string =>
    typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : "";
