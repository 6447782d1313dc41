import type { Case } from "./case";
import { DELETION } from "./deletion";
import { IDENTITY } from "./identity";
import { REQUESTS } from "./requests";
import { RESTORES } from "./restores";
import { STATE } from "./state";
import { WATCHING } from "./watching";
import { WIRING } from "./wiring";

export type { Case } from "./case";
export const CASES: readonly Case[] = [
    ...IDENTITY,
    ...STATE,
    ...DELETION,
    ...RESTORES,
    ...REQUESTS,
    ...WATCHING,
    ...WIRING,
];
