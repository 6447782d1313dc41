/** Wrong arguments of one workload: every problem at once, each on a line of its own, with the name of what is wrong. */
export class WorkloadProblems extends Error {
    readonly problems: readonly string[];

    constructor(name: string, problems: readonly string[]) {
        super(problems.map((problem) => `${name}: ${problem}`).join("\n"));
        this.name = "WorkloadProblems";
        this.problems = problems;
    }
}

export function refuse(name: string, problems: readonly string[]): void {
    if (problems.length > 0) throw new WorkloadProblems(name, problems);
}
