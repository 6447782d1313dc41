/** The list of MCP servers that agents read: what the image can start, and what the stack adds. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { at, object } from "../../workload/fixture";
import { agencyWith } from "./stack";

describe("the MCP servers of an agent", () => {
    it("are started by a command only where images/simple-cli installs them", () => {
        const installed = readFileSync(path.join(__dirname, "../../../../images/simple-cli/Dockerfile"), "utf8");
        assert.match(installed, /npm install .*@modelcontextprotocol\/server-filesystem@\d/);
        assert.match(installed, /node_modules\/@modelcontextprotocol\/server-filesystem$/m);
    });

    it("adds the servers that the stack names, by address or by command, in the words of upstream's src/mcp.ts", async () => {
        const other = await agencyWith({
            mcpServers: {
                tickets: { url: "https://tickets.example.com/mcp" },
                company: { command: ["node", "/app/dist/mcp_servers/company/index.js"], variables: { MODE: "read" } },
                filesystem: { command: ["node", "/app/other.js", "/app/docs"] },
            },
        });
        const text = String(at(object(other, "ConfigMap", "acme-mcp"), "data", "mcp.json"));
        const { tickets, company, filesystem, brain } = (JSON.parse(text) as { mcpServers: Record<string, unknown> })
            .mcpServers;
        assert.ok(brain);
        assert.deepEqual(tickets, { url: "https://tickets.example.com/mcp" });
        const script = "/app/dist/mcp_servers/company/index.js";
        assert.deepEqual(company, { command: "node", args: [script], env: { MODE: "read" } });
        assert.deepEqual(filesystem, { command: "node", args: ["/app/other.js", "/app/docs"] });
    });
});
