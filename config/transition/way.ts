/** The steps of several problems as one way: each kind of step once, in the order in which it can be done. */
import { fixOf, up, WANTED, type Keys, type Step, type TransitionProblem } from "./transition";

type Up = Extract<Step, { readonly does: "up" }>;

export function wayOf(problems: readonly Pick<TransitionProblem, "steps">[]): readonly Step[] {
    const all = problems.map(({ steps }) => steps);
    const anew = all.find((steps) => steps.some(({ does }) => does === "anew"));
    if (anew !== undefined) return anew;
    const flat = all.flat();
    const ups = all.map((steps) => steps.filter((step): step is Up => step.does === "up"));
    const wanted = ups.map((steps) => steps.filter(({ file }) => file === "wanted"));
    const longest = Math.max(...wanted.map(({ length }) => length));
    // Who is at the end of its own steps stays there, while the others go on.
    const turns = Array.from({ length: longest }, (_, turn) =>
        merged(
            "wanted",
            wanted.flatMap((steps) => steps[turn] ?? steps.at(-1) ?? []),
        ),
    );
    const deployed = ups.flat().filter(({ file }) => file === "deployed");
    const unprotect = flat.filter(({ does }) => does === "unprotect").slice(0, 1);
    return [
        ...once(flat.filter(({ does }) => does === "byHand")),
        ...(deployed.length > 0 ? [merged("deployed", deployed)] : []),
        ...unprotect,
        ...turns.slice(0, -1),
        // A turn on the way has its program say again what is protected.
        ...(turns.length > 1 ? unprotect : []),
        ...turns.slice(-1),
    ];
}

/** For people, where no problem's own steps are the way. */
export function wayText(problems: readonly TransitionProblem[]): string | undefined {
    const way = fixOf(wayOf(problems));
    return problems.length < 2 || problems.some(({ fix }) => fix === way) ? undefined : `all of it: ${way}`;
}

function merged(file: Up["file"], steps: readonly Up[]): Step {
    const [only, ...others] = once(steps);
    if (only !== undefined && others.length === 0) return only;
    const keys = Object.assign({}, ...steps.map((step) => step.keys)) as Keys;
    return Object.keys(keys).length === 0 ? WANTED : up(file, keys, "");
}

const once = (steps: readonly Step[]): readonly Step[] => [
    ...new Map(steps.map((step) => [step.say, step] as const)).values(),
];
