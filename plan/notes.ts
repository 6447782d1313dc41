import { SYSTEMS } from "../components/systems";
import type { SystemDefinition } from "../components/systems/definition";
import type { Environment } from "../config/environment";
import { silentSignals } from "./silent-signals";
import { strangeRoleLine, strangeRoles } from "./account-roles";

/** What there is to say of a configuration that is valid: of principals, of systems (`simpleCli: ...`), and of what has no numbers. */
export const notesOf = (environment: Environment): readonly string[] => [
    ...strangeRoles(environment).map(strangeRoleLine),
    ...ofDomain(environment),
    ...ofSystems(environment),
    ...silentSignals(environment),
];

const ofSystems = ({ systems }: Pick<Environment, "systems">): readonly string[] =>
    Object.entries(SYSTEMS as Readonly<Record<string, Pick<SystemDefinition<never>, "notes">>>).flatMap(
        ([key, { notes }]) => {
            const config = systems[key as keyof typeof systems];
            // Which system a key means is lost to the types in a loop over all of them.
            return config.enabled && notes !== undefined ? notes(config as never).map((note) => `${key}: ${note}`) : [];
        },
    );

/** Records in a zone that is not ours, each under the name of what it is for. */
function ofDomain({ domain, needs }: Pick<Environment, "domain" | "needs">): readonly string[] {
    if (domain === undefined || domain.zoneId !== undefined || !needs.ingress) return [];
    const definitions: Readonly<Record<string, Pick<SystemDefinition<never>, "endpoint">>> = SYSTEMS;
    const hosts = Object.entries(definitions).flatMap(([key, { endpoint }]) =>
        needs.systems[key]?.ingress === true && endpoint !== undefined ? [`${endpoint.host}.${domain.name}`] : [],
    );
    return [
        `domain: make ${hosts.length === 1 ? "this record" : "these records"} by hand in the zone of ${domain.name}, each a CNAME of the address that kubectl get ingress --all-namespaces shows after the first up: ${hosts.join(", ")}`,
    ];
}
