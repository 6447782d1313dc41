import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { isMap } from "../../../plan/values";

/** How to come to an API server. */
export interface Access {
    readonly server: string;
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
}

/** The current context of a kubeconfig, with client certificates; other ways to log in are not needed here and refused. */
export function readKubeconfig(file: string): Access {
    const config: unknown = parse(fs.readFileSync(file, "utf8"));
    const context = named(config, "contexts", "context", field(config, "current-context"));
    const cluster = named(config, "clusters", "cluster", field(context, "cluster"));
    const user = named(config, "users", "user", field(context, "user"));
    const server = field(cluster, "server");
    if (typeof server !== "string") throw new Error(`${file}: the current context names no server`);
    const directory = path.dirname(file);
    return {
        server: server.replace(/\/$/, ""),
        ca: content(cluster, "certificate-authority", directory),
        cert: content(user, "client-certificate", directory),
        key: content(user, "client-key", directory),
    };
}

/** In the file itself as base64, or in a file of its own. */
function content(holder: unknown, name: string, directory: string): string | undefined {
    const data = field(holder, `${name}-data`);
    if (typeof data === "string") return Buffer.from(data, "base64").toString("utf8");
    const file = field(holder, name);
    return typeof file === "string" ? fs.readFileSync(path.resolve(directory, file), "utf8") : undefined;
}

function named(config: unknown, list: string, inner: string, name: unknown): unknown {
    const entries = field(config, list);
    const found: unknown = Array.isArray(entries)
        ? entries.find((entry: unknown) => field(entry, "name") === name)
        : undefined;
    return field(found, inner);
}

function field(value: unknown, name: string): unknown {
    return isMap(value) ? value[name] : undefined;
}
