import type { Environment, PeopleSecrets } from "../config/environment";
import { type Access, accessOf } from "./access";
import { ageNotes } from "./age";
import { type Capacity, capacityOf } from "./capacity/capacity";
import { type Cost, costOf } from "./cost/cost";
import { type Doors, doorsOf } from "./doors";
import type { Graph, RecordedResource } from "./graph";
import { type Missing, missingFrom } from "./missing";
import { notesOf } from "./notes";
import { type Part, partsOf } from "./parts";
import { type Reach, reachOf } from "./reach";
import { ownersOf } from "./owners";
import { type Evaluation, evaluate } from "../policy/evaluate";
import { record, type RecordOptions, type Recording } from "./record";
import type { FromDeployed } from "./transition";
import { type Schedule, scheduleOf } from "./schedule";

/** What an environment would be: the recorded graph and what can be read from it. Every format prints this and nothing else. */
export interface Plan {
    readonly environment: Environment;
    readonly graph: Graph;
    /** What is created: neither components, which group, nor providers, which only connect. */
    readonly created: readonly RecordedResource[];
    readonly groups: readonly Group[];
    readonly access: Access | undefined;
    /** How people come to each system. */
    readonly reach: readonly Reach[];
    /** Who authenticates callers of what is published. */
    readonly doors: readonly Doors[];
    /** What does no work: stand-ins, and what is left out. */
    readonly parts: readonly Part[];
    readonly notes: readonly string[];
    readonly protected: readonly RecordedResource[];
    readonly cost: Cost;
    /** Undefined where the nodes are not this program's. */
    readonly capacity: Capacity | undefined;
    readonly time: Schedule;
    readonly missing: Missing;
    readonly policy: Evaluation;
    /** From what is deployed to this; undefined where nobody said what is. */
    readonly transition?: FromDeployed;
}

/** A component at the top of the tree and all that is created below it. */
export interface Group {
    readonly name: string;
    readonly type: string;
    readonly created: readonly RecordedResource[];
}

export type Program = (environment: Environment, secrets: PeopleSecrets) => unknown;

/**
 * Records the program once, as a deployment: policies are held against what would exist, and what a plan says for people holds no value
 * that only AWS can give. `today` (YYYY-MM-DD) decides which exceptions of the policy still hold, and what is old.
 */
export async function planOf(
    program: Program,
    environment: Environment,
    secrets: PeopleSecrets,
    today: string,
): Promise<Plan> {
    const { graph } = await recordingOf(program, environment, secrets, "update");
    return planFrom(graph, environment, secrets, { policy: evaluate(graph, environment, { today }), today });
}

/** What the engine's own preview would know: for those who read single values, where one that is made up would pass for AWS's. */
export function previewOf(program: Program, environment: Environment, secrets: PeopleSecrets): Promise<Recording> {
    return recordingOf(program, environment, secrets, "preview");
}

function recordingOf(
    program: Program,
    environment: Environment,
    secrets: PeopleSecrets,
    mode: RecordOptions["mode"],
): Promise<Recording> {
    const { project, stack } = environment;
    return record(() => program(environment, secrets), { project, stack, mode });
}

export function planFrom(
    graph: Graph,
    environment: Environment,
    secrets: PeopleSecrets,
    { policy, today }: { readonly policy: Evaluation; readonly today: string },
): Plan {
    const created = graph.resources.filter(isCreated);
    const ownerOf = ownersOf(graph);
    const capacity = capacityOf(graph, environment, ownerOf);
    return {
        environment,
        graph,
        created,
        groups: groupsOf(graph),
        access: accessOf(graph),
        reach: reachOf(graph),
        doors: doorsOf(graph),
        parts: partsOf(environment),
        notes: [...notesOf(environment), ...ageNotes(environment, today), ...environment.idle],
        protected: created.filter((resource) => resource.protect),
        cost: costOf(graph, environment, capacity, ownerOf),
        capacity,
        time: scheduleOf(graph),
        missing: missingFrom(environment, secrets),
        policy,
    };
}

export function isCreated(resource: RecordedResource): boolean {
    return resource.custom && !resource.type.startsWith("pulumi:providers:");
}

/** In the order in which a person would read them: the largest first. */
function groupsOf(graph: Graph): readonly Group[] {
    const groups = graph.roots().map((root) => ({
        name: root.name,
        type: root.type,
        created: [root, ...graph.descendantsOf(root)].filter(isCreated),
    }));
    return groups
        .filter((group) => group.created.length > 0)
        .sort((a, b) => b.created.length - a.created.length || (a.name < b.name ? -1 : 1));
}

/** What is planned falls short: of a rule, of the budget or of room; or one `up` does not come there. */
export const fallsShort = ({ policy, cost, capacity, transition }: Plan): boolean =>
    (transition?.problems ?? []).length > 0 ||
    policy.findings.length > 0 ||
    !cost.withinBudget ||
    capacity?.fits === false;
