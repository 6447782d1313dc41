// Tells Prometheus how many tasks wait: the length of pendingTasks in the scheduler's own file, which is not there before the first task.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import process from "node:process";

const { STATE_FILE, QUEUE_PORT } = process.env;
let last = 0;

/** A file that is being written is no JSON for a moment: then the last number still holds. */
async function pending() {
    try {
        const { pendingTasks } = JSON.parse(await readFile(STATE_FILE, "utf8"));
        last = Array.isArray(pendingTasks) ? pendingTasks.length : 0;
    } catch (error) {
        if (error.code === "ENOENT") last = 0;
    }
    return last;
}

createServer(async ({ url }, response) => {
    const isMetrics = url === "/metrics";
    response.writeHead(isMetrics || url === "/health" ? 200 : 404, { "content-type": "text/plain; version=0.0.4" });
    response.end(
        isMetrics
            ? `# HELP queue_length Tasks that wait for an agent.\n# TYPE queue_length gauge\nqueue_length ${await pending()}\n`
            : "",
    );
}).listen(Number(QUEUE_PORT));

process.on("SIGTERM", () => process.exit(0));
