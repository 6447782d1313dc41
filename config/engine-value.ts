/** The engine hands every value of a stack's configuration over as text: JSON for maps and lists, bare text for the rest. */

/**
 * What the text stands for. `pulumi config set` writes maps as such text too, so a plan reads it in the same way. Every other key of ours at
 * this level is text: "123" is no number, and an account's digits are not either.
 */
export function engineValue(text: string): unknown {
    if (text === "") return null; // a key with nothing after it
    if (!/^\s*[[{]/.test(text)) return text;
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return text;
    }
}
