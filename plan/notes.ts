import { SYSTEMS } from "../components/systems";
import type { SystemDefinition } from "../components/systems/definition";
import type { Environment } from "../config/environment";

/** What the systems have to say of a configuration that is valid: `simpleCli: ...`. */
export const notesOf = ({ systems }: Pick<Environment, "systems">): readonly string[] =>
    Object.entries(SYSTEMS as Readonly<Record<string, Pick<SystemDefinition<never>, "notes">>>).flatMap(
        ([key, { notes }]) => {
            const config = systems[key as keyof typeof systems];
            // Which system a key means is lost to the types in a loop over all of them.
            return config.enabled && notes !== undefined ? notes(config as never).map((note) => `${key}: ${note}`) : [];
        },
    );
