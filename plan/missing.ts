import { STAND_IN, type RunSetting } from "../components/systems/settings";
import type { Environment, PeopleSecrets } from "../config/environment";
import { KNOWN_SECRETS, RECEIVER_SECRETS, setSecretCommand } from "../config/secrets";

/** What a real account still needs. Plans and the embedded cloud go on without it; `CLOUD=aws` refuses. */
export interface Missing {
    readonly secrets: readonly MissingSecret[];
    readonly placeholders: readonly Placeholder[];
}

export interface MissingSecret {
    readonly path: string;
    /** Keys of the systems that ask for it, or `monitoring`. */
    readonly neededBy: readonly string[];
    /** What it is, as a person knows it. */
    readonly what: string;
    readonly command: string;
}

export interface Placeholder {
    /** Key path in the stack file. */
    readonly path: string;
    readonly value: string;
    readonly what: string;
}

// Values that stand for "yours": nobody can own them.
const PLACEHOLDERS: readonly (readonly [pattern: RegExp, what: string])[] = [
    [/\b0{12}\b/, "is nobody's account"],
    [/sha256:0{64}/, "is the digest of no image"],
    [/^(tgw|pcx)-0+$/, "is nobody's gateway"],
    [/PLACEHOLD/, "is written as a placeholder"],
    [/(^|[@.])example\.(com|net|org)$/, "example.com belongs to nobody (RFC 2606)"],
    [/^(192\.0\.2|198\.51\.100|203\.0\.113)\./, "is kept for documentation (RFC 5737)"],
];

export function missingFrom(environment: Environment, secrets: PeopleSecrets): Missing {
    return {
        secrets: environment.needs.peopleSecrets
            .filter((path) => !(path in secrets))
            .map((path) => ({
                path,
                neededBy: neededBy(environment, path),
                what: KNOWN_SECRETS[path] ?? receiverSecret(environment, path),
                command: setSecretCommand(path, environment.stack),
            })),
        placeholders: leavesOf(inUse(environment), "").flatMap(([path, value]) => {
            const found = PLACEHOLDERS.find(([pattern]) => pattern.test(value));
            return found === undefined ? [] : [{ path, value, what: found[1] }];
        }),
    };
}

function neededBy({ needs }: Environment, path: string): readonly string[] {
    const systems = Object.keys(needs.systems).filter((key) => needs.systems[key]?.peopleSecrets?.includes(path));
    return systems.length > 0 ? systems : ["monitoring"];
}

function receiverSecret({ monitoring }: Environment, path: string): string {
    const name = path.replace(`${RECEIVER_SECRETS.group}.`, "");
    return `secret of the receiver, ${monitoring.receivers[name]?.kind ?? "of no kind"}`;
}

/** A system that is switched off needs no image, nor does a stand-in that stands in for nobody. */
function inUse(environment: Environment): unknown {
    const systems = Object.fromEntries(Object.entries(environment.systems).filter(([, { enabled }]) => enabled));
    const images = Object.values(systems).flatMap(({ workloads }) => Object.values<RunSetting>(workloads));
    const stands = images.some(({ image }) => image === STAND_IN);
    return { ...environment, systems, images: stands ? environment.images : {} };
}

/** Every text in the environment, keys of maps included: the principals of `cluster.access` are keys. */
function leavesOf(value: unknown, path: string): readonly (readonly [path: string, text: string])[] {
    if (typeof value === "string") return [[path, value]];
    if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, path));
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, item]) => {
        const within = path === "" ? key : `${path}.${key}`;
        return /[:@]/.test(key) ? [[path, key] as const] : leavesOf(item, within);
    });
}
