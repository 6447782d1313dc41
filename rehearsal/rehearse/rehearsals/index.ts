import type { Rehearsal } from "../rehearsal";
import { change } from "./change";
import { drift } from "./drift";
import { roundTrip } from "./round-trip";
import { time } from "./time";

export const REHEARSALS: readonly Rehearsal[] = [roundTrip, change, drift, time];
