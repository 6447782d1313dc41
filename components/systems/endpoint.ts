/** Who gets in by a system's name in the domain: facts about the code, what a stack says, and what follows. Imports zod only. */
import { z } from "zod";
import { outsideUrl } from "./outside";

/** A path of a system, as its code was read at the commit of images/images.json. */
export interface CheckedPath {
    /** Beginning of the paths (`pathType: Prefix`). */
    readonly path: string;
    /** Who asks callers for credentials when a request comes straight to the application. */
    readonly by: "application" | "nobody";
    /** application: by which setting. nobody: what a caller could do. */
    readonly how: string;
}

export interface EndpointFacts {
    /** Name in the environment's domain. */
    readonly host: string;
    /** Key in the stack file. */
    readonly key: string;
    readonly paths: readonly CheckedPath[];
    /** Where the application answers 401 or 403 to a GET without credentials: what the probe from outside asks. */
    readonly refuses?: string;
}

export type Authenticator = "loadBalancer" | "application" | "nobody";

/** A path that the load balancer sends on. */
export interface PublishedPath {
    readonly path: string;
    readonly by: Authenticator;
    readonly how: string;
    /** `nobody`: key path of the stack file that says so by name. */
    readonly optIn?: string;
}

const httpsUrl = outsideUrl(
    String.raw`[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[\w.~%/-]*)?`,
    "is not an HTTPS address | write for example https://login.example.com/oauth2/authorize",
);

/** The keys of monitoring.grafana.oidc, and the issuer, which a load balancer compares with each token's. */
const login = z.strictObject({
    issuer: httpsUrl.describe("Issuer of the provider's tokens, exactly as its discovery document says it."),
    clientId: z
        .string()
        .regex(/^[\w.:/@-]{1,256}$/, "is not the name of a client | copy it from the provider")
        .describe("Client that the provider knows this endpoint by. Its secret: mindcloud:secrets.endpoints.<system>."),
    authUrl: httpsUrl.describe(
        "Authorization endpoint. The redirect URL is https://<system>.<domain>/oauth2/idpresponse.",
    ),
    tokenUrl: httpsUrl.describe("Token endpoint."),
    userUrl: httpsUrl.describe("Userinfo endpoint."),
});
export type Login = z.infer<typeof login>;

const publishable = z
    .string()
    .regex(
        /^(?!\/$)(?!\/metrics(\/|$))(\/[\w.~-]+)+$/,
        "is not a path that may be published | name one, for example /mcp; / would publish everything, and /metrics is for Prometheus alone",
    );

export const endpointSettings = z
    .strictObject({
        scheme: z
            .enum(["internetFacing", "internal"])
            .describe("Load balancer that it is behind: internal has addresses in the private subnets only."),
        login: login
            .optional()
            .describe(
                "Login at the load balancer by OpenID Connect, for every published path. For people with a browser: programs with a token of their own are sent to the login page. Default none.",
            ),
        paths: z
            .record(publishable, z.enum(["application", "nobody", "closed"]))
            .describe(
                "Who asks callers for credentials, where it differs from docs/security.md. application: your image does. nobody: published for everybody, which you choose by this word. closed: not published.",
            ),
    })
    .refine(({ login: byLogin, paths }) => byLogin === undefined || !Object.values(paths).includes("nobody"), {
        path: ["paths"],
        error: "says nobody, although login asks everybody | remove one of the two",
    })
    .describe("Name in the domain, and who gets in. Without mindcloud:domain there is none.");
export type EndpointSettings = z.infer<typeof endpointSettings>;

export const CLOSED_ENDPOINT = { scheme: "internetFacing", paths: {} } as const;

/** What the load balancer sends on: what somebody authenticates, and what a stack opens by name. The longest path first, as it is matched. */
export function publishedPaths({ key, paths: checked }: EndpointFacts, said: EndpointSettings): PublishedPath[] {
    const other: CheckedPath[] = Object.entries(said.paths)
        .filter(([path, by]) => by !== "closed" && !checked.some((one) => one.path === path))
        .map(([path]) => ({ path, by: "nobody", how: "no path of the code that was read" }));
    return [...checked, ...other]
        .flatMap((path) => publishedPath(key, path, said))
        .sort((one, two) => two.path.length - one.path.length || (one.path < two.path ? -1 : 1));
}

function publishedPath(key: string, { path, by: known, how }: CheckedPath, said: EndpointSettings): PublishedPath[] {
    const by = said.paths[path] ?? known;
    const where = `systems.${key}.endpoint.paths.${path}`;
    if (by === "closed") return [];
    if (said.login !== undefined) return [{ path, by: "loadBalancer", how: `OpenID Connect, ${said.login.issuer}` }];
    if (by === "application") return [{ path, by, how: by === known ? how : where }];
    return said.paths[path] === "nobody" ? [{ path, by, how: `opened by ${where}`, optIn: where }] : [];
}

/** Path under mindcloud:secrets of an endpoint's client secret. */
export const loginSecret = (key: string): string => `endpoints.${key}`;

/** What `needs` says of an endpoint. */
export function endpointNeeds(facts: EndpointFacts, said: EndpointSettings) {
    const published = publishedPaths(facts, said).length > 0;
    return {
        ingress: published,
        internalIngress: published && said.scheme === "internal",
        logins: published && said.login !== undefined ? [loginSecret(facts.key)] : [],
    };
}
