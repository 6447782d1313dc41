/** Every verb on every kind in every namespace, asked of the API server's own authorizer, and the table of it for people. */
import { inTurns, GROUPS, type Asker, type Json, type Level } from "./ask";

export interface Kind {
    readonly group: string;
    /** `pods`, or `pods/log`. */
    readonly resource: string;
    readonly namespaced: boolean;
}

const VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];
/** What is no kind, or has verbs of its own (Kubernetes, "Authorization overview", "Using RBAC": bind, escalate, impersonate, approve, sign). */
const SPECIAL: readonly (readonly [verb: string, group: string, resource: string])[] = [
    ["impersonate", "", "users"],
    ["impersonate", "", "groups"],
    ["impersonate", "", "serviceaccounts"],
    ["bind", "rbac.authorization.k8s.io", "clusterroles"],
    ["escalate", "rbac.authorization.k8s.io", "clusterroles"],
    ["bind", "rbac.authorization.k8s.io", "roles"],
    ["escalate", "rbac.authorization.k8s.io", "roles"],
    ["approve", "certificates.k8s.io", "signers"],
    ["sign", "certificates.k8s.io", "signers"],
];
/** Served by metrics-server and KEDA, which do not run here. */
const AGGREGATED: readonly Kind[] = [
    { group: "metrics.k8s.io", resource: "pods", namespaced: true },
    { group: "metrics.k8s.io", resource: "nodes", namespaced: false },
    { group: "external.metrics.k8s.io", resource: "externalmetrics", namespaced: true },
];
const DISCOVERY = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

interface Discovered {
    readonly items: readonly {
        readonly metadata?: { readonly name?: string };
        readonly versions: readonly {
            readonly resources?: readonly {
                readonly resource: string;
                readonly scope: string;
                readonly subresources?: readonly { readonly subresource: string }[];
            }[];
        }[];
    }[];
}

/** What the API server has, subresources too, in whatever version. */
export async function kindsOf(asker: Asker): Promise<readonly Kind[]> {
    const lists = await Promise.all(["/api", "/apis"].map((path) => asker.ask("GET", path, { accept: DISCOVERY })));
    const kinds = lists.flatMap(({ body }) =>
        (body as unknown as Discovered).items.flatMap(({ metadata, versions }) =>
            versions.flatMap(({ resources = [] }) =>
                resources.flatMap(({ resource, scope, subresources = [] }) =>
                    [resource, ...subresources.map(({ subresource }) => `${resource}/${subresource}`)].map((name) => ({
                        ...{ group: metadata?.name ?? "", resource: name, namespaced: scope === "Namespaced" },
                    })),
                ),
            ),
        ),
    );
    const all = [...kinds, ...AGGREGATED];
    return [...new Map(all.map((kind) => [`${kind.group}/${kind.resource}`, kind])).values()];
}

/** One thing that a level may. */
export interface Right {
    readonly level: Level;
    readonly group: string;
    readonly resource: string;
    readonly verb: string;
    readonly namespaced: boolean;
}

const LEVELS: readonly Level[] = ["view", "operate"];

/** What is allowed in every namespace, and of the whole cluster, of everything that can be asked. */
export async function rightsOf(asker: Asker, kinds: readonly Kind[]): Promise<readonly Right[]> {
    const questions = LEVELS.flatMap((level) => [
        ...kinds.flatMap(({ group, resource, namespaced }) =>
            VERBS.map((verb) => ({ level, group, resource, verb, namespaced })),
        ),
        ...SPECIAL.map(([verb, group, resource]) => ({ level, group, resource, verb, namespaced: false })),
    ]);
    const answers = await inTurns(questions, (question) => may(asker, question));
    return questions.filter((_, index) => answers[index]);
}

