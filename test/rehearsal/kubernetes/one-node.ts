/** The smallest cluster that engine tests deploy to. */
import * as k8s from "@pulumi/kubernetes";
import { kubeconfig } from "../../../components/aws/kubeconfig";
import type { Shape, ShapedGroup } from "../../../rehearsal/cluster/shaped";
import { authorityIn } from "../../../rehearsal/kubernetes/real/certificates";
import type { Bench } from "../support/bench";

const group: ShapedGroup = {
    ...{
        key: "general",
        name: "nodes-general",
        managedName: "toy-nodes-general-0",
        instanceType: "t4g.large",
        zones: ["us-east-1a"],
        min: 1,
        max: 1,
    },
    ...{
        capacityType: "ON_DEMAND",
        labels: {},
        taints: [],
        cpuMillicores: 1930,
        memoryMebibytes: 6837,
        scratchMebibytes: 26_624,
    },
    ...{ pods: 110, volumes: 24 },
};

export const ONE_NODE: Shape = {
    ...{ region: "us-east-1", groups: [group], counts: { general: 1 }, standIns: [], releases: [] },
};

/** As for a cluster that was there before. */
export function providerFor(bench: Bench): k8s.Provider {
    const certificateAuthority = Buffer.from(authorityIn(bench.paths().work).cert).toString("base64");
    const endpoint = "https://ABC.gr7.us-east-1.eks.amazonaws.com";
    return new k8s.Provider("kubernetes", {
        kubeconfig: kubeconfig({ clusterName: "toy", region: "us-east-1", endpoint, certificateAuthority }),
        clusterIdentifier: "toy",
    });
}
