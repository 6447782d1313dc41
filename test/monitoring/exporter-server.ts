/** One HTTP server that is every exporter which is not ours: each below a path of its own. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Metric } from "../../components/monitoring/catalogue";
import type { Graph } from "../../plan/graph";
import { exposition, type Exported } from "./exposition";
import { seriesIn } from "./world";

export class ExporterServer {
    readonly #server: Server;
    readonly #exported = new Map<string, readonly Exported[]>();
    readonly #started = Date.now();

    private constructor(server: Server) {
        this.#server = server;
        server.on("request", (request, response) => {
            const exported = this.#exported.get(new URL(request.url ?? "/", "http://exporters").pathname);
            // Alertmanager's API among them: what fires here is nobody's business.
            const status = exported === undefined && request.method === "GET" ? 404 : 200;
            response.writeHead(status, { "content-type": "text/plain; version=0.0.4" });
            response.end(exposition(exported ?? [], (Date.now() - this.#started) / 1000));
        });
    }

    static async start(): Promise<ExporterServer> {
        const server = createServer();
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
        return new ExporterServer(server);
    }

    get address(): string {
        return `127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
    }

    /** Path of an exporter that says these metrics of everything in the graph. */
    add(name: string, metrics: readonly Metric[], graph: Graph): string {
        const path = `/${name}`;
        this.#exported.set(
            path,
            metrics.map((metric) => ({ metric, series: seriesIn(graph, metric) })),
        );
        return path;
    }

    async stop(): Promise<void> {
        this.#server.closeAllConnections();
        await once(this.#server.close(), "close");
    }
}
