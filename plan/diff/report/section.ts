export interface Section {
    readonly title: string;
    /** Never trimmed. */
    readonly lines: readonly string[];
    /** Folded where a format can, and the first to go where room is short. */
    readonly details: readonly string[];
}

export interface Report {
    readonly stack: string;
    readonly headline: string;
    readonly comparedWith: string;
    readonly sections: readonly Section[];
}
