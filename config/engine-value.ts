import { z } from "zod";
import { settings } from "./schema";

/** The engine hands every value of a stack's configuration over as text: JSON for maps and lists, bare text for the rest. */

/**
 * What the text of a key stands for. `pulumi config set` writes maps as such text too, so a plan reads it in the same way. Where the schema
 * has a number or a switch at this level, text is one; every other key of ours is text: "123" is no number, and an account's digits are not.
 */
export function engineValue(text: string, key: string): unknown {
    if (text === "") return null; // a key with nothing after it
    const shape: unknown = Object.hasOwn(settings.shape, key)
        ? settings.shape[key as keyof typeof settings.shape]
        : undefined;
    if (shape instanceof z.ZodNumber && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
    if (shape instanceof z.ZodBoolean && /^(true|false)$/.test(text)) return text === "true";
    if (!/^\s*[[{]/.test(text)) return text;
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return text;
    }
}
