import { transitionProblems } from "../../../config/transition";
import type { Store } from "../../cloud/store";
import { converged } from "../checks/converged";
import { counted, endsWell, ranWell, unchanged } from "../checks/outcome";
import type { Lab, Run } from "../lab";
import type { Findings, Rehearsal } from "../rehearsal";
import { credentialsIn, loginsOf, momentsOf, readersOf, singleValues } from "../rotations/account";
import type { Credential, Logins, Moment } from "../rotations/logins";
import { keeping, withKeys } from "../stack-file";

/** Every kind of server that asks who logs in: Valkey for a cache and for a queue, PostgreSQL, Neo4j. */
const START = keeping("akosha", "memstack");
/** Even and odd rotations differ, and the third is the first that meets a user who has been there twice. */
const ROTATIONS = 3;
/** So that steps that do not wait for each other overlap. */
const MINUTE_IN_MILLISECONDS = 60;
/** One value each, because who takes it knows one: docs/guides/rotation.md says what happens to whom meanwhile. */
const SINGLE = /^passwords\/(grafana\/admin|memstack\/(admin|user)|akosha\/(jwt|api-token))$/;

/** docs/guides/rotation.md on the embedded cloud. Real servers are in database.check.ts and redis-users.check.ts. */
export const rotations: Rehearsal = {
    name: "rotations",
    shows: "every generated password rotates by one line of the stack file; at each step of the engine each pod logs in with what it may have then, and is never refused; what was rotated twice is refused",
    form: "full",
    async run(lab) {
        lab.edit(START);
        await lab.step("up", () => lab.upQuickly(), ranWell);
        const text = lab.text();
        const first = lab.cloud();
        const logins = loginsOf(first);
        await lab.step(
            "before any rotation: everybody is let in",
            () => Promise.resolve(logins.replay([])),
            ({ logins: count, refused }) => ({
                findings: [...refused, ...missingKinds(first)],
                fact: `${String(readersOf(first).length)} readers, ${String(count)} logins`,
            }),
        );
        await lab.step("what has one value is what the guide names", () => Promise.resolve(singleValues(first)), named);
        const history = [credentialsIn(first)];
        for (let rotation = 1; rotation <= ROTATIONS; rotation += 1) {
            lab.use(withKeys(text, { rotation }));
            const moments = await rotated(lab, rotation, logins);
            history.push(credentialsIn(lab.cloud()));
            if (rotation === 1) await theCountCanFail(lab, first, moments);
            await everybodyMoved(lab, logins, history);
        }
        await refusals(lab, text);
    },
};

async function rotated(lab: Lab, rotation: number, logins: Logins): Promise<readonly Moment[]> {
    const run = await lab.step(
        `rotation ${String(rotation)}`,
        () =>
            lab.engine("up", { minuteInMilliseconds: MINUTE_IN_MILLISECONDS }, ({ engine, rehearsed, screen }) =>
                engine.up(() => rehearsed.deploy(), screen.onEvent, "last"),
            ),
        (up: Run) => ({ findings: endsWell(up), fact: counted(up.steps) }),
    );
    const after = lab.cloud();
    const moments = momentsOf(run.events, after);
    await lab.step(
        `rotation ${String(rotation)}: nobody is locked out, at no step`,
        () => {
            logins.read(readersOf(after));
            return Promise.resolve(logins.replay(moments));
        },
        ({ logins: count, refused }) => ({
            findings: [...refused, ...(moments.length === 0 ? ["no step has to do with a login"] : [])],
            fact: `${String(count)} logins in ${String(moments.length)} moments, ${String(refused.length)} refused`,
        }),
    );
    await lab.step(
        `rotation ${String(rotation)}: nothing left to do`,
        () => lab.preview(),
        (preview) => [...unchanged(preview), ...converged(lab.state(), after.live())],
    );
    return moments;
}

/** Were servers told last, pods would have new passwords before them. */
const theCountCanFail = (lab: Lab, before: Store, moments: readonly Moment[]): Promise<unknown> =>
    lab.step(
        "in another order, servers last, it would be seen",
        () => {
            const told = (moment: Moment): boolean => moment.does.kind === "tells";
            const late = [...moments.filter((moment) => !told(moment)), ...moments.filter(told)];
            return Promise.resolve(loginsOf(before).replay(late));
        },
        ({ refused }) => ({
            findings: refused.length > 0 ? [] : ["nobody is refused, whatever the order"],
            fact: `${String(refused.length)} refused`,
        }),
    );

const everybodyMoved = (lab: Lab, logins: Logins, history: readonly (readonly Credential[])[]): Promise<unknown> =>
    lab.step(
        "everybody has the new ones; those of before still work, and those before them no more",
        () => Promise.resolve(history.slice(-3).toReversed()),
        ([now = [], before = [], long = []]) => {
            const said = (each: Credential): string => `${each.server} as ${each.username}`;
            const current = new Set(now.map((each) => JSON.stringify(each)));
            return [
                ...now
                    .filter((each) => before.some(({ password }) => password === each.password))
                    .map((each) => `${said(each)} has the password of before`),
                ...readersOf(lab.cloud()).flatMap((reader) =>
                    logins
                        .of(reader)
                        .filter((each) => !current.has(JSON.stringify(each)))
                        .map((each) => `${reader.name} still has an old password of ${said(each)}`),
                ),
                ...before
                    .filter((each) => !logins.accepts(each))
                    .map((each) => `${said(each)}: the one before is refused`),
                ...long.filter((each) => logins.accepts(each)).map((each) => `${said(each)}: one of long ago is taken`),
            ];
        },
    );

const refusals = (lab: Lab, text: string): Promise<unknown> =>
    lab.step(
        "two at once, and back: refused before the first step",
        () => {
            const from = lab.environment();
            return Promise.resolve(
                [ROTATIONS + 2, ROTATIONS - 1].map((rotation) => {
                    lab.use(withKeys(text, { rotation }));
                    return transitionProblems({ from, to: lab.environment() }).map(({ path: key }) => key);
                }),
            );
        },
        (refused) => refused.flatMap((keys) => (keys.includes("rotation") ? [] : ["a rotation is not refused"])),
    );

const missingKinds = (store: Store): Findings =>
    ["redis/cache", "redis/queue", "postgres/", "neo4j/"].flatMap((kind) =>
        readersOf(store).some((reader) =>
            loginsOf(store)
                .of(reader)
                .some(({ server }) => server.startsWith(kind)),
        )
            ? []
            : [`nobody logs in to ${kind}`],
    );

const named = (paths: readonly string[]) => ({
    findings: paths.filter((each) => !SINGLE.test(each)).map((each) => `${each} is named nowhere`),
    fact: `not counted: ${paths.map((each) => each.replace("passwords/", "")).join(", ")}`,
});
