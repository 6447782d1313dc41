import { SYSTEMS } from "../../components/systems";
import type { SystemDefinition } from "../../components/systems/definition";
import { ABSENT, STAND_IN, type RunSetting } from "../../components/systems/settings";
import type { Environment } from "../environment";
import { chartImages, hostOf, isEcr, mirrored, systemRegistry, UPSTREAM_HOSTS } from "../images";
import { CHARTS } from "../versions";
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

/** Whole references: what a system's part names otherwise than by a digest in the systems' registry. */
export const ownReferences = (environment: Environment): readonly { readonly path: string; readonly value: string }[] =>
    partsOf(environment)
        .filter(({ setting: { image } }) => image.includes("/"))
        .map(({ path, setting: { image } }) => ({ path, value: image }));

/** Every registry that images of this environment are named by. */
const namedHosts = (environment: Environment): readonly string[] => [
    ...UPSTREAM_HOSTS,
    hostOf(systemRegistry(environment)),
    ...ownReferences(environment).map(({ value }) => hostOf(value)),
];

export const mirrorUnused: Check = {
    id: "images.mirrorUnused",
    reads: ["images.registry", "systems"],
    find: ({ environment }) => {
        const hosts = namedHosts(environment);
        return Object.keys(environment.images.mirrors).flatMap((host) =>
            hosts.includes(host)
                ? []
                : [
                      {
                          path: `images.mirrors.${host}`,
                          rule: "stands for a registry that no image is named by",
                          fix: `remove it, or name one of ${[...new Set(hosts)].sort().join(", ")}`,
                      },
                  ],
        );
    },
};

/** One step, or nobody could say from where an image comes. */
export const mirrorOfMirror: Check = {
    id: "images.mirrorOfMirror",
    reads: [],
    find: ({ environment: { images } }) =>
        Object.entries(images.mirrors).flatMap(([host, value]) => {
            const next = hostOf(value);
            if (next === host || !Object.hasOwn(images.mirrors, next)) return [];
            const rule = `leads to ${next}, in whose place images.mirrors names another`;
            return [{ path: `images.mirrors.${host}`, value, rule, fix: "name the registry that has the images" }];
        }),
};

export const loginUseless: Check = {
    id: "images.loginUseless",
    reads: ["images.registry", "images.mirrors", "systems"],
    find: ({ environment }) => {
        const hosts = namedHosts(environment).map((host) => hostOf(mirrored(host, environment.images)));
        return Object.keys(environment.images.logins).flatMap((host) => {
            const path = `images.logins.${host}`;
            if (isEcr(host))
                return [{ path, rule: "is a registry of ECR, which nodes read by their role", fix: "remove it" }];
            if (hosts.includes(host)) return [];
            const fix = `remove it, or name one of ${[...new Set(hosts)].sort().join(", ")}`;
            return [{ path, rule: "is a registry that no image comes from", fix }];
        });
    },
};

/** What copies the credential into the cluster must be there before it. */
export const loginTooEarly: Check = {
    id: "images.loginTooEarly",
    reads: ["images.mirrors", "clusterServices"],
    find: ({ environment: { images, clusterServices } }) => {
        if (clusterServices.externalSecrets !== "install") return [];
        const hosts = chartImages(CHARTS.externalSecrets.chart).map((image) => hostOf(mirrored(image, images)));
        return Object.keys(images.logins)
            .filter((host) => hosts.includes(host))
            .map((host) => ({
                path: `images.logins.${host}`,
                rule: "is where External Secrets comes from, which brings credentials into the cluster and cannot wait for its own",
                fix: "let images.mirrors take ghcr.io from a registry of ECR, or one that asks for no login",
            }));
    },
};
