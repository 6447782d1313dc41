import { transitionProblems } from "../../../config/transition";
import { HOURS_OF_A_WEEK, pendingOf } from "../../aws/memory";
import { GROUP, INSTANCE } from "../../aws/restored";
import { factsOf, Store } from "../../cloud/store";
import { changes, endsWell, nothingLeft, ranWell, said, unchanged } from "../checks/outcome";
import type { Lab, Run } from "../lab";
import type { Findings, Rehearsal } from "../rehearsal";
import { holds, writeInto } from "../restored/drill";
import { keeping, withKeys } from "../stack-file";
import { transition } from "../transitions/pair";

/** A database, a queue and a cache. */
const START = keeping("akosha", "memstack");
const STORES = [INSTANCE, GROUP];
const ENGINE = "engineVersion";
const PARAMETERS = ["aws:rds/parameterGroup:ParameterGroup", "aws:elasticache/parameterGroup:ParameterGroup"];

/** Majors of PostgreSQL and Valkey. */
type Engines = Readonly<Record<"postgres" | "redis", string>>;
const versions = ({ postgres, redis }: Engines): Readonly<Record<string, string>> => ({
    "stores.postgres.version": postgres,
    "stores.redis.version": redis,
});

/** docs/guides/engines.md. */
export const engines: Rehearsal = {
    name: "engines",
    shows: "PostgreSQL and Valkey go up a major with what they hold, in their maintenance window and at once, two majors too; the parameters in use stay until then; back is refused, and nothing is stuck",
    form: "full",
    async run(lab) {
        await inTheWindow(lab);
        await atOnce(lab);
    },
};

/** What `data: keep` does when nothing else is said. */
async function inTheWindow(lab: Lab): Promise<void> {
    const [before, after] = [
        { postgres: "17", redis: "8" },
        { postgres: "18", redis: "9" },
    ];
    const { from, to } = await stands(lab, before, versions(after));
    await transition(lab, { what: "17 to 18 and 8 to 9, in the window", from, to }, "memory");
    await lab.step(
        "until the window: the old engines run, on parameters of their own family, with what was written",
        () => Promise.resolve(lab.cloud()),
        (cloud) => [...runs(cloud, before), ...cloud.live(...STORES).flatMap(holds)],
    );
    await lab.step(
        "until the window: a look for drift finds the old engines, and nothing else",
        () => lab.drift(),
        ({ steps }) => {
            const found = changes(steps);
            const others = found.filter(({ type, changed }) => !STORES.includes(type) || changed.join() !== ENGINE);
            return [
                ...STORES.filter((type) => !found.some((step) => step.type === type)).map(
                    (type) => `${type}: as asked for`,
                ),
                ...others.map((step) => `${said(step)}, although nobody changed it`),
            ];
        },
    );
    await later(lab, HOURS_OF_A_WEEK);
    await arrived(lab, after);
    await back(lab, { from: to, to: from });
    await arrived(lab, after);
    await gone(lab);
}

/** Two majors of PostgreSQL: RDS takes any that it names as a target (docs/guides/engines.md). */
async function atOnce(lab: Lab): Promise<void> {
    const after = { postgres: "18", redis: "9" };
    const wanted = { ...versions(after), "stores.applyImmediately": true };
    const { from, to } = await stands(lab, { postgres: "16", redis: "8" }, wanted);
    await transition(lab, { what: "16 to 18 and 8 to 9, at once", from, to }, "memory");
    await arrived(lab, after);
    // The switch is for this once: taking it out again changes no engine.
    const calm = withKeys(to, { "stores.applyImmediately": null });
    await transition(lab, { what: "the switch is taken out again", from: to, to: calm }, "memory");
    await arrived(lab, after);
    await gone(lab);
}

/** An environment on these majors, into whose stores something is written; and what its stack file will say. */
async function stands(lab: Lab, before: Engines, wanted: Readonly<Record<string, unknown>>) {
    lab.edit(START);
    const from = withKeys(lab.text(), versions(before));
    lab.use(from);
    await lab.step(`up: PostgreSQL ${before.postgres}, Valkey ${before.redis}`, () => lab.upQuickly(), ranWell);
    await lab.step(
        "something is written into each store",
        async () => {
            const store = Store.open(lab.paths.work, "own");
            const all = store.live(...STORES);
            for (const each of all) await writeInto(store, each);
            return all;
        },
        (all) => ({
            findings: STORES.flatMap((type) => (all.some((each) => each.type === type) ? [] : [`there is no ${type}`])),
            fact: `${String(all.length)} stores`,
        }),
    );
    return { from, to: withKeys(from, wanted) };
}

