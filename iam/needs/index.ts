import { needs as addons } from "./addons";
import { needs as controllers } from "./controllers";
import { needs as data } from "./data";
import { needs as monitoring } from "./monitoring";
import type { Need } from "./need";

/** Every role that an environment can make, and what whoever has it asks AWS for. */
export const NEEDS: ReadonlyMap<string, Need> = new Map(
    [...addons, ...controllers, ...data, ...monitoring].map((need) => [need.role, need]),
);
