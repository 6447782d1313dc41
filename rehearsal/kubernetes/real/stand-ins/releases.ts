/** Which charts are installed, by what Helm itself keeps of each release, whoever installed it. */
import { gunzipSync } from "node:zlib";
import { at, mapOf } from "../../inputs";
import type { Live } from "../api";
import type { Cluster } from "../cluster";

const KIND = { apiVersion: "v1", kind: "Secret", plural: "secrets", namespaced: true, listable: true } as const;
const TYPE = "helm.sh/release.v1";

/** Calls one or the other whenever a chart comes or goes. */
export function followReleases(
    { watches }: Pick<Cluster, "watches">,
    came: (chart: string) => void,
    went: (chart: string) => void,
): () => void {
    const installed = new Map<string, string>();
    return watches.follow(KIND, (live, key) => {
        if (live?.type !== TYPE || mapOf(live.metadata.labels).status !== "deployed") {
            const chart = installed.get(key);
            installed.delete(key);
            if (chart !== undefined && ![...installed.values()].includes(chart)) went(chart);
            return;
        }
        const chart = chartOf(live);
        if (installed.has(key)) return;
        installed.set(key, chart);
        came(chart);
    });
}

/** Helm keeps a release as JSON, packed and in base64, which the API server puts in base64 again (helm.sh/helm, pkg/storage/driver). */
function chartOf({ data }: Live): string {
    const packed = Buffer.from(String(mapOf(data).release), "base64").toString("latin1");
    const release: unknown = JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString("utf8"));
    return String(at(release, "chart.metadata.name"));
}
