/** Pieces of schema that every system uses. Imports zod only. */
import { z } from "zod";
import { variables, type ProtectedVariables } from "./variables";

/** Runs images/stand-in instead of the real thing: documented ports, /health and metrics, and no work. */
export const STAND_IN = "stand-in";
/** Is not there, and nothing that belongs to it. */
export const ABSENT = "absent";
/** Nobody's digest: plans and embedded runs take it and say so, `CLOUD=aws` refuses it. */
export const NO_DIGEST = `sha256:${"0".repeat(64)}`;

const IMAGE =
    "stand-in|sha256:[0-9a-f]{64}|[a-z0-9][a-z0-9.-]*(:([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]))?(\\/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:\\w[\\w.-]{0,127})?@sha256:[0-9a-f]{64}";

export const imageSetting = z
    .string()
    .regex(
        new RegExp(`^(${IMAGE})$`),
        "is not an image that cannot change | write stand-in, the digest (sha256:...) of what the registry of images holds, or registry/path@sha256:...",
    );

const optionalImage = z
    .string()
    .regex(
        new RegExp(`^(${ABSENT}|${IMAGE})$`),
        "is not an image that cannot change | write stand-in, absent, the digest (sha256:...) of what the registry of images holds, or registry/path@sha256:...",
    );

const port = z
    .number("must be a port | write 1 to 65535")
    .int("must be a port | write 1 to 65535")
    .min(1, "must be a port | write 1 to 65535")
    .max(65535, "must be a port | write 1 to 65535")
    .describe("Number of the port. Default: the documented one.");

const base = {
    image: imageSetting.describe(
        "stand-in, a digest (sha256:...) in the environment's registry, or registry/path@sha256:... elsewhere.",
    ),
    command: z
        .array(z.string().min(1, "is empty | leave it out"))
        .min(1, "is empty | leave it out to run what the document says")
        .optional()
        .describe(
            "Replaces the documented command (the container's entry point), as several documented ones do not run yet.",
        ),
    arguments: z.array(z.string()).optional().describe("Replaces the documented arguments."),
    healthPath: z
        .string()
        .regex(/^\/\S*$/, "is not a path | write what begins with / and has no blanks, for example /health")
        .optional()
        .describe("HTTP path of the probes. Default: the documented one."),
};

/** What a stack may say about how a workload runs. Everything but the image has its document's value as default, in code. */
export interface RunSetting {
    readonly image: string;
    readonly holdsNothing?: boolean | undefined;
    readonly command?: readonly string[] | undefined;
    readonly arguments?: readonly string[] | undefined;
    readonly healthPath?: string | undefined;
    readonly ports?: Readonly<Record<string, number | undefined>> | undefined;
    readonly variables?: Readonly<Record<string, string>> | undefined;
}

/** Workloads of a system, with the names of their ports. */
export type WorkloadPorts = Readonly<Record<string, readonly string[]>>;

const runSetting = <const Port extends string>(ports: readonly Port[], ours: ProtectedVariables, optional: boolean) =>
    z.strictObject({
        ...base,
        ...(optional && {
            image: optionalImage.describe(
                "stand-in, absent (it is not there, and nothing that belongs to it), a digest (sha256:...) in the environment's registry, or registry/path@sha256:... elsewhere.",
            ),
        }),
        holdsNothing: z
            .boolean()
            .optional()
            .describe("Of a part with a volume that is absent: that it holds nothing which is still needed."),
        variables: variables(ours)
            .optional()
            .describe("Further environment variables, for what an image reads beside the documents'. No secrets."),
        ports: z
            .strictObject(Object.fromEntries(ports.map((name) => [name, port])) as Record<Port, typeof port>)
            .partial()
            .optional()
            .describe("Port numbers, instead of the documented ones."),
    });

