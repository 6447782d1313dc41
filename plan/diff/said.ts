/** A value as text: what is no plain word is JSON. */
export function said(value: unknown, otherwise = ""): string {
    if (value === undefined || value === null) return otherwise;
    if (typeof value === "string") return value;
    return typeof value === "number" || typeof value === "boolean" ? String(value) : JSON.stringify(value);
}
