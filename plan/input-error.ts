/** Something about the input that a person can mend. One problem a line. */
export class InputError extends Error {
    readonly problems: readonly string[];

    constructor(...problems: readonly string[]) {
        super(problems.join("\n"));
        this.name = "InputError";
        this.problems = problems;
    }
}