const arrived = (lab: Lab, wanted: Engines): Promise<unknown> =>
    lab.step(
        `PostgreSQL ${wanted.postgres} and Valkey ${wanted.redis} run, with what was written; nothing is left to do`,
        async () => ({ preview: await lab.preview(), drift: await lab.drift(), cloud: lab.cloud() }),
        ({ preview, drift, cloud }) => [
            ...runs(cloud, wanted),
            ...cloud.live(...STORES).flatMap(holds),
            ...unchanged(preview),
            ...endsWell(drift),
        ],
    );

/** What runs now, whatever is asked for: engine and parameters, which are those of its family and exist. */
function runs(cloud: Store, wanted: Engines): Findings {
    return cloud.live(...STORES).flatMap((each) => {
        const facts = { ...factsOf(each), ...pendingOf(each, cloud) };
        const postgres = each.type === INSTANCE;
        const family = postgres ? `postgres${wanted.postgres}` : `valkey${wanted.redis}`;
        const major = String(facts.engineVersion).split(".")[0];
        const group = cloud.live(...PARAMETERS).find(({ id }) => id === facts.parameterGroupName);
        return [
            ...(major === (postgres ? wanted.postgres : wanted.redis) ? [] : [`${each.name} runs ${String(major)}`]),
            ...(group === undefined ? [`${each.name} uses parameters that do not exist`] : []),
            ...(group !== undefined && factsOf(group).family !== family
                ? [`${each.name} uses parameters of ${String(factsOf(group).family)}`]
                : []),
        ];
    });
}

/** Refused beforehand; and when somebody does it all the same. */
async function back(lab: Lab, { from, to }: { readonly from: string; readonly to: string }): Promise<void> {
    lab.use(from);
    const deployed = lab.environment();
    lab.use(to);
    await lab.step(
        "back: refused before the first step",
        () => Promise.resolve(transitionProblems({ from: deployed, to: lab.environment() })),
        (problems) => {
            const refused = problems.map(({ path: key }) => key);
            return Object.keys(versions({ postgres: "", redis: "" })).flatMap((key) =>
                refused.includes(key) ? [] : [`${key} is not refused`],
            );
        },
    );
    // One after the other: what is protected stops the engine, wherever the other one is by then.
    const { postgres, redis } = lab.environment().stores;
    lab.use(withKeys(from, { "stores.postgres.version": postgres.version }));
    await lab.step("PostgreSQL back all the same: RDS refuses", () => lab.upAsFarAsPossible(), isRefused);
    lab.use(withKeys(from, { "stores.redis.version": redis.version }));
    await lab.step("Valkey back all the same: it is protected", () => lab.upAsFarAsPossible(), isProtected);
    lab.use(from);
    await lab.step("forward again: nothing is stuck", () => lab.upQuickly(), ranWell);
}

/** By AWS itself. */
const isRefused = (run: Run): Findings => [
    ...stopped(run),
    ...(run.failed.some((urn) => urn.includes(`${INSTANCE}::`)) && isSaid(run, "RDS never goes back")
        ? []
        : ["PostgreSQL went back"]),
];

/** A Valkey that goes back would be another group, empty, which `data: keep` protects the old one from. */
const isProtected = (run: Run): Findings => [
    ...stopped(run),
    ...(isSaid(run, "unable to replace resource", `${GROUP}::`, "marked for protection") ? [] : ["Valkey went back"]),
];

const stopped = ({ status }: Run): Findings => (status === 1 ? [] : [`ended with status ${String(status)}`]);

const isSaid = ({ events }: Run, ...words: readonly string[]): boolean =>
    events.some((event) => words.every((word) => event.includes(word)));

const later = (lab: Lab, hours: number): Promise<unknown> =>
    lab.step(
        `${String(hours)} hours later`,
        () => Store.open(lab.paths.work, "own").later(hours),
        () => [],
    );

const gone = (lab: Lab): Promise<unknown> =>
    lab.step(
        "down: no parameter group is left behind, nor anything else",
        () => lab.down(),
        (run) => [...endsWell(run), ...nothingLeft(lab.state(), lab.cloud().live())],
    );
