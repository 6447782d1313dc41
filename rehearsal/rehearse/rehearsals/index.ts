import type { Rehearsal } from "../rehearsal";
import { change } from "./change";
import { drift } from "./drift";
import { engines } from "./engines";
import { faults, kills } from "./faults";
import { minor } from "./minor";
import { mornings } from "./mornings";
import { offAndOn } from "./off-and-on";
import { olderState } from "./older-state";
import { otherNodes } from "./other-nodes";
import { outages } from "./outages";
import { restores } from "./restores";
import { rotations } from "./rotations";
import { roundTrip } from "./round-trip";
import { scale } from "./scale";
import { scheduling } from "./scheduling";
import { time } from "./time";
import { transitions, transitionsOfPods } from "./transitions";

export const REHEARSALS: readonly Rehearsal[] = [
    roundTrip,
    mornings,
    restores,
    offAndOn,
    olderState,
    minor,
    engines,
    rotations,
    otherNodes,
    scheduling,
    change,
    faults,
    kills,
    outages,
    drift,
    time,
    scale,
    transitions,
    transitionsOfPods,
];
