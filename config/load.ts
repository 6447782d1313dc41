/**
 * From a stack's words to an Environment: layers (common defaults, profile, sizes, the file), one parse, then the checks across keys.
 * All problems come at once: what breaks is taken out, so that the rest can still be checked, and what merely follows from it stays unsaid.
 */
import type { Environment, PeopleSecrets } from "./environment";
import { checks } from "./checks";
import { issueProblems } from "./issues";
import { layersOf, provenanceOf, type Provenance } from "./layers";
import { nearest } from "./nearest";
import { needsOf } from "./needs";
import type { Problem } from "./problems";
import { brokenPaths, repair } from "./repair";
import { settings } from "./schema";
import { peopleSecrets } from "./secrets";
import { REGIONS } from "./regions";
import { at, dotted, merge, related, sorted, type Tree } from "./tree";
import { plainWords } from "./words";
import { partitionOf, ZONES } from "./zones";

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
    const layers = layersOf(words.settings, input.file);
    const parsed = settings.safeParse(sorted(merge(...layers.map(({ tree }) => tree))));
    const issues = parsed.success ? [] : parsed.error.issues;
    const data = parsed.success ? parsed.data : repair(layers, issues);

    const region = regionProblems(input.region, at(words.settings, ["network", "zoneNames"]));
    const parse = issueProblems(issues, words.settings);
    const { secrets, problems: secretProblems } = peopleSecrets(input.secrets, input.stack);
    const accounted = [...parse.meant, ...words.problems.map(({ path }) => path.replace(/^mindcloud:/, ""))];
    const all = [...found, ...region, ...words.problems, ...parse.problems, ...secretProblems];
    const problems = withoutEchoes(all, accounted).map((problem) =>
        input.environments ? mayComeFromEsc(problem) : problem,
    );
    if (data === undefined) return { ok: false, problems };

    const environment = environmentOf(input, data);
    const broken = [...problems.map(({ path }) => path), ...accounted, ...issues.flatMap(brokenPaths).map(dotted)];
    problems.push(...checks({ environment, said: words.settings, secrets }, broken));
    if (problems.length > 0) return { ok: false, problems };
    return { ok: true, environment, secrets, provenance: provenanceOf(layers) };
}

function environmentOf(input: StackInput, data: ReturnType<typeof settings.parse>): Environment {
    const region = knownRegion(input.region, data.network.zoneNames) ?? ANY_REGION;
    return {
        ...data,
        project: input.project,
        stack: input.stack,
        region,
        partition: partitionOf(region),
        zoneNames: (data.network.zoneNames ?? ZONES[region] ?? []).slice(0, data.network.zones),
        // Its nodes are its owner's.
        ...(data.existing.cluster !== undefined && { nodeGroups: {} }),
        needs: needsOf(data),
    };
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

function regionProblems(region: unknown, zoneNames: unknown): Problem[] {
    const path = "aws:region";
    if (region === undefined || region === null)
        return [{ path, rule: "is missing and has no default", fix: "write for example aws:region: us-east-1" }];
    if (knownRegion(region, zoneNames) !== undefined) return [];
    if (typeof region === "string" && REGIONS.includes(region)) {
        const fix = `write its zones, mindcloud:network: { zoneNames: [${region}a, ${region}b] }; known are those of ${Object.keys(ZONES).join(", ")}`;
        return [{ path, value: region, rule: "is a region whose zones mindcloud does not know", fix }];
    }
    const near = typeof region === "string" ? nearest(region, REGIONS) : undefined;
    const fix = near === undefined ? `choose one of ${Object.keys(ZONES).join(", ")}` : `did you mean ${near}?`;
    return [{ path, value: region, rule: "is not a region whose zones mindcloud knows", fix }];
}
