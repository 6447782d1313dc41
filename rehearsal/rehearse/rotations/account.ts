/** What of an embedded account and cluster has to do with logins: users, credentials, Secrets and who reads them. */
import { mapIn, mapsIn } from "../../../plan/capacity/requests";
import { factsOf, type CloudObject, type Store } from "../../cloud/store";
import type { Event } from "../../engine/event";
import { nameOf } from "../../view/progress";
import { Logins, type Credential, type Does, type Moment, type Reader } from "./logins";

const USER = "aws:elasticache/user:User";
const SECRET = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const EXTERNAL = "kubernetes:external-secrets.io/v1:ExternalSecret";
const JOB = "kubernetes:batch/v1:Job";
const PODS = ["Deployment", "StatefulSet", "DaemonSet"].map((kind) => `kubernetes:apps/v1:${kind}`);
/** Jobs that make a server take what they read (docs/guides/rotation.md). */
const TELLING = ["db-init", "neo4j-rotation"];
/** Stores that ask who logs in. */
const SERVERS = ["redis", "postgres", "neo4j"];

type Json = Readonly<Record<string, unknown>>;

/** What happens when an object of these is made or changed; undefined for all others. */
export function doesOf(object: CloudObject, store: Pick<Store, "live">): Does | undefined {
    const facts = factsOf(object);
    if (object.type === USER) return tells(object.name, facts);
    if (object.type === EXTERNAL) {
        const secret = called(facts, mapIn(mapIn(facts.spec).target).name);
        return { kind: "copies", secret, credentials: credentialsOf(facts, store) };
    }
    if (object.type === JOB) {
        if (!TELLING.includes(String(mapIn(facts.metadata).name))) return undefined;
        const [reads] = secretsOf(facts).filter((secret) => copied(secret, store).length > 0);
        const [set] = reads === undefined ? [] : copied(reads, store);
        if (reads === undefined || set === undefined) throw new Error(`${object.name} reads no credential of a store`);
        return { kind: "tells", server: set.server, username: set.username, passwords: [set.password], reads };
    }
    return PODS.includes(object.type) ? { kind: "rolls", reader: readerName(object) } : undefined;
}

export function readersOf(store: Pick<Store, "live">): readonly Reader[] {
    return store.live(...PODS).flatMap((object) => {
        const secrets = secretsOf(factsOf(object)).filter((secret) => copied(secret, store).length > 0);
        return secrets.length === 0 ? [] : [{ name: readerName(object), secrets }];
    });
}

/** Of every store, as Secrets Manager has them now. */
export const credentialsIn = (store: Pick<Store, "live">): readonly Credential[] =>
    valuesOf(store).flatMap(({ path, value }) =>
        SERVERS.includes(path.split("/")[0] ?? "") ? [credential(path, value)] : [],
    );

/** An environment that was never rotated: its servers take what Secrets Manager has, and so do its readers. */
export function loginsOf(store: Pick<Store, "live">): Logins {
    const logins = new Logins();
    for (const each of credentialsIn(store)) logins.tell(each, [each.password]);
    for (const object of store.live(USER, EXTERNAL)) {
        const does = doesOf(object, store);
        if (does?.kind === "tells") logins.tell(does, does.passwords);
        if (does?.kind === "copies") logins.copy(does.secret, does.credentials);
    }
    logins.read(readersOf(store));
    return logins;
}

/** Paths of secrets that are one value, below `passwords/`. */
export const singleValues = (store: Pick<Store, "live">): readonly string[] =>
    valuesOf(store).flatMap(({ path }) => (path.startsWith("passwords/") ? [path] : []));

