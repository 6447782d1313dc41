/**
 * From a stack's words to an Environment: layers (common defaults, profile, sizes, the file), one parse, then the checks across keys.
 * All problems come at once: what breaks is taken out, so that the rest can still be checked, and what merely follows from it stays unsaid.
 */
import type { Environment, PeopleSecrets } from "./environment";
import { checks, shadowed } from "./checks";
import { idleKeys } from "./idle";
import { issueProblems } from "./issues";
import { layersOf, provenanceOf, type Provenance } from "./layers";
import { written } from "./meant";
import { nearest } from "./nearest";
import { needsOf } from "./needs";
import type { Problem } from "./problems";
import { brokenPaths, repair } from "./repair";
import { settings, type Settings } from "./schema";
import { peopleSecrets } from "./secrets";
import { REGIONS } from "./regions";
import { asMeant, strangersIn, type Stranger } from "./strangers";
import { at, dotted, merge, related, sorted, withAt, type Tree } from "./tree";
import { plainWords } from "./words";
import { partitionOf, ZONES } from "./zones";
import { unfilled } from "./unfilled";

/** What a stack says, before anything is checked. */
export interface StackInput {
    readonly project: string;
    readonly stack: string;
    /** Name of the file, for messages. */
    readonly file: string;
    /** As written: not always text. */
    readonly region: unknown;
    /** Everything under `mindcloud:` but `secrets`. */
    readonly settings: Tree;
    /** `mindcloud:secrets`; encrypted values as { secure: ... }. */
    readonly secrets: unknown;
    /** Whether Pulumi ESC adds to it (`environment:` in the file), which only the engine reads. */
    readonly environments?: true;
}

export type { Provenance } from "./layers";

export type Loaded =
    | {
          readonly ok: true;
          readonly environment: Environment;
          readonly secrets: PeopleSecrets;
          readonly provenance: Provenance;
      }
    | { readonly ok: false; readonly problems: readonly Problem[] };

/** Stands in while a wrong region is reported. */
const ANY_REGION = "us-east-1";

/** `found`: what reading the file has found already. */
export function load(input: StackInput, found: readonly Problem[] = []): Loaded {
    const words = plainWords(input.settings);
    const { said, layers, whole, parsed, strangers } = read(words.settings, input.file);
    const issues = parsed.success ? [] : parsed.error.issues;
    const data = parsed.success ? parsed.data : repair(layers, issues);

    const region = regionProblems(input.region, at(said, ["network", "zoneNames"]));
    const { secrets, problems: secretProblems } = peopleSecrets(input.secrets, input.stack);
    const taken = words.problems.map(({ path }) => path.replace(/^mindcloud:/, ""));
    const accounted = [...strangers.flatMap(({ meant }) => (meant === undefined ? [] : [dotted(meant)])), ...taken];
    const parse = [...strangers.map(({ problem }) => problem), ...issueProblems(issues, said, whole)];
    const all = [...found, ...region, ...words.problems, ...parse, ...secretProblems];
    const problems = withoutEchoes(all, accounted).map((problem) =>
        input.environments ? mayComeFromEsc(problem) : problem,
    );
    if (data === undefined) return { ok: false, problems: problems.map(unfilled) };

    const environment = environmentOf(input, data, said);
    // What was mistyped is looked at under its right name: it is not in the way.
    const renamed = new Set(strangers.filter(({ path }) => at(said, path) === undefined).map(({ problem }) => problem));
    const wrong = problems.filter((problem) => !renamed.has(problem)).map(({ path }) => path);
    const broken = [...wrong, ...taken, ...issues.flatMap(brokenPaths).map(dotted)];
    const across = checks({ environment, said, secrets }, broken);
    /** With one of the wrong values as its advice has it. */
    const saidTo = (path: string) => (value: unknown) => {
        const place = path.split(".");
        // Not of an item of a list: what stands beside it is looked at with it.
        if (path.includes("[") || at(data, place.slice(0, -1)) === undefined) return [];
        const advised = environmentOf(input, withAt(data, place, value) as Settings, said);
        return checks(
            { environment: advised, said: withAt(said, place, value) as Tree, secrets },
            broken.filter((other) => other !== path),
        );
    };
    const everything = [...problems.filter((problem) => !isUseless(problem, parse, across)), ...across];
    const answers = uselessEither(everything, strangers).map((each) => sharpened(each, saidTo(each.path)));
    if (answers.length > 0) return { ok: false, problems: answers.map(unfilled) };
    return { ok: true, environment, secrets, provenance: provenanceOf(layers) };
}

/** The file as it was meant: what stands under a mistyped key is looked at as the right key's, so that its faults come at once. */
function read(written: Tree, file: string) {
    const strangers: Stranger[] = [];
    for (let said = written; ;) {
        const layers = layersOf(said, file);
        const whole = sorted(merge(...layers.map(({ tree }) => tree)));
        const parsed = settings.safeParse(whole);
        const known = new Set(strangers.map(({ problem }) => problem.path));
        const found = strangersIn(parsed.error?.issues ?? [], { said, whole }).filter(
            ({ problem }) => !known.has(problem.path),
        );
        strangers.push(...found);
        const meant = asMeant(said, found);
        if (meant === said) return { said, layers, whole, parsed, strangers };
        said = meant;
    }
}

