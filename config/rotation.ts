/** Two passwords of one login that take turns (docs/guides/rotation.md): how the second is called. */
const OTHER = "-other";

export const otherOf = (name: string): string => `${name}${OTHER}`;

/** The one that takes turns with it, whichever of the two it is. */
export const twinOf = (name: string): string => (name.endsWith(OTHER) ? name.slice(0, -OTHER.length) : otherOf(name));
