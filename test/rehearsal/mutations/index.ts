import type { Case } from "./case";
import { DELETION } from "./deletion";
import { IDENTITY } from "./identity";
import { RESTORES } from "./restores";
import { STATE } from "./state";

export type { Case } from "./case";
export const CASES: readonly Case[] = [...IDENTITY, ...STATE, ...DELETION, ...RESTORES];
