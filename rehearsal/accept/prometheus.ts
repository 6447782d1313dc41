/** What Prometheus knows, by its HTTP API (Prometheus, "HTTP API": rules, targets). The same questions go to the stand-in. */
import { at, listOf, text } from "./expected";
import type { Seen } from "./facts";

export async function seenByPrometheus(url: string): Promise<Pick<Seen, "groups" | "targets">> {
    const [rules, targets] = await Promise.all([
        asked(`${url}/api/v1/rules`),
        asked(`${url}/api/v1/targets?state=active`),
    ]);
    return {
        groups: listOf(at(rules, "data", "groups")).map((group) => ({
            name: text(at(group, "name")) ?? "",
            broken: listOf(at(group, "rules"))
                .filter((rule) => at(rule, "health") === "err")
                .map((rule) => text(at(rule, "name")) ?? "?"),
        })),
        targets: listOf(at(targets, "data", "activeTargets")).map((target) => ({
            pool: text(at(target, "scrapePool")) ?? "",
            health: text(at(target, "health")) ?? "unknown",
        })),
    };
}

export async function asked(url: string): Promise<unknown> {
    const response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
    if (!response.ok) throw new Error(`${url} answers ${String(response.status)}`);
    return response.json();
}

/** HTTP status of each without credentials, from here; 0 where nobody answers. Redirects are answers. */
export async function statusesOf(
    urls: readonly string[],
    through: (url: string) => { readonly url: string; readonly headers?: Record<string, string> } = (url) => ({ url }),
): Promise<Readonly<Record<string, number>>> {
    const statuses = await Promise.all(
        urls.map(async (url) => {
            const { url: real, headers } = through(url);
            try {
                const options = { redirect: "manual", signal: AbortSignal.timeout(20_000) } as const;
                const { status } = await fetch(real, { ...options, ...(headers && { headers }) });
                return [url, status] as const;
            } catch {
                return [url, 0] as const;
            }
        }),
    );
    return Object.fromEntries(statuses);
}
