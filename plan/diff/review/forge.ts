/** Where a review is told: a comment of a pull request at GitHub, a note of a merge request at GitLab. One of ours is written anew. */
import { z } from "zod";
import { InputError } from "../../input-error";
import { MARKER } from "./comment";

export type Fetch = (
    url: string,
    init: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string },
) => Promise<{ readonly ok: boolean; readonly status: number; readonly text: () => Promise<string> }>;

export interface Forge {
    /** The address of all comments of the request. */
    readonly comments: string;
    /** The address of one of them. */
    readonly comment: (id: number) => string;
    readonly headers: Readonly<Record<string, string>>;
    readonly change: "PATCH" | "PUT";
    /** Who writes with this token; only what that one wrote is written anew. */
    readonly author: () => Promise<string>;
}

const comments = z.array(
    z.object({
        id: z.number(),
        body: z.string().nullable(),
        user: z.object({ login: z.string() }).nullish(),
        author: z.object({ username: z.string() }).nullish(),
    }),
);

const PAGE = 100;
/** Of comments: what comes after the first thousand is not looked for. */
const PAGES = 10;

/** Says what it did. */
export async function post(forge: Forge, body: string, fetch: Fetch): Promise<"written" | "written anew"> {
    const author = await forge.author();
    for (let page = 1; page <= PAGES; page++) {
        const url = `${forge.comments}?per_page=${String(PAGE)}&page=${String(page)}`;
        const found = comments.parse(await ask(fetch, url, "GET", forge.headers));
        const ours = found.find(
            (each) => (each.user?.login ?? each.author?.username) === author && each.body?.startsWith(MARKER) === true,
        );
        if (ours !== undefined) {
            await ask(fetch, forge.comment(ours.id), forge.change, forge.headers, { body });
            return "written anew";
        }
        if (found.length < PAGE) break;
    }
    await ask(fetch, forge.comments, "POST", forge.headers, { body });
    return "written";
}

async function ask(
    fetch: Fetch,
    url: string,
    method: string,
    headers: Readonly<Record<string, string>>,
    body?: unknown,
): Promise<unknown> {
    const answer = await fetch(url, {
        method,
        headers: { ...headers, "content-type": "application/json", "user-agent": "mindcloud" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    // The address alone: headers hold the token.
    if (!answer.ok)
        throw new InputError(`${method} ${url} was answered with ${String(answer.status)}: ${text.slice(0, 200)}`);
    return text === "" ? undefined : (JSON.parse(text) as unknown);
}

export type Variables = Readonly<Record<string, string | undefined>>;

function taken(env: Variables, ...names: readonly string[]): string[] {
    const missing = names.filter((name) => (env[name] ?? "") === "");
    if (missing.length > 0)
        throw new InputError(`to post a comment, set ${missing.join(", ")} (docs/pull-requests.md)`);
    return names.map((name) => env[name] ?? "");
}

const pulls = z.array(z.object({ number: z.number(), head: z.object({ sha: z.string() }) }));

/**
 * The open pull request whose newest commit was looked at, by what GitHub itself says of the run (HEAD_*): what the run brought along says
 * nothing of where it goes. Undefined: it is closed, or newer commits have come.
 */
export async function gitHub(env: Variables, fetch: Fetch): Promise<Forge | undefined> {
    const [token = "", repository = "", owner = "", branch = "", sha = ""] = taken(
        env,
        ...["GH_TOKEN", "GITHUB_REPOSITORY", "HEAD_OWNER", "HEAD_BRANCH", "HEAD_SHA"],
    );
    const api = `${env.GITHUB_API_URL ?? "https://api.github.com"}/repos/${repository}`;
    const headers = { authorization: `Bearer ${token}`, accept: "application/vnd.github+json" };
    const query = `${api}/pulls?state=open&head=${encodeURIComponent(`${owner}:${branch}`)}`;
    const found = pulls.parse(await ask(fetch, query, "GET", headers)).find(({ head }) => head.sha === sha);
    if (found === undefined) return undefined;
    return {
        comments: `${api}/issues/${String(found.number)}/comments`,
        comment: (id) => `${api}/issues/comments/${String(id)}`,
        headers,
        change: "PATCH",
        // Whose the token of a workflow is; it cannot ask for itself.
        author: async () => env.COMMENT_AUTHOR ?? "github-actions[bot]",
    };
}

/** By the variables that GitLab sets in the pipeline of a merge request, and a token with the scope `api`. */
export function gitLab(env: Variables, fetch: Fetch): Forge {
    const [token = "", api = "", project = "", request = ""] = taken(
        env,
        ...["GITLAB_TOKEN", "CI_API_V4_URL", "CI_PROJECT_ID", "CI_MERGE_REQUEST_IID"],
    );
    const headers = { "private-token": token };
    const notes = `${api}/projects/${encodeURIComponent(project)}/merge_requests/${encodeURIComponent(request)}/notes`;
    return {
        comments: notes,
        comment: (id) => `${notes}/${String(id)}`,
        headers,
        change: "PUT",
        author: async () =>
            z.object({ username: z.string() }).parse(await ask(fetch, `${api}/user`, "GET", headers)).username,
    };
}
