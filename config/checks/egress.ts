/** The way out: without NAT gateways, images and AWS's own interfaces come through endpoints or not at all. */
import type { Environment } from "../environment";
import { receiversInUse } from "../monitoring-needs";
import type { Check } from "./check";

/** What nodes, add-ons and controllers of every cluster call (EKS user guide, private clusters). */
const ALWAYS = ["autoscaling", "ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "logs", "secretsmanager", "sts"];

function endpointsNeeded({ needs }: Environment): string[] {
    return [
        ...ALWAYS,
        ...(needs.ingress ? ["elasticloadbalancing"] : []),
        ...(needs.sharedFiles.length > 0 ? ["elasticfilesystem"] : []),
    ].sort();
}

export const noNatEndpoints: Check = {
    id: "egress.endpoints",
    reads: ["network.interfaceEndpoints", "existing.vpc", "systems"],
    find: ({ environment }) => {
        const { network, existing } = environment;
        if (network.nat !== "none" || existing.vpc !== undefined) return [];
        const present: readonly string[] = network.interfaceEndpoints;
        const missing = endpointsNeeded(environment).filter((name) => !present.includes(name));
        if (missing.length === 0) return [];
        const rule = "leaves nodes without a way to their images and to AWS";
        const fix = `add to network.interfaceEndpoints: ${missing.join(", ")}; or write one or perZone`;
        return [{ path: "network.nat", value: network.nat, rule, fix }];
    },
};

export const noNatProviders: Check = {
    id: "egress.providers",
    reads: ["network.nat", "existing.vpc", "systems"],
    find: ({ environment: { network, existing, needs } }) => {
        if (network.nat !== "none" || existing.vpc !== undefined) return [];
        return Object.entries(needs.systems).flatMap(([name, system]) =>
            (system.peopleSecrets ?? []).some((secret) => secret.startsWith("llm."))
                ? [
                      {
                          path: `systems.${name}.enabled`,
                          value: true,
                          rule: "calls its model provider over the internet, and network.nat is none",
                          fix: "write network.nat: one or perZone, or disable the system",
                      },
                  ]
                : [],
        );
    },
};

/** SNS has an endpoint; the tagging service that CloudWatch's exporter asks has none in our list. */
export const noNatMonitoring: Check = {
    id: "egress.monitoring",
    reads: ["network.nat", "existing.vpc", "systems", "monitoring"],
    find: ({ environment: { network, existing, needs, monitoring } }) => {
        if (network.nat !== "none" || existing.vpc !== undefined || Object.keys(needs.systems).length === 0) return [];
        const receivers = receiversInUse(monitoring).filter((name) => {
            const kind = monitoring.receivers[name]?.kind;
            return kind !== undefined && (kind !== "sns" || !network.interfaceEndpoints.includes("sns"));
        });
        const keys = [
            ...receivers.map((name) => `receivers.${name}`),
            ...(monitoring.deadMansSwitch ? ["deadMansSwitch"] : []),
            ...(monitoring.cloudWatch ? ["cloudWatch"] : []),
            ...(monitoring.grafana.oidc === undefined ? [] : ["grafana.oidc"]),
        ];
        if (keys.length === 0) return [];
        return [
            {
                path: "monitoring",
                note: keys.join(", "),
                rule: "goes over the internet, and network.nat is none",
                fix: "write network.nat: one or perZone; or keep to receivers of kind sns, with sns in network.interfaceEndpoints, and turn off the rest",
            },
        ];
    },
};