/** Advice is none where another key refuses what it names: what would be said to the advised value is said at once. */
function sharpened(problem: Problem, saidTo: (value: unknown) => readonly Problem[]): Problem {
    const { path, rule, advised } = problem;
    if (advised === undefined) return problem;
    const next = saidTo(advised).find((other) => other.path === path);
    if (next === undefined) return problem;
    return { ...problem, rule: `${rule}; ${written(advised)} ${next.rule}`, fix: next.fix };
}

/** What changes nothing, whatever its value is, need not have a right one. */
function isUseless(problem: Problem, parse: readonly Problem[], across: readonly Problem[]): boolean {
    if (!parse.includes(problem)) return false;
    const { path } = problem;
    return across.some(({ path: useless, check }) => {
        const isIn = path === useless || path.startsWith(`${useless}.`) || path.startsWith(`${useless}[`);
        return check === shadowed.id && isIn;
    });
}

/** Whoever mistyped a key that would do nothing here is told to remove it, and not first how it is spelt. */
function uselessEither(problems: readonly Problem[], strangers: readonly Stranger[]): Problem[] {
    const useless = new Map(problems.filter(({ fix }) => fix.startsWith("remove it")).map((each) => [each.path, each]));
    const replaced = new Map<Problem, Problem>();
    const echoes = new Set<Problem>();
    for (const { meant, problem } of strangers) {
        const right = meant && useless.get(dotted(meant));
        if (right === undefined) continue;
        echoes.add(right);
        const rule = `${problem.rule}; ${right.path} is one, and ${right.rule}`;
        replaced.set(problem, { ...problem, rule, fix: right.fix });
    }
    return problems.flatMap((each) => (echoes.has(each) ? [] : [replaced.get(each) ?? each]));
}

function environmentOf(input: StackInput, data: ReturnType<typeof settings.parse>, said: Tree): Environment {
    const region = knownRegion(input.region, data.network.zoneNames) ?? ANY_REGION;
    const known = {
        ...data,
        project: input.project,
        stack: input.stack,
        region,
        partition: partitionOf(region),
        zoneNames: (data.network.zoneNames ?? ZONES[region] ?? []).slice(0, data.network.zones),
        // Its nodes are its owner's.
        nodeGroups: data.existing.cluster === undefined ? presentGroups(data.nodeGroups) : {},
        needs: needsOf(data),
    };
    return { ...known, idle: idleKeys(known, said) };
}

/** A group of the profile cannot be taken out of the file, so it says that it is absent; nobody else need know. */
function presentGroups(groups: Environment["nodeGroups"]): Environment["nodeGroups"] {
    return Object.fromEntries(Object.entries(groups).filter(([, { state }]) => state !== "absent"));
}

/** One problem a key, and none for what is missing only because it was mistyped or taken out. */
function withoutEchoes(problems: readonly Problem[], accounted: readonly string[]): Problem[] {
    // Lines of a file are no keys: two faults may stand on one.
    const first = new Map(problems.toReversed().map((problem) => [problem.path, problem]));
    return problems.filter((problem) => {
        const { path, rule } = problem;
        if (!path.startsWith("line ") && first.get(path) !== problem) return false;
        return !rule.startsWith("is missing") || !accounted.some((key) => related(key, path));
    });
}

/** What is not in the file may come from there; nobody can look without credentials. */
function mayComeFromEsc(problem: Problem): Problem {
    if (!problem.rule.startsWith("is missing")) return problem;
    const rule = `${problem.rule}; what environment: names is Pulumi ESC's, and is read by pulumi only`;
    return { ...problem, rule, fix: `${problem.fix}, here in the file` };
}

/** One whose zones are known, here or by the file. */
const knownRegion = (region: unknown, zoneNames?: unknown): string | undefined =>
    typeof region === "string" &&
    (Object.hasOwn(ZONES, region) || (REGIONS.includes(region) && Array.isArray(zoneNames)))
        ? region
        : undefined;

/** Regions that exist, in partitions of their own (botocore, data/partitions.json: aws-iso, aws-iso-b, -e, -f, aws-eusc). */
const APART = /^(us-iso[a-z]?|eu-isoe|eusc-[a-z]+)-/;

function regionProblems(region: unknown, zoneNames: unknown): Problem[] {
    const path = "aws:region";
    if (region === undefined || region === null)
        return [{ path, rule: "is missing and has no default", fix: "write for example aws:region: us-east-1" }];
    if (knownRegion(region, zoneNames) !== undefined) return [];
    if (typeof region === "string" && REGIONS.includes(region)) {
        const fix = `write its zones, mindcloud:network: { zoneNames: [${region}a, ${region}b] }; known are those of ${Object.keys(ZONES).join(", ")}`;
        return [{ path, value: region, rule: "is a region whose zones mindcloud does not know", fix }];
    }
    const isApart = typeof region === "string" && APART.test(region);
    const near = typeof region === "string" && !isApart ? nearest(region, REGIONS) : undefined;
    const fix = near === undefined ? `choose one of ${Object.keys(ZONES).join(", ")}` : `did you mean ${near}?`;
    return [
        {
            path,
            value: region,
            rule: isApart
                ? "is of a partition that mindcloud does not know"
                : "is not a region whose zones mindcloud knows",
            fix,
        },
    ];
}
