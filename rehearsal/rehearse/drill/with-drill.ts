import { findControlPlane, shapeIn } from "../../cluster";
import type { ControlPlane } from "../../kubernetes/plane";
import type { Lab } from "../lab";
import { Drill } from "./drill";

type Work<Result> = (drill: Drill, plane: ControlPlane) => Promise<Result>;

/** On the control plane that the lab's `up` has made; undefined where it made none. */
export async function ifDrilled<Result>({ paths }: Lab, work: Work<Result>): Promise<Result | undefined> {
    const plane = await findControlPlane(paths.cluster);
    const shape = shapeIn(paths.cluster);
    if (plane === undefined || shape === undefined) return undefined;
    const drill = new Drill(plane, shape);
    try {
        return await work(drill, plane);
    } finally {
        drill.close();
    }
}

/** The same where there must be one. */
export async function withDrill<Result extends object>(lab: Lab, work: Work<Result>): Promise<Result> {
    const result = await ifDrilled(lab, work);
    if (result === undefined) throw new Error("the control plane does not answer after up");
    return result;
}
