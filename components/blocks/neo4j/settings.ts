/** neo4j.conf as environment variables, in the way of its image: NEO4J_, dots become one underscore, underscores two. */
import { setting, type Neo4jSize } from "./size";

/** Settings of neo4j.conf by their current names, for example `db.logs.query.enabled`. */
export type Neo4jSettings = Readonly<Record<string, string>>;

export function settingVariables(settings: Neo4jSettings): Record<string, string> {
    return Object.fromEntries(Object.entries(settings).map(([name, value]) => [variable(name), value]));
}

export function memorySettings({ heap, pageCache }: Pick<Neo4jSize, "heap" | "pageCache">): Neo4jSettings {
    return {
        "server.memory.heap.initial_size": setting(heap),
        "server.memory.heap.max_size": setting(heap),
        "server.memory.pagecache.size": setting(pageCache),
    };
}

/** What holds for every Neo4j that we run. */
export const COMMON_SETTINGS: Neo4jSettings = {
    // The default, and said because of what depends on it: a name that Community does not know stops the server at once, and not us later.
    "server.config.strict_validation.enabled": "true",
    // It would be sent to the internet, which no policy lets it reach.
    "dbms.usage_report.enabled": "false",
};

/** What the documents ask for and Community Edition does not have; with strict validation it would not start. */
const ENTERPRISE: readonly (readonly [name: RegExp, instead: string])[] = [
    [/^(dbms|server)\.backup\./, "Community has no online backup: backups makes a dump every night"],
    [/^((dbms|server)\.)?metrics\./, "Community exports no metrics: its health is what the probes see"],
    [/^(dbms|server)\.(cluster|routing|discovery)\./, "Community runs one server"],
];
/** Names of Neo4j 4 that 5 renamed (Operations Manual, "Updates and migration", settings). */
const RENAMED = /^dbms\.(memory\.(heap|pagecache)|connector|directories|default_(listen|advertised)_address|jvm)\b/;
const NAME = /^[a-z]+(\.[a-z0-9_]+)+$/;

export function settingProblems(settings: Neo4jSettings, ours: Neo4jSettings): string[] {
    return Object.keys(settings).flatMap((name) => {
        const enterprise = ENTERPRISE.find(([pattern]) => pattern.test(name));
        if (enterprise !== undefined)
            return [`sets ${name}, which belongs to Neo4j Enterprise, and would not start: ${enterprise[1]}`];
        if (RENAMED.test(name)) return [`sets ${name}, a name of Neo4j 4: write server.${name.slice("dbms.".length)}`];
        if (!NAME.test(name)) return [`sets ${name}, which is no name of a setting: write it as in neo4j.conf`];
        return name in ours ? [`sets ${name}, which is decided by its size, ports and volumes`] : [];
    });
}

const variable = (name: string): string => `NEO4J_${name.replaceAll("_", "__").replaceAll(".", "_")}`;
