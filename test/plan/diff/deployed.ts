/** A change really deployed on the embedded cloud: in which order the engine deletes and creates, and at what it is refused. */
import { EngineFailed } from "../../../rehearsal/engine/command";
import { inSession } from "../../../rehearsal/session/in-session";
import type { Change } from "../../../plan/diff/change";
import { read } from "../../../plan/diff/reading";
import type { Case } from "./cases";
import { TODAY } from "./fixture";
import { differenceWith, programOf, sideOfProgram } from "./recorded";
import { OPTIONS, rehearsed, Told } from "./told";

interface Deployed {
    /** URNs that the difference says are refused, protection left out where there is none. */
    readonly expected: readonly string[];
    readonly told: Told;
    readonly changes: readonly Change[];
    /** What came in another order than the difference says. */
    readonly disordered: readonly string[];
}

/** `root`: a copy of the environment that the change may do with as it likes. */
export async function deployed(root: string, change: Case, unprotected: boolean): Promise<Deployed> {
    const told = new Told();
    await inSession("difference", rehearsed(change), { ...OPTIONS, root }, async ({ engine, rehearsed: program }) => {
        if (unprotected) await engine.run("state", "unprotect", "--all", "--yes");
        try {
            await engine.up(() => program.deploy(), told.take, "last");
        } catch (error) {
            if (!(error instanceof EngineFailed)) throw error;
        }
        return 0;
    });
    const { changes } = read(await differenceWith(await sideOfProgram(programOf(change))), TODAY);
    const refused = changes.filter(
        ({ refusal, protected: held }) =>
            refusal !== undefined && !(unprotected && held && refusal.startsWith("protected")),
    );
    return { expected: refused.map(({ urn }) => urn).sort(), told, changes, disordered: disordered(changes, told) };
}

function disordered(changes: readonly Change[], { began, ended }: Told): readonly string[] {
    const first = new Set(
        changes.flatMap(({ urn, operation, deleteBeforeReplace }) =>
            operation === "replace" && deleteBeforeReplace ? [urn] : [],
        ),
    );
    const lines: string[] = [];
    const holds = (one: number, other: number, line: string): void => {
        // Nothing comes before what did not happen, and what did not happen comes before nothing.
        if (!(one < other) && other !== Infinity) lines.push(line);
    };
    for (const { urn, operation, name, because } of changes) {
        if (operation !== "replace") continue;
        if (!first.has(urn)) {
            holds(
                ended("create-replacement", urn),
                began("delete-replaced", urn),
                `${name}: goes before its successor`,
            );
            continue;
        }
        holds(ended("delete-replaced", urn), began("create-replacement", urn), `${name}: goes after its successor`);
        for (const cause of because.filter((each) => first.has(each)))
            holds(ended("delete-replaced", urn), began("delete-replaced", cause), `${name}: goes after ${cause}`);
    }
    return lines;
}
