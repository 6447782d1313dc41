export interface Scalar {
    /** Of `<release> <path>`, as the program names the release. */
    readonly at: RegExp;
    readonly value: RegExp;
    readonly because: string;
}

export const says = (because: string, at: RegExp, value: RegExp): Scalar => ({ at, value, because });
