import { architectureOf } from "./picture/architecture";
import { pictureFile } from "./picture/drawing";
import type { Plan } from "./plan";

/** The architecture as an SVG of its own: readable at the width at which GitHub shows a README. */
export const pictureOf = (plan: Plan): string => pictureFile(architectureOf(plan));
