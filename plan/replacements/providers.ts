import { isMap } from "../values";
import { AWS } from "./index";
import type { Arguments } from "./row";
import { same } from "./same";

/**
 * Arguments of a provider that make it another one, and everything that it holds with it: the region of the AWS provider, and of the
 * Kubernetes provider whatever decides which API server it talks to (`DiffConfig` of both).
 * https://github.com/pulumi/pulumi-kubernetes/blob/94977969d64112b04e19945818a7d5d5f38f631d/provider/pkg/provider/provider.go
 */
export function providerReplaces(
    type: string,
    olds: Arguments,
    news: Arguments,
    isUnknown: (value: unknown) => boolean,
): readonly string[] {
    if (type === "pulumi:providers:aws")
        return olds.region !== undefined && !same(olds.region, news.region) ? ["region"] : [];
    if (type !== "pulumi:providers:kubernetes") return [];
    if (news.clusterIdentifier !== undefined && olds.clusterIdentifier !== undefined)
        return same(olds.clusterIdentifier, news.clusterIdentifier) ? [] : ["clusterIdentifier"];
    const unknown = ["kubeconfig", "context", "cluster"].filter((key) => isUnknown(news[key]));
    if (unknown.length > 0) return unknown;
    return same(clusterOf(olds.kubeconfig), clusterOf(news.kubeconfig)) ? [] : ["kubeconfig"];
}

/** Address and authority of the cluster that a kubeconfig points to; how to log in to it does not count. */
function clusterOf(kubeconfig: unknown): unknown {
    const parsed: unknown = typeof kubeconfig === "string" ? parse(kubeconfig) : kubeconfig;
    if (!isMap(parsed) || !Array.isArray(parsed.clusters)) return parsed;
    return parsed.clusters.map((each: unknown) => (isMap(each) ? each.cluster : each));
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text; // YAML, or a path: another text is another cluster, for all that is known
    }
}

/** What an update leaves of the outputs, before it was made: all but what it computes anew. */
export function plannedOutputs(
    type: string,
    oldInputs: Arguments,
    oldOutputs: Arguments,
    news: Arguments,
    unknown: unknown,
): Record<string, unknown> {
    const outputs: Record<string, unknown> = { ...oldOutputs, ...news };
    if (isMap(oldOutputs.metadata) && isMap(news.metadata))
        outputs.metadata = { ...oldOutputs.metadata, ...news.metadata };
    for (const key of recomputedBy(type, oldInputs, news)) outputs[key] = unknown;
    return outputs;
}

/** Outputs that this update computes anew; another tag makes no new version of anything. */
export function recomputedBy(type: string, olds: Arguments, news: Arguments): readonly string[] {
    const { tags: _old, tagsAll: _oldAll, ...before } = olds;
    const { tags: _new, tagsAll: _newAll, ...after } = news;
    return same(before, after) ? [] : (AWS[type]?.recomputed ?? []);
}
