import { SUPPORTED_NODES } from "./nodes";

export interface Step {
    readonly name: string;
    readonly does: string;
    readonly command: readonly string[];
    /** The step writes its own counts to RESULT_FILE; without it the step is one check. */
    readonly counts?: true;
    /** Shows its output as it comes, for what takes minutes. */
    readonly live?: true;
    readonly env?: Readonly<Record<string, string>>;
}

export interface Part {
    /** By itself, before everything else. When it fails, the rest is not tried. */
    readonly first?: Step;
    /** So many beside each other. Who has ended one takes the next of the list: the longest stand first. */
    readonly atOnce: number;
    readonly steps: readonly Step[];
    /** Last, after what has its turn: they fill what is left. */
    readonly short?: readonly Step[];
    /** One of them a run (turns.ts); all with FULL=1. A longer check is one more line here. */
    readonly inTurn?: readonly Step[];
    /** With FULL=1 only, or TURN=<name>: what builds something that nothing else here needs, or asks again what unit tests ask. */
    readonly whenFull?: readonly Step[];
}

/** A suite of mocha with checks that take long, from a folder or by a kind of file. */
const suite = (name: string, does: string, script: string): Step => ({
    ...{ name, does, command: ["npm", "run", "--silent", script], counts: true, live: true },
});

/** On stacks of the tests: what people write into theirs must not turn a check red. */
const REHEARSE = ["node", "-r", "./scripts/fast.js", "rehearsal/rehearse/cli.ts", "--stack-files", "test/stacks"];

/**
 * Types beside the unit tests, which have the other processor: four checkers each work out the types that they share (11.3 s of processor
 * time, one takes 8.5), and what has not changed since the last time is not checked again (3.3 s).
 */
const BESIDE = ["--checkers", "1", "--incremental", "--tsBuildInfoFile", ".cache/types.tsbuildinfo"];

/** A rehearsal that takes longer than the short ones. */
const rehearsal = (name: string, does: string): Step => ({
    ...{ name, does, counts: true, live: true },
    command: [...REHEARSE, "--only", name],
});

/** Everything that has to hold on every supported Node, on one of them. */
const onNode = (release: number): Step => ({
    ...suite(`node-${String(release)}`, `unit tests, an embedded up and down on Node ${String(release)}`, "test:nodes"),
    env: { ON_NODE: String(release) },
});

export const parts: Readonly<Record<string, Part>> = {
    test: {
        atOnce: 2,
        steps: [
            { name: "unit", does: "mocha", command: ["npm", "run", "--silent", "test:unit"], counts: true },
            { name: "typecheck", does: "tsc", command: ["npm", "run", "--silent", "typecheck", "--", ...BESIDE] },
            { name: "lint", does: "oxlint with types", command: ["sh", "scripts/run.sh", "scripts/lint.ts"] },
            { name: "format", does: "oxfmt", command: ["oxfmt", "--check"] },
        ],
    },
    check: {
        first: {
            name: "tools",
            does: "the programs that checks start, from their Go modules",
            command: ["node", "-r", "./scripts/fast.js", "rehearsal/programs/build-tools.ts"],
            live: true,
        },
        // Three on two processors: an engine and a control plane wait a quarter of their time.
        atOnce: 3,
        steps: [
            { name: "rehearse", does: "the short rehearsals, on dev", command: REHEARSE, counts: true, live: true },
            suite("cluster", "the real Kubernetes control plane", "test:cluster"),
            suite("engine", "the embedded cloud, on the real Pulumi engine", "test:engine"),
            {
                name: "sets",
                does: "every rule over all 32 sets of systems",
                command: ["npm", "run", "--silent", "test:sets"],
                counts: true,
            },
            {
                name: "texts",
                does: "what people read of it: differences, reports, commands, alert rules",
                command: ["npm", "run", "--silent", "test:texts"],
                counts: true,
            },
        ],
        short: [
            suite("nodes", "the plan of every stack file on every supported Node", "test:nodes"),
            {
                name: "bootstrap",
                does: "cfn-lint of bootstrap/account.yaml, and the function in it",
                command: ["sh", "scripts/cfn-lint.sh"],
            },
            {
                name: "papers",
                does: "the record of AWS's papers, against the packages that it was made from",
                command: ["sh", "scripts/papers.sh", "check"],
            },
            { name: "pictures", does: "the SVG files under docs", command: ["sh", "scripts/check-pictures.sh"] },
        ],
        inTurn: [
            ...SUPPORTED_NODES.map(onNode),
            {
                name: "lint-typed",
                does: "eslint with types, for the rules that oxlint lacks",
                command: ["npm", "run", "--silent", "lint:typed"],
            },
            suite("rows", "each documented row, broken: a test of its own fails", "test:rows"),
            suite("pages", "the pages for who changes the program, followed in a copy", "test:pages"),
            suite("command-line", "plain pulumi from a command line, on dev", "test:command-line"),
            suite("access", "what operate and view may do, tried on a real API server", "test:access"),
            suite("accept", "make accept and make health of dev, on a real control plane", "test:accept"),
            suite(
                "kills",
                "commands that are killed or interrupted at any point, and what puts it right",
                "test:kills",
            ),
            suite("companies", "a company of the agency comes, is suspended, and goes", "test:companies"),
            suite("others", "MemStack on a cluster of others, on a real control plane", "test:others"),
            suite("usage", "an autoscaler by simulated usage, on a real control plane", "test:usage"),
            suite("charts", "make up CHARTS=DIR of dev, where charts are at hand", "test:charts"),
            rehearsal("transitions", "one stack file into another, on dev"),
            rehearsal("mornings", "destroyed in the evening, deployed in the morning"),
            rehearsal("restores", "stores come back beside the old ones"),
            rehearsal("minor", "a Kubernetes minor goes up, and back"),
            rehearsal("off-and-on", "systems are switched off where data is kept, and on again"),
        ],
        whenFull: [
            suite("load", "the documents' loads by k6, which is built first, against stand-ins", "test:load"),
            suite("loki", "Loki's configuration, read by Loki, which is built first", "test:loki"),
            suite("accept-faults", "make accept of prod, as it is and with twelve faults", "test:accept-faults"),
            rehearsal("engines", "PostgreSQL and Valkey go up a major, and not back"),
            rehearsal("rotations", "passwords rotate, and nobody is refused meanwhile"),
        ],
    },
};
