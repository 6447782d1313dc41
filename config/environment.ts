/** One environment: plain data, complete after loading. Components see this and nothing else of the outside world. */
import type { Needs } from "./needs";
import type { Settings } from "./schema";

export interface Environment extends Settings {
    readonly project: string;
    readonly stack: string;
    readonly region: string;
    /** Part of every ARN: aws, aws-us-gov, aws-cn. */
    readonly partition: string;
    /** Names of the zones in use, in order; their number is network.zones. */
    readonly zoneNames: readonly string[];
    readonly needs: Needs;
    /** Keys of the stack file that change nothing as it stands, with the reason (idle.ts). */
    readonly idle: readonly string[];
}

/** A secret that only people have: given in the stack file (a value the program may not look at), or the name of a Secrets Manager secret. */
export type PeopleSecret =
    | { readonly kind: "given"; readonly value: string | undefined } // undefined: encrypted, and this run does not decrypt
    | { readonly kind: "named"; readonly secretName: string };

/** By path under mindcloud:secrets, for example "llm.deepseek". */
export type PeopleSecrets = Readonly<Record<string, PeopleSecret>>;

export type Profile = Settings["profile"];
export type DataPolicy = Settings["data"];
