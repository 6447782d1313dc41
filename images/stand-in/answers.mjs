/**
 * What the documents ask of a system under load, answered from a table: as the real one would say it, and without the work. By what it
 * stands for, then method and path. `asks`: who sends no credentials is refused, as upstream does.
 */

/** Longest body that is read: k6's of load/ have less than one KiB. */
export const MOST_BYTES = 64 * 1024;

const myriad = {
    "POST /process": {
        wants: ["query"],
        says: ({ query, model = "myriad-base" }) => ({ query, model, answer: "a stand-in does no work" }),
    },
};

/** Where uploads go is the document's; where queries go is upstream's, whose server speaks MCP (JSON-RPC in HTTP). */
const akosha = {
    "POST /ingest/upload": { asks: true, wants: ["system_id"], says: () => ({ status: "success" }) },
    "POST /mcp": {
        asks: true,
        wants: ["jsonrpc", "id", "method"],
        says: ({ id, params }) => mcp(id, params?.arguments),
    },
};

function mcp(id, { query, limit = 10 } = {}) {
    const results = Array.from({ length: Math.min(limit, 3) }, (_, index) => ({ conversation_id: `conv-${index}` }));
    const text = JSON.stringify({ query, total_results: results.length, results });
    return { jsonrpc: "2.0", id, result: { content: [{ type: "text", text }], isError: false } };
}

const memstack = {
    "POST /api/v1/recall/short": {
        ...{ asks: true, wants: [] },
        says: ({ window_minutes = 1440 }) => ({ results: [], total: 0, window_minutes }),
    },
};

const ANSWERS = new Map([
    ["akosha", akosha],
    ["memstack", memstack],
    ["myriad/orchestrator", myriad],
]);

/** Undefined where the path is none of the table. */
export function answerOf(standsFor, method, path) {
    return ANSWERS.get(standsFor)?.[`${method} ${path}`];
}

/** Status and body for what was sent. */
export function answerTo({ asks = false, wants, says }, authorization, text) {
    if (asks && !/^Bearer \S/.test(authorization ?? "")) return [401, { error: "credentials are missing" }];
    let sent;
    try {
        sent = JSON.parse(text);
    } catch {
        return [400, { error: "the body is no JSON" }];
    }
    const missing = wants.find((key) => sent?.[key] === undefined);
    return missing === undefined ? [200, says(sent)] : [422, { error: `${missing} is missing` }];
}
