/** Where a review is posted: against forges that remember what they were asked. */
import assert from "node:assert/strict";
import { InputError } from "../../../plan/input-error";
import { MARKER } from "../../../plan/diff/review/comment";
import { gitHub, gitLab, post, type Fetch } from "../../../plan/diff/review/forge";

/** A forge that remembers what it was asked. */
function forge(answers: Readonly<Record<string, unknown>>) {
    const asked: string[] = [];
    const fetch: Fetch = async (url, { method, body }) => {
        asked.push([method, url.replace(/^https:\/\/[^/]+/, ""), ...(body === undefined ? [] : [body])].join(" "));
        const key = `${method} ${new URL(url).pathname}`;
        const known = Object.hasOwn(answers, key);
        return { ok: known, status: known ? 200 : 404, text: async () => JSON.stringify(answers[key] ?? null) };
    };
    return { asked, fetch };
}

describe("review: posting", () => {
    const GITHUB = {
        GH_TOKEN: "canary-token",
        GITHUB_REPOSITORY: "acme/cloud",
        HEAD_OWNER: "stranger",
        HEAD_BRANCH: "fix/a b",
        HEAD_SHA: "abc",
    };
    const pulls = [{ number: 7, head: { sha: "abc" } }];
    const ours = { id: 5, body: `${MARKER}\nold`, user: { login: "github-actions[bot]" } };
    const theirs = { id: 4, body: `${MARKER}\nfalse`, user: { login: "stranger" } };

    it("at GitHub writes one comment, and writes only its own anew", async () => {
        const to = async (comments: unknown) => {
            const { asked, fetch } = forge({
                "GET /repos/acme/cloud/pulls": pulls,
                "GET /repos/acme/cloud/issues/7/comments": comments,
                "POST /repos/acme/cloud/issues/7/comments": {},
                "PATCH /repos/acme/cloud/issues/comments/5": {},
            });
            const found = await gitHub(GITHUB, fetch);
            assert.ok(found !== undefined);
            return [await post(found, "text", fetch), asked.at(-1), asked[0]];
        };
        const query = "GET /repos/acme/cloud/pulls?state=open&head=stranger%3Afix%2Fa%20b";
        assert.deepEqual(await to([theirs]), [
            "written",
            'POST /repos/acme/cloud/issues/7/comments {"body":"text"}',
            query,
        ]);
        assert.deepEqual(await to([theirs, ours]), [
            "written anew",
            'PATCH /repos/acme/cloud/issues/comments/5 {"body":"text"}',
            query,
        ]);
    });

    it("says nothing where newer commits have come, or the request is closed", async () => {
        for (const open of [[], [{ number: 7, head: { sha: "newer" } }]])
            assert.equal(await gitHub(GITHUB, forge({ "GET /repos/acme/cloud/pulls": open }).fetch), undefined);
    });

    it("at GitLab does the same with a note", async () => {
        const env = {
            GITLAB_TOKEN: "t",
            CI_API_V4_URL: "https://git.example/api/v4",
            CI_PROJECT_ID: "3",
            CI_MERGE_REQUEST_IID: "9",
        };
        const { asked, fetch } = forge({
            "GET /api/v4/user": { username: "bot" },
            "GET /api/v4/projects/3/merge_requests/9/notes": [
                { id: 2, body: `${MARKER}\nold`, author: { username: "bot" } },
            ],
            "PUT /api/v4/projects/3/merge_requests/9/notes/2": {},
        });
        assert.equal(await post(gitLab(env, fetch), "text", fetch), "written anew");
        assert.equal(asked.at(-1), 'PUT /api/v4/projects/3/merge_requests/9/notes/2 {"body":"text"}');
    });

    it("names what is missing, and never its token", async () => {
        await assert.rejects(
            gitHub({}, forge({}).fetch),
            /set GH_TOKEN, GITHUB_REPOSITORY, HEAD_OWNER, HEAD_BRANCH, HEAD_SHA/,
        );
        assert.throws(() => gitLab({ GITLAB_TOKEN: "t" }, forge({}).fetch), /set CI_API_V4_URL/);
        await assert.rejects(gitHub(GITHUB, forge({}).fetch), (error: unknown) => {
            assert.ok(error instanceof InputError);
            assert.match(error.message, /answered with 404/);
            assert.doesNotMatch(error.message, /canary/);
            return true;
        });
    });
});
