/** The steps of several problems as one way: each kind of step once, in the order in which it can be done. */
import { WANTED, up, type Keys, type Step, type TransitionProblem } from "../../../config/transition/transition";

export function composed(problems: readonly TransitionProblem[]): readonly Step[] {
    const all = problems.map(({ steps }) => steps);
    const anew = all.find((steps) => steps.some(({ does }) => does === "anew"));
    if (anew !== undefined) return anew;
    const flat = all.flat();
    const byHand = flat.filter(({ does }) => does === "byHand");
    const before = merged(flat, "deployed");
    const unprotect = flat.filter(({ does }) => does === "unprotect").slice(0, 1);
    const between = all.map((steps) =>
        steps.filter((step) => step.does === "up" && step.file === "wanted" && !isWanted(step)),
    );
    const longest = Math.max(0, ...between.map(({ length }) => length));
    const turns = Array.from({ length: longest }, (_, turn) =>
        merged(
            between.flatMap((steps) => steps[turn] ?? []),
            "wanted",
        ),
    );
    // Where a problem's steps end before the wanted file, that is where it ends.
    const ends = all.every((steps) => steps.some(isWanted)) ? [WANTED] : [];
    // A turn on the way has its program say again what is protected.
    const again = longest > 0 && ends.length > 0 ? unprotect : [];
    return [...byHand, ...before, ...unprotect, ...turns.flat(), ...again, ...ends];
}

const isWanted = (step: Step): boolean => step.does === "up" && Object.keys(step.keys).length === 0;

function merged(steps: readonly Step[], file: "deployed" | "wanted"): readonly Step[] {
    const keys = steps.flatMap((step): Keys[] => (step.does === "up" && step.file === file ? [step.keys] : []));
    const together = Object.assign({}, ...keys) as Keys;
    return Object.keys(together).length === 0 ? [] : [up(file, together, "")];
}
