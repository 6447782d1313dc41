/** What every format says, in the order in which a reviewer needs it. */
import { thousands } from "../../../config/thousands";
import { transitionLines } from "../../transition";
import { counted, kindOf, minutes } from "../../words";
import type { Change } from "../change";
import type { Grant } from "../meaning/access";
import { guideFor } from "../meaning/refusal";
import { restoredLines } from "../meaning/restores";
import { counts } from "./changes";
import { folded, grouped, MANY, names, rest } from "./group";
import type { Report, Section } from "./section";
import { interrupts, type Reading, type Verdict } from "../reading";

const HEADLINES: Readonly<Record<Verdict, string>> = {
    none: "no difference",
    quiet: "nobody notices",
    interrupts: "interrupts",
    losesData: "LOSES DATA",
    refused: "WILL BE REFUSED",
};

export function reportOf(reading: Reading): Report {
    return {
        stack: reading.stack,
        headline: headlineOf(reading),
        comparedWith: `compared with ${reading.source}${reading.base === undefined ? "" : "; what was changed by hand since is not in it (make drift)"}`,
        sections: [
            inSteps(reading),
            restored(reading),
            destroyed(reading),
            refused(reading),
            renamed(reading),
            folded("no longer protected", reading.guards),
            folded("no way back", reading.oneWay),
            folded("by hand", reading.byHand),
            access(reading),
            cost(reading),
            short(reading),
            interruptions(reading),
            restarts(reading),
            time(reading),
            counts(reading),
        ].filter(({ lines, details }) => lines.length + details.length > 0),
    };
}

function headlineOf(reading: Reading): string {
    const { verdict, changes, after, before } = reading;
    if (verdict === "none") return "no difference";
    if (before === undefined) return `a new stack: ${counted(changes.length, "resource")}`;
    if (after === undefined) return GONE;
    if (changes.some(({ type, operation }) => operation === "replace" && FOUNDATIONS.includes(type)))
        return "DESTROYS THE ENVIRONMENT";
    const lost = removedSystems(reading);
    if (lost.length > 0) return `DELETES ${lost.join(", ")}`;
    if (changes.length === 0) return "no step of the engine; see below";
    return `${HEADLINES[verdict]}${reading.newlyShort ? ", FALLS SHORT" : ""}`;
}

const GONE = "the stack file is gone: no up destroys it, and what pulumi destroy would take follows";

/** What everything else stands in. */
const FOUNDATIONS: readonly string[] = ["aws:ec2/vpc:Vpc", "aws:eks/cluster:Cluster"];

/** Systems and companies of which nothing is left. */
function removedSystems({ before, after, changes }: Reading): readonly string[] {
    if (before === undefined || after === undefined) return [];
    const gone = (type: string): readonly string[] =>
        before.graph
            .ofType(type)
            .filter(({ urn }) => after.graph.find(urn) === undefined)
            .map(({ name }) => name);
    const companies = changes
        .filter(
            ({ type, operation, system }) =>
                type === "kubernetes:core/v1:Namespace" && operation === "delete" && system === "simple-cli",
        )
        .map(({ name }) => `company ${name.replace(/^simple-cli-/, "").replace(/-home-namespace$/, "")}`);
    const systems = before.graph
        .types()
        .filter((type) => /^mindcloud:systems:\w+System$/.test(type))
        .flatMap(gone)
        .map((name) => `system ${name}`);
    return systems.length > 0 ? systems : companies;
}

/** The same that `make up` says before its first step. */
function inSteps({ transition }: Reading): Section {
    return {
        title: "not in one step",
        lines: transitionLines(transition),
        details: [],
    };
}

function restored({ changes }: Reading): Section {
    return folded("restored", restoredLines(changes));
}

