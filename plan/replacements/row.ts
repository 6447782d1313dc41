/** A change of one argument, as a condition sees it: everything that was said before, and everything that is said now. */
export interface Change {
    readonly olds: Arguments;
    readonly news: Arguments;
}

export type Arguments = Readonly<Record<string, unknown>>;

/** Something that holds only sometimes. */
export interface Condition {
    /** In words, for people: "only when ...". */
    readonly when: string;
    readonly holds: (change: Change) => boolean;
}

/** What a change of a resource of one type does, as the AWS provider and its bridge decide it. */
export interface Row {
    /** Where it is written, for a stranger to open. */
    readonly source: string;
    /** Arguments that exist once and for all: another value is another object. A dotted path means that part only. */
    readonly replaces: readonly string[];
    /** The same, but only sometimes. */
    readonly sometimes?: Readonly<Record<string, Condition>>;
    /** A difference that the provider does not see. */
    readonly dropped?: Readonly<Record<string, Condition>>;
    /** An update that no request carries out: it is shown again on every run, and nothing changes. */
    readonly neverSent?: Readonly<Record<string, string>>;
    /** The bridge names it when the program does not; where the program does, the old object goes first (see `order.ts`). */
    readonly autonamed?: string;
    /** The bridge deletes first, whatever the name. */
    readonly deletedFirst?: true;
    /** Outputs that an update makes unknown until it is done. */
    readonly recomputed?: readonly string[];
}

export type Table = Readonly<Record<string, Row>>;
