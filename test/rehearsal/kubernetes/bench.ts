import { Store } from "../../../rehearsal/cloud/store";
import { connect, disconnect, type Cluster } from "../../../rehearsal/kubernetes/real/cluster";
import { RealKubernetesProvider } from "../../../rehearsal/kubernetes/real/provider";
import type { Fault } from "../../../rehearsal/provider/faults";
import type { Subject } from "../../../rehearsal/provider/provider";
import { FakeApiServer } from "./api-server";

export const DEPLOYMENT = "/apis/apps/v1/namespaces/akosha/deployments/query";
export const CONFIG_MAP = "/api/v1/namespaces/akosha/configmaps/settings";

export function subject(type: string, name = "thing"): Subject {
    return { urn: `urn:pulumi:dev::toy::${type}::${name}`, type, name };
}
export const deployment = subject("kubernetes:apps/v1:Deployment", "akosha-query");
export const configMap = subject("kubernetes:core/v1:ConfigMap", "akosha-settings");
export const settings = { metadata: { name: "settings", namespace: "akosha" }, data: { level: "info" } };
export const query = {
    ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "query", namespace: "akosha" } },
    spec: { replicas: 2, selector: { matchLabels: { app: "query" } } },
};

/** A provider and the API server that it talks to. */
export class Bench {
    readonly server: FakeApiServer;
    readonly cluster: Cluster;
    readonly provider: RealKubernetesProvider;
    readonly store = new Store();
    readonly faults: Fault[] = [];

    private constructor(server: FakeApiServer, patienceSeconds: number) {
        this.server = server;
        this.cluster = connect(server.kubeconfig, patienceSeconds);
        const pace = { minuteInMilliseconds: 0 };
        const world = { store: this.store, pace, faults: this.faults, existing: new Set<string>() };
        this.provider = new RealKubernetesProvider(world, this.cluster);
    }

    static async start(patienceSeconds = 0.2): Promise<Bench> {
        return new Bench(await FakeApiServer.start(), patienceSeconds);
    }

    async stop(): Promise<void> {
        disconnect(this.cluster);
        await this.server.stop();
    }
}

export async function until(isSo: () => boolean): Promise<void> {
    for (const deadline = Date.now() + 5000; !isSo(); await new Promise((resolve) => setTimeout(resolve, 5)))
        if (Date.now() > deadline) throw new Error("it never was so");
}
