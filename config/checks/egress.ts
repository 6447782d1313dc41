/** The way out: without NAT gateways, images and AWS's own interfaces come through endpoints or not at all. */
import type { Environment } from "../environment";
import { ecrRegion, hostOf, mirrored, systemRegistry, UPSTREAM_HOSTS } from "../images";
import { receiversInUse } from "../monitoring-needs";
import type { Check } from "./check";
import { ownReferences } from "./images";

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

/**
 * ECR of this region answers at its endpoints, and layers come by S3's gateway endpoint. What else could be inside is a registry behind a
 * gateway of network.attachments.
 */
const isInside = ({ region, network }: Environment, host: string): boolean =>
    ecrRegion(host) === region ||
    (ecrRegion(host) === undefined && !UPSTREAM_HOSTS.includes(host) && Object.keys(network.attachments).length > 0);

export const noNatImages: Check = {
    id: "egress.images",
    reads: ["network.nat", "network.attachments", "existing.vpc", "images", "aws:region", "systems"],
    find: ({ environment }) => {
        const { network, existing, images } = environment;
        if (network.nat !== "none" || existing.vpc !== undefined) return [];
        const isOutside = (name: string) => !isInside(environment, hostOf(mirrored(name, images)));
        const upstream = UPSTREAM_HOSTS.filter(isOutside);
        const fix =
            "name a registry of ECR in this region for each in images.mirrors, or write network.nat: one or perZone";
        const rule = "is out of reach, and network.nat is none: images come from there";
        const registry = systemRegistry(environment);
        return [
            ...(upstream.length === 0 ? [] : [{ path: "images.mirrors", note: upstream.join(", "), rule, fix }]),
            ...(isOutside(registry) ? [{ path: "images.registry", value: registry, rule, fix }] : []),
            ...ownReferences(environment)
                .filter(({ value }) => isOutside(value))
                .map((reference) => ({ ...reference, rule, fix })),
        ];
    },
};