/** `workloads` of a system: one entry for each. */
export function workloadSettings<const Workloads extends WorkloadPorts>(
    workloads: Workloads,
    ours: ProtectedVariables = {},
    optional: readonly (keyof Workloads)[] = [],
) {
    type Shape = { [Name in keyof Workloads]: ReturnType<typeof runSetting<Workloads[Name][number]>> };
    const shape = Object.fromEntries(
        Object.entries(workloads).map(([name, ports]) => [name, runSetting(ports, ours, optional.includes(name))]),
    );
    return z.strictObject(shape as Shape).describe("How each workload is run: image, command, ports.");
}

const podNumber = (maximum: number) =>
    z
        .number(`must be a number of pods | write 1 to ${String(maximum)}`)
        .int(`must be a whole number of pods | write 1 to ${String(maximum)}`)
        .min(1, `must be 1 or more: an autoscaler has a floor of 1 | write 1 to ${String(maximum)}`)
        .max(maximum, `must be at most ${String(maximum)} | write 1 to ${String(maximum)}`);

/** How many pods a workload may have. */
export interface PodBounds {
    readonly min: number;
    readonly max: number;
}

/** `min` equal to `max` is a number of pods that nothing changes. */
export const podBounds = (maximum: number) =>
    z
        .strictObject({
            min: podNumber(maximum).describe("Fewest pods."),
            max: podNumber(maximum).describe("Most pods. As min: always so many."),
        })
        // A maximum that is wrong by itself bounds nothing.
        .refine(({ min, max }) => min <= max || max < 1 || !Number.isInteger(max), {
            path: ["min"],
            error: ({ input }) => `is above max | write ${(input as PodBounds).max} or less, or raise max`,
        });

/** Size of a volume on EBS, in GiB. Wants a description of its own. */
export const volumeGibibytes = z
    .number("must be a number of GiB | write 10")
    .int("must be a whole number of GiB | round it up")
    .min(1, "must be 1 GiB or more | write 10")
    .max(16_384, "is more than 16 TiB, where ext4 ends | write 16384 or less");

/** A dump of a system's own Neo4j, as the bucket lists it: `fileName` and the moment. */
export const neo4jBackup = (fileName: string) =>
    z
        .string()
        .regex(
            new RegExp(`^${fileName}_\\d{8}_\\d{6}\\.tar\\.gz$`),
            `is no backup of it | write it as the bucket lists it, ${fileName}_YYYYMMDD_HHMMSS.tar.gz`,
        )
        .optional();

/** Both Myriads call their dumps so. */
export const MYRIAD_BACKUP = "myriad_backup";

/** What a stack may say about a system's own Neo4j. */
export const neo4jSettings = {
    gibibytes: volumeGibibytes.describe("Volume of Neo4j, in GiB. May grow, never shrink."),
    restoreFrom: neo4jBackup(MYRIAD_BACKUP).describe(
        "Backup that replaces the database at the next start, once; remove the line afterwards.",
    ),
};

/** `scraped` of a system: parts by their key under `workloads`. Its default is what code serves today (`producedToday` of its metrics). */
export const scrapedParts = <const Part extends string>(parts: readonly [Part, ...Part[]], today: string) =>
    z
        .array(z.enum(parts))
        .refine((named) => new Set(named).size === named.length, "names a part twice | keep one of the two")
        .meta({ uniqueItems: true })
        .describe(`Parts that Prometheus reads. Add one when its image has a /metrics: ${today}.`);

/** A part that the stack leaves out. */
export const isAbsent = ({ image }: Pick<RunSetting, "image">): boolean => image === ABSENT;

export const absentParts = (workloads: Readonly<Record<string, Pick<RunSetting, "image">>>): readonly string[] =>
    Object.entries(workloads).flatMap(([name, setting]) => (isAbsent(setting) ? [name] : []));

/** Claims of parts that hold data and are there, as `<namespace>/<claim>`. */
export const claimsHeld = <Part extends string>(
    namespace: string,
    holders: Readonly<Record<Part, string>>,
    workloads: Readonly<Record<NoInfer<Part>, Pick<RunSetting, "image">>>,
): readonly string[] =>
    (Object.keys(holders) as Part[])
        .filter((part) => !isAbsent(workloads[part]))
        .map((part) => `${namespace}/${holders[part]}`);