function destroyed({ changes, before }: Reading): Section {
    const foundations = changes.filter(({ type, operation }) => operation === "replace" && FOUNDATIONS.includes(type));
    const marked = before?.graph.resources.filter(({ protect }) => protect).length ?? 0;
    const everything = foundations.map(
        ({ type, name, properties }) =>
            `replaces ${kindOf(type)} ${name} (${properties
                .filter(({ replaces }) => replaces)
                .map(({ path }) => path)
                .join(
                    ", ",
                )}) and what stands in it, ${counted(marked, "protected resource")} among it: up stops at the first that refuses, perhaps half-way. Instead: a new stack, then restore`,
    );
    const atRisk = changes.filter(({ dataAtRisk }) => dataAtRisk !== undefined);
    const lines = atRisk.map((change) => {
        const { what = "", from, until } = change.dataAtRisk ?? {};
        const back =
            from === undefined
                ? "there is no copy"
                : `back from ${from}${until === undefined ? "" : ` until ${until}`}`;
        return `${verbOf(change)} ${kindOf(change.type)} ${change.name}: ${what}; ${back}`;
    });
    return folded("data at risk", [...everything, ...lines]);
}

const verbOf = ({ operation }: Change): string =>
    operation === "replace" ? "replaces" : operation === "delete" ? "deletes" : "shortens";

/** More that are refused for one reason share a line. */
const FEW = 3;

function refused({ changes }: Reading): Section {
    const all = changes.filter(({ refusal }) => refusal !== undefined);
    const [kept, others] = [
        all.filter(({ protected: marked }) => marked),
        all.filter(({ protected: marked }) => !marked),
    ];
    const lines = [
        ...grouped(kept, ({ operation, name, type }) => `${operation} ${guideFor({ name, type })}`).map((group) => {
            const [first] = group;
            return `${first?.refusal ?? ""}: ${names(group)}`;
        }),
        ...grouped(others, ({ refusal }) => refusal ?? "").flatMap((group) =>
            group.length <= FEW
                ? group.map(({ type, name, refusal }) => `${kindOf(type)} ${name}: ${refusal ?? ""}`)
                : [`${group[0]?.refusal ?? ""}: ${names(group)}`],
        ),
    ];
    const deleted = kept
        .filter(({ operation }) => operation === "delete")
        .map(({ urn }) => `pulumi state unprotect '${urn}'`);
    const section = folded("will be refused", lines);
    return { ...section, details: [...section.details, ...deleted] };
}

function renamed({ renames }: Reading): Section {
    return folded(
        "a rename without an alias",
        renames.map(
            ({ from, to, alias }) =>
                `${kindOf(from.type)} ${from.name} goes and ${to.name} comes, much alike. If it is a rename, say so: ${alias}`,
        ),
    );
}

function access({ access: { gained, lost } }: Reading): Section {
    const [more, less] = [summed(gained), summed(lost)];
    // Who no longer reaches the cluster at all is named: it may be who deploys.
    const api = lost.filter(({ kind }) => kind === "API");
    const doors = summed(api);
    const others = less.length <= 2 ? 0 : lost.length - api.length;
    return {
        title: "access",
        lines: [
            ...more.slice(0, MANY).map((line) => `gained  ${line}`),
            ...rest(more.length - MANY, "more gained"),
            ...(less.length <= 2 ? less : doors).slice(0, MANY).map((line) => `lost  ${line}`),
            ...(others > 0
                ? [
                      `lost  ${doors.length > 0 ? "and " : ""}${counted(others, doors.length > 0 ? "other grant" : "grant")}`,
                  ]
                : []),
        ],
        details: [
            ...(more.length > MANY ? more.map((line) => `gained  ${line}`) : []),
            ...(less.length > 2 ? less.map((line) => `lost  ${line}`) : []),
        ],
    };
}

/** One line for one who, however much. */
function summed(grants: readonly Grant[]): readonly string[] {
    return grouped(grants, ({ kind, who }) => `${kind} ${who}`).map((group) => {
        const [first] = group;
        const may = group.map((grant) => grant.may);
        const shown =
            may.length <= 4 ? may.join("; ") : `${may.slice(0, 3).join("; ")} and ${String(may.length - 3)} more`;
        return `${first?.kind ?? ""}: ${first?.who ?? ""} may ${shown}`;
    });
}

