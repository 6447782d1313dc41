/** A change as a whole: every stack that it touches, one comment, one exit status. Posting it is a step of its own, with a token of its own. */
import * as fs from "node:fs";
import * as path from "node:path";
import { refuse, run } from "../../command-line";
import { ProgramError } from "../../record";
import { InputError } from "../../input-error";
import { toldProblems } from "../../told-problems";
import { baseOf, inWords, mergeBase, type Base } from "../base/git";
import { compare } from "../compare";
import { read, type Reading } from "../reading";
import { jsonOf } from "../report/json";
import { pageMade, recordedIn } from "../../report/made";
import { commentOf } from "./comment";
import { gitHub, gitLab, post, type Fetch } from "./forge";
import { optionsFrom, USAGE, type Options } from "./options";
import { exitOf, reviewedFrom, reviewIn, wrong, type Review, type Reviewed } from "./review";
import { touchedStacks, type Touched } from "./stacks";
import { stateOf } from "./state";

const ROOT = path.join(__dirname, "../../..");
/** Of an artifact that strangers made. */
const LARGEST = 20 * 1024 * 1024;

async function main(options: Options): Promise<number> {
    switch (options.command) {
        case "write":
            return write(options);
        case "post":
            return tell(options);
        case "state":
            return state(options);
    }
}

/** review.json is what a trusted job posts from; comment.md the same for people; <stack>.json each difference, <stack>.html the whole page. */
async function write({ base: ref, out, accepted }: Extract<Options, { command: "write" }>): Promise<number> {
    const base = whereLeft(baseOf(ROOT, "", ref));
    fs.mkdirSync(out, { recursive: true });
    const stacks: Reviewed[] = [];
    for (const touched of touchedStacks(ROOT, base)) {
        const reading = await readingOf(touched, base);
        if (Array.isArray(reading)) stacks.push(wrong(touched, reading));
        else {
            stacks.push(reviewedFrom(touched, reading as Reading));
            fs.writeFileSync(path.join(out, `${touched.stack}.json`), jsonOf(reading as Reading));
            const page = await pageWith(reading as Reading);
            if (page !== undefined) fs.writeFileSync(path.join(out, `${touched.stack}.html`), page);
        }
    }
    const review: Review = { base, stacks };
    const comment = commentOf(review, { accepted, ...runOf(process.env) });
    fs.writeFileSync(path.join(out, "review.json"), `${JSON.stringify(review)}\n`);
    fs.writeFileSync(path.join(out, "comment.md"), comment);
    for (const { stack, verdict, failures } of stacks)
        console.log([`${stack}: ${verdict}`, ...failures.map(({ kind, what }) => `  ${kind}  ${what}`)].join("\n"));
    console.log(`wrote ${path.join(out, "comment.md")} (${String(comment.length)} characters)`);
    return exitOf(review, accepted);
}

/** Where the change left the branch that it goes to: what others merged meanwhile is not its doing. */
const whereLeft = ({ ref, commit }: Base): Base => ({ ...baseOf(ROOT, "", mergeBase(ROOT, ref, commit)), ref });

async function readingOf({ file, stack }: Touched, base: Base): Promise<Reading | readonly string[]> {
    const { commit } = base;
    try {
        const against = { kind: "commit", ref: commit } as const;
        const difference = await compare(ROOT, { file: path.join(ROOT, file), stack, against });
        const source = `where it left ${inWords(base)}`;
        return read({ ...difference, base, source }, new Date().toISOString().slice(0, 10));
    } catch (error) {
        if (error instanceof ProgramError) return toldProblems(error);
        if (error instanceof InputError) return error.problems;
        throw error;
    }
}

/** As `make report BASE=...` writes it; undefined where the stack's file is gone. */
async function pageWith(reading: Reading): Promise<string | undefined> {
    const recorded = recordedIn(reading);
    if (recorded === undefined) return undefined;
    const { deploy } = await import("../../../program");
    return (await pageMade(deploy, recorded, new Date().toISOString().slice(0, 10), reading)).html;
}

async function tell({ from, to, accepted }: Extract<Options, { command: "post" }>): Promise<number> {
    const file = path.join(from, "review.json");
    if (!fs.existsSync(file)) throw new InputError(`${file} is not there: did the review run?`);
    if (fs.statSync(file).size > LARGEST) throw new InputError(`${file} is too large to be a review`);
    const review = reviewIn(fs.readFileSync(file, "utf8"));
    if (review === undefined) throw new InputError(`${file} is no review`);
    const forge = to === "github" ? await gitHub(process.env, request) : gitLab(process.env, request);
    if (forge === undefined) console.log("no open pull request has this commit as its newest: nothing to say");
    else console.log(await post(forge, commentOf(review, { accepted, ...runOf(process.env) }), request));
    return 0;
}

const request: Fetch = (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(30_000) });

function state({ expect }: Extract<Options, { command: "state" }>): number {
    const name = stateOf(fs.readFileSync(0, "utf8"));
    console.log(name);
    if (expect === undefined || expect === name) return 0;
    return refuse([
        "the state is not the one whose preview was reviewed: somebody deployed meanwhile; run the preview again",
    ]);
}

/** The page of the run whose artifacts hold the whole; RUN_URL where another run made them. */
function runOf(env: NodeJS.ProcessEnv): { readonly run?: string } {
    const {
        RUN_URL,
        GITHUB_SERVER_URL: server,
        GITHUB_REPOSITORY: repository,
        GITHUB_RUN_ID: id,
        CI_JOB_URL: job,
    } = env;
    const github = id === undefined ? undefined : `${server ?? ""}/${repository ?? ""}/actions/runs/${id}`;
    const run = RUN_URL ?? github ?? job;
    return run === undefined ? {} : { run };
}

run(USAGE, optionsFrom, main);