/** Everything that a level may in a namespace, as the API server puts it together from every binding there is. */
export async function rulesIn(asker: Asker, level: Level, namespace: string): Promise<string> {
    const { status, body } = await asker.ask("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", {
        as: level,
        body: { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectRulesReview", spec: { namespace } },
    });
    const { resourceRules, incomplete } = body.status as { resourceRules: readonly unknown[]; incomplete: boolean };
    if (status !== 201 || incomplete) throw new Error(`SelfSubjectRulesReview: ${JSON.stringify(body)}`);
    return JSON.stringify(resourceRules.map((rule) => JSON.stringify(rule)).sort());
}

async function may(asker: Asker, { group, resource, verb, level }: Right): Promise<boolean> {
    const [name, subresource] = resource.split("/");
    const { status, body } = await asker.ask("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", {
        body: {
            ...{ apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview" },
            spec: {
                ...{ user: "olga", groups: [...GROUPS[level], "system:authenticated"] },
                // No namespace: in all of them.
                resourceAttributes: { verb, group, resource: name, subresource },
            },
        },
    });
    if (status !== 201) throw new Error(`SubjectAccessReview: ${JSON.stringify(body)}`);
    return (body.status as Json).allowed === true;
}

/** What holds the change of an operator: the law, or why none is needed. */
const HELD: Readonly<Record<string, string>> = {
    "apps/deployments": "`mindcloud-operators-restart`",
    "apps/statefulsets": "`mindcloud-operators-restart`",
    "apps/daemonsets": "`mindcloud-operators-restart`",
    "/pods/exec": "`mindcloud-operators-shell`",
    "/pods/attach": "`mindcloud-operators-shell`",
    "keda.sh/scaledobjects": "`mindcloud-operators-annotate`",
    "external-secrets.io/externalsecrets": "`mindcloud-operators-annotate`",
    "/persistentvolumeclaims": "`mindcloud-operators-grow`",
    "autoscaling/horizontalpodautoscalers": "`mindcloud-operators-bounds`",
    "/nodes": "`mindcloud-operators-cordon`",
    "batch/jobs": "`mindcloud-operators-runs`",
    "/pods": "only `delete`; a controller makes the next one",
    "/pods/eviction": "within disruption budgets",
    "/pods/portforward": "reaches what a pod listens on, as a neighbour would",
    "apps/deployments/scale": "a number",
    "apps/statefulsets/scale": "a number",
    "authentication.k8s.io/selfsubjectreviews": "asks who one is",
    "authorization.k8s.io/selfsubjectaccessreviews": "asks what one may",
    "authorization.k8s.io/selfsubjectrulesreviews": "asks what one may",
};
const READING = ["get", "list", "watch"];

/** A row for each set of verbs of an API group. */
export function tableOf(rights: readonly Right[]): string {
    const seen = new Set(rights.filter(({ level }) => level === "view").map(keyOf));
    const own = rights.filter((right) => right.level === "view" || !seen.has(keyOf(right)));
    const byKind = new Map<string, Right[]>();
    for (const right of own) {
        const key = `${right.level} ${right.group}/${right.resource}`;
        byKind.set(key, [...(byKind.get(key) ?? []), right]);
    }
    const rows = new Map<string, string[]>();
    for (const [, all] of [...byKind].sort(([one], [other]) => (one < other ? -1 : 1))) {
        const [{ level, group, resource, namespaced } = { level: "view", group: "", resource: "", namespaced: false }] =
            all;
        const verbs = [...new Set(all.map(({ verb }) => verb))].sort(byCustom).join(", ");
        const row = [level, group || "core", verbs, namespaced ? "every namespace" : "cluster", heldOf(all)].join(
            " | ",
        );
        rows.set(row, [...(rows.get(row) ?? []), resource]);
    }
    const lines = [...rows].map(([row, resources]) => {
        const [level = "", group = "", verbs = "", where = "", held = ""] = row.split(" | ");
        return `| \`${level}\` | ${group} | ${resources.join(", ")} | ${verbs} | ${where} | ${held} |`;
    });
    return [
        "| level | API group | kinds | verbs | where | held by |",
        "|---|---|---|---|---|---|",
        ...lines.sort(levelsFirst),
    ].join("\n");
}

const keyOf = ({ group, resource, verb }: Right): string => [group, resource, verb].join(" ");
const byCustom = (one: string, other: string): number => VERBS.indexOf(one) - VERBS.indexOf(other);
const levelsFirst = (one: string, other: string): number =>
    Number(one.includes("`operate`")) - Number(other.includes("`operate`"));

function heldOf(rights: readonly Right[]): string {
    const [first] = rights;
    const writes = rights.some(({ verb }) => !READING.includes(verb));
    const isAction =
        first !== undefined && ["exec", "attach", "portforward"].includes(first.resource.split("/")[1] ?? "");
    if (first === undefined || (!writes && !isAction)) return "";
    return HELD[`${first.group}/${first.resource}`] ?? "**nothing**";
}