function cost({ cost: change, before, changes }: Reading): Section {
    const unknown = change?.beforeUnknown === true && changes.length > 0;
    if (change?.after === undefined || (change.lines.length === 0 && before !== undefined && !unknown))
        return { title: "cost", lines: [], details: [] };
    const { before: then, after: now, budget = 0, withinBudget, lines } = change;
    const range = ({ floor, ceiling }: { floor: number; ceiling: number }): string =>
        `${thousands(Math.round(floor))} - ${thousands(Math.round(ceiling))}`;
    const total =
        then === undefined
            ? `${range(now)} USD a month${unknown ? "; what it was is not known" : ""}`
            : `${signed(now.floor - then.floor)} USD a month at the floor, ${signed(now.ceiling - then.ceiling)} at the ceiling: now ${range(now)}`;
    const details = lines.map(
        ({ owner, item, before: one, after: other }) =>
            `${signed(other.floor - one.floor)} to ${signed(other.ceiling - one.ceiling)}  ${owner}: ${item}`,
    );
    const few = then === undefined ? [] : details.slice(0, 4);
    return {
        title: "cost",
        lines: [`${total}; budget ${thousands(budget)}${withinBudget ? "" : ", EXCEEDED"}`, ...few],
        details: details.length > few.length ? details : [],
    };
}

function signed(usd: number): string {
    const rounded = Math.round(usd);
    return `${rounded > 0 ? "+" : rounded < 0 ? "-" : ""}${thousands(Math.abs(rounded))}`;
}

function short({ cost: money, capacity, policy, missingSecrets }: Reading): Section {
    const floor = thousands(Math.round(money?.after?.floor ?? 0));
    return folded("falls short", [
        ...(money?.newlyShort === true
            ? [`the budget of ${thousands(money.budget ?? 0)} USD a month no longer holds the floor of ${floor}`]
            : []),
        ...(capacity?.newlyShort === true ? capacity.text : []),
        ...policy.gained.map(({ rule, name, message }) => `${rule}  ${name}: ${message}`),
        ...policy.gone.map(({ rule, name }) => `mended: ${rule}  ${name}`),
        ...missingSecrets.map((command) => `a secret will be missing: ${command}`),
    ]);
}

function interruptions({ changes, windows }: Reading): Section {
    const longest = (one: Change, other: Change): number =>
        (other.interruption?.seconds ?? 0) - (one.interruption?.seconds ?? 0);
    const all = changes.filter(interrupts).sort(longest);
    const lines = grouped(
        all,
        ({ interruption, when }) => `${interruption?.how ?? ""} ${String(interruption?.seconds)} ${when}`,
    ).map((group) => {
        const [first] = group;
        const { how = "", seconds = 0 } = first?.interruption ?? {};
        const when =
            first?.when === "window" ? `, in the maintenance window (${windows.join(", ")} UTC), not by up` : "";
        return `${names(group)}: ${how}${seconds > 0 ? `, about ${duration(seconds)}` : ""}${when}`;
    });
    const windowed = changes.filter(
        ({ when, interruption }) => when === "window" && (interruption?.seconds ?? 0) === 0,
    );
    const waits =
        windowed.length === 0
            ? []
            : [`${names(windowed)}: in the maintenance window (${windows.join(", ")} UTC), not by up`];
    return folded("interrupts", [...lines, ...waits, ...tooEarly(changes)]);
}

/** Pools that a larger database takes, opened on the one that is still there until its window. */
function tooEarly(changes: readonly Change[]): readonly string[] {
    const later = changes.filter(({ type, when }) => type === "aws:rds/instance:Instance" && when === "window");
    const pools = changes.filter(({ properties }) =>
        properties.some(({ path }) => /POOL_SIZE|MAX_OVERFLOW/.test(path)),
    );
    if (later.length === 0 || pools.length === 0) return [];
    return [
        `${names(pools)}: sized for ${names(later)} as it is after its window, and meets the old one until then: deploy it afterwards`,
    ];
}

function duration(seconds: number): string {
    if (seconds < 90) return `${String(seconds)} s`;
    return `${String(Math.round(seconds / 60))} min`;
}

function restarts({ changes }: Reading): Section {
    const all = changes.filter((change) => change.interruption !== undefined && !interrupts(change));
    return folded(
        "restarts",
        grouped(all, ({ interruption }) => interruption?.how ?? "").map(
            (group) => `${names(group)}: ${group[0]?.interruption?.how ?? ""}`,
        ),
    );
}

function time({ seconds, changes, after }: Reading): Section {
    const what = after === undefined ? "pulumi destroy" : "up";
    return {
        title: "time",
        lines: changes.length === 0 ? [] : [`${what} takes about ${minutes(Math.max(seconds, 6))} min`],
        details: [],
    };
}