/** What the engine did, in its order, with what has to do with logins. `after`: what came of it. */
export function momentsOf(events: readonly string[], after: Pick<Store, "live">): readonly Moment[] {
    const objects = new Map(after.live().map((object) => [`${object.type} ${object.name}`, object]));
    return events.flatMap((text): readonly Moment[] => {
        const { resourcePreEvent, resOutputsEvent } = JSON.parse(text) as Event;
        const metadata = (resourcePreEvent ?? resOutputsEvent)?.metadata;
        if (metadata === undefined || !MAKING.has(metadata.op)) return [];
        const name = nameOf(metadata.urn);
        const object = objects.get(`${metadata.type} ${name}`);
        const does = object === undefined ? undefined : doesOf(object, after);
        if (does === undefined) return [];
        const phase = resourcePreEvent === undefined ? "ends" : "begins";
        return [{ what: `${metadata.op} ${name}`, phase, does }];
    });
}

const MAKING: ReadonlySet<string> = new Set(["create", "update", "create-replacement"]);

function tells(name: string, { userName, authenticationMode }: Json): Does {
    const [, use = ""] = /^stores-(cache|queue)-/.exec(name) ?? [];
    const { passwords } = mapIn(authenticationMode);
    return {
        kind: "tells",
        server: `redis/${use}`,
        username: String(userName),
        passwords: Array.isArray(passwords) ? passwords.map(String) : [],
    };
}

interface Value {
    /** Below `<project>/<stack>/`. */
    readonly path: string;
    readonly version: string;
    readonly value: Json;
}

function valuesOf(store: Pick<Store, "live">): readonly Value[] {
    const names = new Map(store.live(SECRET).map((each) => [each.id, String(factsOf(each).name)]));
    return store.live(VERSION).map((version) => {
        const { secretId, secretString, versionId } = factsOf(version);
        const path = (names.get(String(secretId)) ?? "").split("/").slice(2).join("/");
        return { path, version: `uuid/${String(versionId)}`, value: parsed(String(secretString)) };
    });
}

function parsed(text: string): Json {
    if (!text.startsWith("{")) return {};
    return mapIn(JSON.parse(text));
}

const credential = (path: string, { username, password }: Json): Credential => ({
    // Of Valkey, users of one group share a server; of the others, each secret has its own.
    server: path.startsWith("redis/") ? path.split("/").slice(0, 2).join("/") : path,
    ...{ username: String(username), password: String(password) },
});

/** Of an ExternalSecret: whose passwords it copies, in the versions that it names. */
function credentialsOf({ spec }: Json, store: Pick<Store, "live">): readonly Credential[] {
    const values = valuesOf(store);
    return mapsIn(mapIn(spec).data).flatMap((item) => {
        const { key, property, version } = mapIn(item.remoteRef);
        const path = String(key).split("/").slice(2).join("/");
        if (property !== "password" || !SERVERS.includes(path.split("/")[0] ?? "")) return [];
        const found = values.find((each) => each.path === path && each.version === version);
        if (found === undefined) throw new Error(`${path} has no version ${String(version)}`);
        return [credential(path, found.value)];
    });
}

function copied(secret: string, store: Pick<Store, "live">): readonly Credential[] {
    const external = store
        .live(EXTERNAL)
        .map(factsOf)
        .find((facts) => called(facts, mapIn(mapIn(facts.spec).target).name) === secret);
    return external === undefined ? [] : credentialsOf(external, store);
}

/** Every Secret that a pod of it mounts or takes its environment from. */
function secretsOf(facts: Json): readonly string[] {
    const text = JSON.stringify(mapIn(mapIn(mapIn(facts.spec).template).spec));
    const names = [
        ...[...text.matchAll(/"secretName":"([^"]+)"/g)],
        ...[...text.matchAll(/"secret(?:KeyRef|Ref)?":\{[^{}]*?(?:"items":\[[^\]]*\][^{}]*?)?"name":"([^"]+)"/g)],
    ].map(([, name = ""]) => name);
    return [...new Set(names)].map((name) => called(facts, name));
}

const called = ({ metadata }: Json, name: unknown): string => `${String(mapIn(metadata).namespace)}/${String(name)}`;

const readerName = (object: CloudObject): string =>
    `${object.type.split(":").at(-1) ?? ""} ${called(factsOf(object), mapIn(factsOf(object).metadata).name)}`;
