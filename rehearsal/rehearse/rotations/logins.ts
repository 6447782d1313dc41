/** Who can log in to what while passwords are rotated: a model that is told each step of a deployment, and counts. */

/** A store that knows users, by its secrets' path: `redis/queue`, `postgres/memstack`, `neo4j/memstack`. */
export type Server = string;

export interface Credential {
    readonly server: Server;
    readonly username: string;
    readonly password: string;
}

/** What begins or ends in a deployment. Between the two, either may hold. */
export interface Moment {
    /** For a person: `update stores-queue-user-memstack`. */
    readonly what: string;
    readonly phase: "begins" | "ends";
    readonly does: Does;
}

export type Does =
    /** A server is told the passwords of a user, which replace those that it knew. */
    | {
          readonly kind: "tells";
          readonly server: Server;
          readonly username: string;
          readonly passwords: readonly string[];
          /** The Secret of the cluster that who tells it reads: a Job, where it is no request of the deployment itself. */
          readonly reads?: string;
      }
    /** A Secret of the cluster is written. Pods that start from then on find this in it; so do files that are mounted. */
    | { readonly kind: "copies"; readonly secret: string; readonly credentials: readonly Credential[] }
    /** Pods are replaced: from its end on, none has what it was started with before. */
    | { readonly kind: "rolls"; readonly reader: string };

export interface Reader {
    /** `Deployment memstack/memstack-api`. */
    readonly name: string;
    /** Secrets of the cluster, `namespace/name`. */
    readonly secrets: readonly string[];
}

export interface Counted {
    readonly logins: number;
    /** One line for each that was refused, once. */
    readonly refused: readonly string[];
}

type Passwords = ReadonlySet<string>;

export class Logins {
    /** By server and user. */
    readonly #taken = new Map<string, Passwords>();
    /** What a Secret may hold now: two while it is written. */
    readonly #held = new Map<string, readonly (readonly Credential[])[]>();
    /** What pods of a reader were started with. */
    readonly #started = new Map<string, readonly Credential[]>();
    #readers: readonly Reader[] = [];

    tell({ server, username }: Pick<Credential, "server" | "username">, passwords: readonly string[]): void {
        this.#taken.set(userOf({ server, username }), new Set(passwords));
    }

    copy(secret: string, credentials: readonly Credential[]): void {
        this.#held.set(secret, [credentials]);
    }

    /** Those of a deployment; who was there before keeps what it was started with. */
    read(readers: readonly Reader[]): void {
        this.#readers = readers;
        for (const reader of readers) if (!this.#started.has(reader.name)) this.#start(reader);
    }

    accepts({ server, username, password }: Credential): boolean {
        return this.#taken.get(userOf({ server, username }))?.has(password) === true;
    }

    /** What pods of a reader may log in with at this moment. */
    of({ name, secrets }: Reader): readonly Credential[] {
        const now = secrets.flatMap((secret) => (this.#held.get(secret) ?? []).flat());
        const all = [...(this.#started.get(name) ?? []), ...now];
        return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
    }

    /** Every reader logs in with whatever it may have, before the first moment and after each. */
    replay(moments: readonly Moment[]): Counted {
        let logins = 0;
        const refused = new Set<string>();
        const look = (when: string): void => {
            for (const reader of this.#readers)
                for (const credential of this.of(reader)) {
                    logins += 1;
                    if (!this.accepts(credential))
                        refused.add(
                            `${reader.name} is refused by ${credential.server} as ${credential.username}, ${when}`,
                        );
                }
        };
        look("before anything happens");
        for (const moment of moments) {
            const early = this.#early(moment);
            if (early !== undefined) refused.add(early);
            this.#take(moment);
            look(`when ${moment.what} ${moment.phase}`);
        }
        return { logins, refused: [...refused] };
    }

    /** Who tells a server what stands in a Secret must find it there. */
    #early({ does, phase, what }: Moment): string | undefined {
        if (does.kind !== "tells" || does.reads === undefined || phase === "ends") return undefined;
        const now = this.#held.get(does.reads) ?? [];
        const [password] = does.passwords;
        const found = now.length === 1 && now[0]?.some((each) => each.password === password) === true;
        return found ? undefined : `${what} begins before ${does.reads} has what it tells`;
    }

    #take({ does, phase }: Moment): void {
        switch (does.kind) {
            case "tells": {
                const before = this.#taken.get(userOf(does)) ?? new Set();
                // Until it has ended nobody knows which of both the server goes by.
                const sure = does.passwords.filter((password) => before.has(password));
                this.#taken.set(userOf(does), new Set(phase === "begins" ? sure : does.passwords));
                return;
            }
            case "copies":
                this.#held.set(does.secret, [
                    ...(phase === "begins" ? (this.#held.get(does.secret) ?? [[]]) : []),
                    does.credentials,
                ]);
                return;
            case "rolls": {
                const reader = this.#readers.find(({ name }) => name === does.reader);
                if (phase === "ends" && reader !== undefined) this.#start(reader);
            }
        }
    }

    #start({ name, secrets }: Reader): void {
        this.#started.set(
            name,
            secrets.flatMap((secret) => this.#held.get(secret)?.at(-1) ?? []),
        );
    }
}

const userOf = ({ server, username }: Pick<Credential, "server" | "username">): string => `${server} ${username}`;
