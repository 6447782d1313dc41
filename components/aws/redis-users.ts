/** Who may log in to a Valkey group, and with what. */
import * as elasticache from "@pulumi/aws/elasticache";
import * as pulumi from "@pulumi/pulumi";
import type { KmsKey, StoredSecret } from "../handles";
import { physicalName } from "../names";
import type { Scope } from "../scope";
import { tagsFor } from "../tags";
import { rotatingPassword } from "./rotation";
import { Secret } from "./stored-secret";

/**
 * All keys and channels, because no system can be told a key prefix (docs/upstream.md, All of them). No command that
 * administers the server or that one system can hurt the others with: FLUSHALL, KEYS, CONFIG, MONITOR, DEBUG ... INFO alone is given
 * back, since clients and exporters ask for it when they connect.
 */
export const USER_ACCESS = "on ~* &* +@all -@admin -@dangerous +info";

/** Connections that do not say who they are become `default`; it exists so that they get nothing. */
const NOBODY_ACCESS = "off ~keys* -@all";

export interface RedisUsersArgs {
    readonly scope: Scope;
    /** Fixed words with which the ids of users and group begin. */
    readonly called: string;
    /** Beginning of secret names: `redis/cache`. */
    readonly path: string;
    /** Systems that log in, one user each. */
    readonly users: readonly string[];
    /**
     * True where the one system sends a password and no name (MemStack's URL is redis://:password@host): then its user is the group's
     * `default`, whom such a login means.
     */
    readonly withoutNames: boolean;
    /** Key of the domain `secrets`. */
    readonly secretsKey: KmsKey;
}

export interface RedisUsers {
    readonly groupId: pulumi.Output<string>;
    readonly secrets: Readonly<Record<string, StoredSecret>>;
}

/** A user group of engine Valkey takes only users that have a password: `default` gets one that nobody keeps. */
export function createRedisUsers(parent: pulumi.Resource, name: string, args: RedisUsersArgs): RedisUsers {
    const { withoutNames, scope } = args;
    if (withoutNames && args.users.length > 1)
        throw new Error(
            `${name}: ${args.users.join(" and ")} would share one login: only one of them may have no name`,
        );
    const create = (words: string, userName: string, accessString: string) =>
        createUser(parent, `${name}-${words}`, scope, {
            userId: physicalName(scope, "cacheUser", `${args.called}-${words}`),
            userName,
            accessString,
        });
    const nobody = withoutNames ? [] : [create("default", "default", NOBODY_ACCESS)];
    const users = args.users.map((user) => ({
        user,
        ...create(`user-${user}`, withoutNames ? "default" : user, USER_ACCESS),
    }));

    const group = new elasticache.UserGroup(
        `${name}-users`,
        {
            engine: "valkey",
            userGroupId: physicalName(args.scope, "cacheUser", args.called),
            userIds: [...nobody, ...users].map(({ resource }) => resource.userId),
            tags: tagsFor(`${name}-users`),
        },
        { parent },
    );
    const secrets = users.map(
        ({ user, ...login }) =>
            [user, storeCredential(parent, `${name}-user-${user}`, args, { user, ...login })] as const,
    );
    return { groupId: group.userGroupId, secrets: Object.fromEntries(secrets) };
}

function createUser(
    parent: pulumi.Resource,
    name: string,
    scope: Scope,
    user: Required<Pick<elasticache.UserArgs, "userId" | "userName" | "accessString">>,
) {
    const { current, previous } = rotatingPassword(`${name}-password`, { parent, scope });
    const resource = new elasticache.User(
        name,
        {
            engine: "valkey",
            ...user,
            authenticationMode: {
                type: "password",
                passwords: previous === undefined ? [current] : [current, previous],
            },
            tags: tagsFor(name),
        },
        { parent },
    );
    return { resource, password: current };
}

/** After its user: a password that is read before it is taken locks its reader out. */
function storeCredential(
    parent: pulumi.Resource,
    name: string,
    { scope, path, secretsKey, withoutNames }: RedisUsersArgs,
    login: { readonly user: string; readonly password: pulumi.Output<string>; readonly resource: pulumi.Resource },
): StoredSecret {
    const { user, password, resource } = login;
    const username = withoutNames ? "default" : user;
    return new Secret(
        `${name}-credential`,
        {
            scope,
            path: `${path}/${user}`,
            description: `Valkey user of ${user}: JSON with username and password`,
            key: secretsKey,
            value: pulumi.jsonStringify({ username, password }),
            after: [resource],
        },
        { parent },
    );
}
