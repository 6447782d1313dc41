import { STAND_IN } from "../../components/systems/settings";
import { isSaid, type Check } from "./check";

/** A stand-in answers probes and does no work: what is meant to survive the loss of a zone is meant to work. */
export const standInProduction: Check = {
    id: "images.standInProduction",
    reads: ["profile"],
    find: ({ environment: { profile, systems }, said }) =>
        profile === "economy"
            ? []
            : Object.entries(systems).flatMap(([system, { enabled, workloads }]) =>
                  Object.entries(workloads)
                      .filter(([, { image }]) => enabled && image === STAND_IN)
                      .map(([workload]) => `systems.${system}.workloads.${workload}.image`)
                      .filter((path) => isSaid(said, path))
                      .map((path) => ({
                          path,
                          value: STAND_IN,
                          rule: `does no work: profile ${profile} runs the real thing`,
                          fix: "write the digest of its image, or choose profile economy",
                      })),
              ),
};
