/** The AWS CLI with these words: what it printed, as JSON. Rejects with what it said. */
export type AskAws = (...words: readonly string[]) => Promise<unknown>;
