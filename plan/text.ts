import { maxConnectionsOf, shareOf } from "../config/pools";
import { thousands } from "../config/thousands";
import type { Access } from "./access";
import { capacityText } from "./capacity/text";
import { costText } from "./cost/text";
import type { Group, Plan } from "./plan";
import type { Placeholder } from "./missing";
import type { Stage } from "./schedule";
import type { RecordedResource } from "./graph";
import { quotaLines } from "./quotas";
import type { Reach } from "./reach";
import { createSeconds } from "./times";
import { doorLines } from "./doors";
import { type FromDeployed, transitionLines } from "./transition";
import { partLines } from "./parts";
import { counted, kindOf, minutes } from "./words";

const WIDTH = 120;
const LABEL = 11;

/** For a person in a hurry: what matters most comes first, everything on one screen. */
export function textOf(plan: Plan): string {
    const { environment, created } = plan;
    const title = [environment.project, environment.stack, environment.region, environment.profile].join("  ");
    const total = counted(created.length, "resource");
    const lines = [
        `${title}${total.padStart(Math.max(total.length + 2, 80 - title.length))}`,
        "",
        ...section("from", from(plan.transition)),
        ...section("cost", cost(plan)),
        ...section(
            "capacity",
            capacityText(plan.capacity).flatMap((line) => wrap(line)),
        ),
        ...section(
            "quotas",
            quotaLines(plan.graph).flatMap((line) => wrap(line)),
        ),
        ...section("exists", existing(plan.groups)),
        ...section("API", access(plan.access, environment.deployment.runner, environment.deployment.runnerCidrs)),
        ...section("reach", reach(plan.reach)),
        ...section(
            "doors",
            doorLines(plan.doors).flatMap((line) => wrap(line)),
        ),
        ...section(
            "parts",
            partLines(plan.parts).flatMap((line) => wrap(line)),
        ),
        ...section(
            "notes",
            plan.notes.flatMap((note) => wrap(note)),
        ),
        ...section("data", data(plan)),
        ...section("pools", pools(plan)),
        ...section("time", time(plan)),
        ...section("policy", policy(plan)),
        ...section("missing", missing(plan)),
    ];
    return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function from(transition: FromDeployed | undefined): readonly string[] {
    if (transition === undefined) return [];
    const { source, problems } = transition;
    if (problems === undefined) return [`${source}, which does not say from which environment: not compared`];
    if (problems.length === 0) return [`${source}: one up does it`];
    return [`${source}: not in one step`, ...transitionLines(problems).flatMap((line) => wrap(line))];
}

function section(label: string, lines: readonly string[]): readonly string[] {
    return lines.map((line, index) => `  ${(index === 0 ? label : "").padEnd(LABEL)}${line}`);
}

// A group that is larger than this gets a second line for what is in it.
const LARGE = 40;

function existing(groups: readonly Group[]): readonly string[] {
    const name = Math.max(...groups.map((group) => group.name.length));
    const count = Math.max(...groups.map((group) => String(group.created.length).length));
    return groups.flatMap((group) => {
        const lead = `${group.name.padEnd(name)}  ${String(group.created.length).padStart(count)}  `;
        const lines = kinds(group.created, WIDTH - 2 - LABEL - lead.length, group.created.length > LARGE ? 2 : 1);
        return lines.map((line, index) => (index === 0 ? lead : " ".repeat(lead.length)) + line);
    });
}

/** As many kinds as fit: those that take AWS longest first, because they are what a group is about. */
function kinds(resources: readonly RecordedResource[], width: number, mostLines: number): readonly string[] {
    const counts = new Map<string, { number: number; seconds: number }>();
    for (const { type, inputs } of resources) {
        const known = counts.get(kindOf(type)) ?? { number: 0, seconds: 0 };
        const seconds = Math.max(known.seconds, createSeconds(type, inputs));
        counts.set(kindOf(type), { number: known.number + 1, seconds });
    }
    const ranked = [...counts].sort(
        ([a, x], [b, y]) => y.seconds - x.seconds || y.number - x.number || (a < b ? -1 : 1),
    );
    const all = ranked.map(([kind, { number }]) => counted(number, kind));
    for (let shown = all.length; shown > 0; shown--) {
        const rest = ranked.slice(shown).reduce((sum, [, { number }]) => sum + number, 0);
        const lines = wrap(list([...all.slice(0, shown), ...(rest > 0 ? [`${String(rest)} more`] : [])]), width);
        if (lines.length <= mostLines) return lines;
    }
    return [counted(resources.length, "resource")];
}

/** Items stay in one piece where a line breaks. */
function list(items: readonly string[]): string {
    return items.map((item) => item.replaceAll(" ", NO_BREAK)).join(", ");
}

function access(
    found: Access | undefined,
    runner: string | undefined,
    runnerCidrs: readonly string[],
): readonly string[] {
    if (found === undefined) return ["no cluster of its own"];
    const way = found.publicCidrs.length > 0 ? `public for ${found.publicCidrs.join(", ")}` : "private only";
    const over = found.ways.length > 0 ? `; ${found.ways.join(", ")}` : "";
    const also = found.publicCidrs.length > 0 && found.private ? ", and private" : "";
    const reached =
        runner === undefined
            ? ""
            : `; deployments come through the ${runner}${runnerCidrs.length > 0 ? ` (${runnerCidrs.join(", ")})` : ""}`;
    const rights = (principal: Access["principals"][number]): string => principal.rights.join(", ") || "nothing";
    const width = Math.max(0, ...found.principals.map((principal) => rights(principal).length));
    return [
        `${way}${over}${also}${reached}`,
        ...found.principals.map((principal) => `${rights(principal).padEnd(width)}  ${principal.arn}`),
    ];
}

function reach(ways: readonly Reach[]): readonly string[] {
    const width = Math.max(0, ...ways.map(({ system }) => system.length));
    return ways.map((way) => `${way.system.padEnd(width)}  ${"url" in way ? way.url : way.command}`);
}

function data({ environment, protected: kept }: Plan): readonly string[] {
    const counts = new Map<string, number>();
    for (const { type } of kept) counts.set(kindOf(type), (counts.get(kindOf(type)) ?? 0) + 1);
    const items = [...counts]
        .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
        .map(([kind, number]) => counted(number, kind));
    if (environment.data === "disposable")
        return [
            "disposable: destroy deletes everything, backups included",
            ...(kept.length > 0 ? [`yet protected: ${list(items)}`] : []),
        ];
    return wrap(`kept: destroy refuses ${counted(kept.length, "resource")}: ${list(items)}`);
}

/** What each pod may open of PostgreSQL's connections, and whether the document wanted more (config/pools.ts). */
function pools({ environment: { needs, stores, existing: brought } }: Plan): readonly string[] {
    const most = brought.postgres?.maxConnections ?? maxConnectionsOf(stores.postgres.instance);
    if (needs.postgres.length === 0 || most === undefined) return [];
    const shared = shareOf(needs.postgres, most);
    if (!shared.fits) return [`${String(shared.needed)} connections needed, ${String(shared.available)} there`];
    const whose = brought.postgres === undefined ? stores.postgres.instance : "the PostgreSQL that exists";
    return needs.postgres.map(({ database, pods }) => {
        const { perPod = 0, documented = 0 } = shared.shares[database] ?? {};
        const wanted = perPod < documented ? ` instead of the documented ${String(documented)}` : ", as documented";
        return `${database}: ${counted(perPod, "connection")} a pod${wanted}; ${counted(pods, "pod")} share ${thousands(most)} of ${whose}`;
    });
}

function time({ time: { totalSeconds, criticalPath, readyAfter } }: Plan): readonly string[] {
    // Steps below three seconds explain nothing; below half a minute the name is enough.
    const step = ({ name, seconds }: Stage): string => (seconds >= 30 ? `${name} ${minutes(seconds)}` : name);
    const path = criticalPath.filter((stage) => stage.seconds >= 3).map(step);
    const ready = Object.entries(readyAfter).sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
    return [
        ...wrap(`first up ${minutes(totalSeconds)} min: ${path.join(" - ")}`),
        ...wrap(`ready after ${ready.map(([name, seconds]) => `${name} ${minutes(seconds)}`).join(", ")}`),
    ];
}

function cost({ environment: { region, budget }, cost: costs }: Plan): readonly string[] {
    return costText(costs, region, budget.alertPercents).map(cut);
}

const MOST_FINDINGS = 12;

function policy({ graph, policy: { rules, findings, exceptions, excepted, nextExpiry } }: Plan): readonly string[] {
    const until = nextExpiry === undefined ? "" : ` (next expires ${nextExpiry})`;
    const rest = findings.length - MOST_FINDINGS;
    return [
        `${counted(rules.length, "rule")}, ${counted(findings.length, "finding")}, ${counted(exceptions.length, "exception")}${until}`,
        ...findings
            .slice(0, MOST_FINDINGS)
            .flatMap(({ rule, urn, message }) => wrap(`${rule}  ${graph.get(urn).name}: ${message}`)),
        ...(rest > 0 ? [`and ${counted(rest, "more finding")}: --format json lists them all`] : []),
        ...exceptions.map((exception) => {
            const names = excepted
                .filter((each) => each.exception === exception)
                .map(({ finding }) => graph.get(finding.urn).name);
            return cut(`except ${exception.rule}  ${[...new Set(names)].join(", ")}: ${exception.reason}`);
        }),
    ];
}

function missing({ missing: { secrets, placeholders } }: Plan): readonly string[] {
    if (secrets.length + placeholders.length === 0) return ["nothing: `CLOUD=aws` may go ahead"];
    const lines = folded(placeholders);
    const width = Math.max(0, ...lines.map(({ path }) => path.length));
    return [
        ...(secrets.length > 0
            ? [
                  `${counted(secrets.length, "secret")} before \`CLOUD=aws\`:`,
                  ...secrets.flatMap(({ path, neededBy, what, command }) => [
                      `${path}, for ${neededBy.join(", ")}: ${what}`,
                      command,
                  ]),
              ]
            : []),
        ...(placeholders.length > 0
            ? [
                  `${counted(placeholders.length, "placeholder")} to replace before \`CLOUD=aws\`:`,
                  ...lines.map(({ path, value, what }) => `${path.padEnd(width)}  ${value}: ${what}`),
              ]
            : []),
    ];
}

/** One line for all images of a system. */
function folded(placeholders: readonly Placeholder[]): readonly Placeholder[] {
    const byPath = new Map<string, Placeholder>();
    for (const placeholder of placeholders) {
        const path = placeholder.path.replace(/\.workloads\.\w+\.image$/, ".workloads.*.image");
        const value = path === placeholder.path ? placeholder.value : "sha256:000...";
        byPath.set(`${path} ${value}`, { ...placeholder, path, value });
    }
    return [...byPath.values()];
}

/** The rest is in the JSON. */
function cut(text: string): string {
    const width = WIDTH - 2 - LABEL;
    return text.length <= width ? text : `${text.slice(0, width - 3)}...`;
}

const NO_BREAK = "\u00a0";

/** Breaks at spaces. */
function wrap(text: string, width = WIDTH - 2 - LABEL): readonly string[] {
    const lines: string[] = [];
    let line = "";
    for (const word of text.split(" ")) {
        if (line !== "" && line.length + 1 + word.length > width) {
            lines.push(line);
            line = word;
        } else line = line === "" ? word : `${line} ${word}`;
    }
    return [...lines, line].map((each) => each.replaceAll(NO_BREAK, " "));
}
