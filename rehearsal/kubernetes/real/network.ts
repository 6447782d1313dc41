/**
 * The network as the official provider finds it: every name that it looks for is on this machine. It goes through a proxy as behind a
 * company's firewall (HTTPS_PROXY), and what is behind the proxy has certificates of the embedded cloud's own authority.
 */
import * as http from "node:http";
import * as http2 from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import * as tls from "node:tls";
import { certificate, type Certificate } from "./certificates";

export type Request = http.IncomingMessage | http2.Http2ServerRequest;
export type Response = http.ServerResponse | http2.Http2ServerResponse;
export type Site = (request: Request, response: Response) => void;

export interface Network {
    /** Of the proxy. */
    readonly port: number;
    stop(): void;
}

/** Answers for all hosts; `siteOf` says who does. */
export async function network(authority: Certificate, siteOf: (host: string) => Site): Promise<Network> {
    const contexts = new Map<string, tls.SecureContext>();
    const contextOf = (host: string): tls.SecureContext => {
        const context = contexts.get(host) ?? tls.createSecureContext(certificate(host, authority));
        contexts.set(host, context);
        return context;
    };
    const sites = http2.createSecureServer({
        allowHTTP1: true,
        SNICallback: (host, done) => {
            done(null, contextOf(host));
        },
    });
    sites.on("request", (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => {
        siteOf(hostOf(request))(request, response);
    });
    // Who is at the other end goes when it likes.
    sites.on("sessionError", () => undefined).on("tlsClientError", () => undefined);
    const proxy = http.createServer((_request, response) => response.writeHead(405).end());
    const open = new Set<Socket>();
    proxy.on("connect", (_request, socket: Socket, head: Buffer) => {
        open.add(socket);
        socket.once("close", () => open.delete(socket));
        socket.on("error", () => undefined);
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        if (head.length > 0) socket.unshift(head);
        sites.emit("connection", socket);
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    return {
        port: (proxy.address() as AddressInfo).port,
        stop: () => {
            for (const socket of open) socket.destroy();
            proxy.close();
        },
    };
}

const hostOf = ({ headers }: Request): string =>
    String(headers[":authority"] ?? headers.host ?? "").replace(/:\d+$/, "");
