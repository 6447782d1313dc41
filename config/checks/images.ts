import { SYSTEMS } from "../../components/systems";
import type { SystemDefinition } from "../../components/systems/definition";
import { ABSENT, STAND_IN, type RunSetting } from "../../components/systems/settings";
import type { Environment } from "../environment";
import { isSaid, type Check } from "./check";

type Parts = Pick<SystemDefinition<never>, "withoutCode" | "holders">;

interface Part {
    readonly path: string;
    readonly setting: RunSetting;
    /** Why nothing but the stand-in can run. */
    readonly withoutCode?: string | undefined;
    /** Its claim. */
    readonly holds?: string | undefined;
}

function partsOf({ systems }: Environment): readonly Part[] {
    return Object.entries(systems).flatMap(([system, { enabled, workloads }]) => {
        const { withoutCode = {}, holders = {} } = (SYSTEMS as Readonly<Record<string, Parts>>)[system] ?? {};
        return Object.entries(enabled ? (workloads as Readonly<Record<string, RunSetting>>) : {}).map(
            ([name, setting]) => ({
                ...{ path: `systems.${system}.workloads.${name}.image`, setting },
                ...{ withoutCode: withoutCode[name], holds: holders[name] },
            }),
        );
    });
}

/** A stand-in answers probes and does no work: what is meant to survive the loss of a zone is meant to work. What has no code works nowhere. */
export const standInProduction: Check = {
    id: "images.standInProduction",
    reads: ["profile"],
    find: ({ environment, said }) =>
        environment.profile === "economy"
            ? []
            : partsOf(environment)
                  .filter(({ setting, withoutCode }) => setting.image === STAND_IN && withoutCode === undefined)
                  .filter(({ path }) => isSaid(said, path))
                  .map(({ path }) => ({
                      path,
                      value: STAND_IN,
                      rule: `does no work: profile ${environment.profile} runs the real thing`,
                      fix: "write the digest of its image, or choose profile economy",
                  })),
};

/** Pulumi would refuse to delete the protected claim, halfway through. In a new environment there is nothing to lose, which only a person knows. */
export const absentData: Check = {
    id: "images.absentData",
    reads: ["data"],
    find: ({ environment }) =>
        environment.data === "disposable"
            ? []
            : partsOf(environment)
                  .filter(
                      ({ setting: { image, holdsNothing }, holds }) =>
                          image === ABSENT && holds !== undefined && holdsNothing !== true,
                  )
                  .map(({ path, holds }) => ({
                      path,
                      value: ABSENT,
                      rule: `would take the volume ${String(holds)} away, and data is keep`,
                      fix: "move what it holds (docs/guides/operations.md, Leave a part out), then write holdsNothing: true beside it; at once in a new environment",
                  })),
};
