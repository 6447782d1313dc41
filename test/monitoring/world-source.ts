export type Labels = Readonly<Record<string, string>>;

/** Rows that carry these labels, and so stand for one thing each; the first source that a metric has all labels of is taken. */
export interface Source {
    readonly of: readonly string[];
    readonly rows: readonly Labels[];
}
