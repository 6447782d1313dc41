import type { Rehearsal } from "../rehearsal";
import { roundTrip } from "./round-trip";

export const REHEARSALS: readonly Rehearsal[] = [roundTrip];
