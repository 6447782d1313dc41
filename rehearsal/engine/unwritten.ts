/**
 * The engine writes its whole state before and after each step: of a first `up` of five hundred resources that is four fifths of the time
 * (50 s instead of 10 s, measured). Where the state says nothing yet, and where all of it goes, the embedded cloud lets the engine write it
 * once, at the end. A note stands on the disk meanwhile: after a kill the next command finds it and begins anew, since neither state nor
 * cloud holds anything that a rehearsal could lose. The rehearsals of kills themselves ask for every step (`--checkpoints every`).
 */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Checkpoints } from "./engine";
import { isOfOwnProvider } from "../kubernetes/plane";
import type { Paths } from "../session/paths";
import { orphansOf } from "../session/pending";
import type { Rehearsed } from "../session/rehearsed";
import type { Session } from "../session/session";

const noteOf = ({ work }: Paths): string => path.join(work, "unwritten");

/** Runs `work` with the state written at its end, if that is allowed. */
export async function writingOnce<Result>(
    session: Session,
    allowed: boolean,
    work: (checkpoints: Checkpoints) => Promise<Result>,
): Promise<Result> {
    if (!allowed || session.checkpoints === "every") return work("every");
    const note = noteOf(session.paths);
    fs.writeFileSync(note, "");
    try {
        return await work("last");
    } finally {
        // A killed engine wrote nothing: then the note stays, as it does when nobody can say what exists.
        const standing = await session.standing().catch(() => undefined);
        if (standing !== undefined && orphansOf(standing, session.engine.state()).length === 0)
            fs.rmSync(note, { force: true });
    }
}

/** Before anything looks at state or cloud. */
export async function beginAnew(
    paths: Paths,
    { stack, controlPlanes }: Pick<Rehearsed, "stack" | "controlPlanes">,
    say: (line: string) => void,
): Promise<void> {
    const isOld = isOfOwnProvider(paths);
    if (!isOld && !fs.existsSync(noteOf(paths))) return;
    if (fs.existsSync(paths.cluster)) await controlPlanes?.stop(paths.cluster);
    const why = isOld
        ? "was made before the official Kubernetes provider"
        : "was stopped before it wrote down what it had made";
    say(`the last run ${why}: the embedded cloud of ${stack} begins anew`);
    for (const file of fs.readdirSync(paths.work))
        if (path.join(paths.work, file) !== paths.lock) fs.rmSync(path.join(paths.work, file), { recursive: true });
}
