import type { Changes } from "../unit/changes";
import type { Imports } from "../unit/reach";

const HOW_WE_LINT = /^(package-lock\.json|tsconfig\.json|\.oxlintrc\.json|scripts\/lint(\/.*|\.ts))$/;
const CODE = /\.(ts|js|mjs)$/;
const IGNORED = "rehearsal/tools/";

/** `undefined`: everything. */
export function toLint(
    { changed }: Changes,
    there: readonly string[],
    imports: Imports,
): readonly string[] | undefined {
    if ([...changed].some((file) => HOW_WE_LINT.test(file))) return undefined;
    return there.filter(
        (file) =>
            CODE.test(file) &&
            !file.startsWith(IGNORED) &&
            (changed.has(file) || (imports.get(file) ?? []).some((named) => changed.has(named))),
    );
}
