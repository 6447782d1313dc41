import type { Rehearsal } from "../rehearsal";
import { change } from "./change";
import { roundTrip } from "./round-trip";

export const REHEARSALS: readonly Rehearsal[] = [roundTrip, change];
