/** Who authenticates callers of MemStack's paths: every route of s1366560/memstack, 2f41357, read for the dependency `get_current_user`. */
import type { CheckedPath, EndpointFacts } from "../endpoint";

const KEY = "API key (get_current_user); always on";

const asked = (path: string): CheckedPath => ({ path, by: "application", how: KEY });

export const MEMSTACK_ENDPOINT: EndpointFacts = {
    ...{ host: "memstack", key: "memstack", refuses: "/api/v1/users/me" },
    paths: [
        {
            path: "/api/v1/auth",
            by: "application",
            how: "e-mail and password at /api/v1/auth/token, API key elsewhere",
        },
        ...[
            ...["/api/v1/users", "/api/v1/tenants", "/api/v1/projects", "/api/v1/memories", "/api/v1/memory"],
            ...["/api/v1/entities", "/api/v1/communities", "/api/v1/episodes", "/api/v1/recall"],
            ...["/api/v1/search-enhanced", "/api/v1/data", "/api/v1/maintenance", "/api/v1/ai", "/memos"],
        ].map(asked),
        {
            ...{ path: "/api/v1/tasks", by: "nobody" },
            how: "lists tasks of all tenants; retries, stops and cancels them",
        },
        { path: "/health", by: "nobody", how: "a fixed answer with the version" },
    ],
};
