/** Alerts: that each has a receiver, each receiver an alert, and that somebody notices when none can be sent any more. */
import { SYSTEMS } from "../../components/systems";
import { receiversInUse, receiversWithSecret, receiverSecret } from "../monitoring-needs";
import { nearest } from "../nearest";
import type { Problem } from "../problems";
import { RECEIVER_SECRETS } from "../secrets";
import { isSaid, type Check } from "./check";

/** As in app.kubernetes.io/part-of: simpleCli is simple-cli there. */
const KNOWN_SYSTEMS: readonly string[] = [
    "platform",
    ...Object.keys(SYSTEMS).map((key) => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)),
];

const notAmong = (path: string, value: string, known: readonly string[], rule: string): Problem[] => {
    if (known.includes(value)) return [];
    const near = nearest(value, known);
    return [{ path, value, rule, fix: near === undefined ? `choose ${known.join(", ")}` : `did you mean ${near}?` }];
};

export const unknownReceiver: Check = {
    id: "monitoring.unknownReceiver",
    reads: ["monitoring.receivers"],
    find: ({ environment: { monitoring } }) => {
        const rule = "is none of monitoring.receivers";
        const known = Object.keys(monitoring.receivers);
        return [
            ...monitoring.defaultTo.flatMap((name, index) =>
                notAmong(`monitoring.defaultTo[${index}]`, name, known, rule),
            ),
            ...monitoring.routes.flatMap(({ to }, index) =>
                to.flatMap((name, place) => notAmong(`monitoring.routes[${index}].to[${place}]`, name, known, rule)),
            ),
        ];
    },
};

export const unknownSystem: Check = {
    id: "monitoring.unknownSystem",
    reads: [],
    find: ({ environment: { monitoring } }) =>
        monitoring.routes.flatMap(({ systems = [] }, index) =>
            systems.flatMap((name, place) =>
                notAmong(
                    `monitoring.routes[${index}].systems[${place}]`,
                    name,
                    KNOWN_SYSTEMS,
                    "is no system that alerts are about",
                ),
            ),
        ),
};

export const nobody: Check = {
    id: "monitoring.nobody",
    reads: [],
    find: ({ environment: { monitoring } }) =>
        monitoring.defaultTo.length > 0
            ? []
            : [
                  {
                      path: "monitoring.defaultTo",
                      value: [],
                      rule: "leaves alerts that no route takes without a receiver",
                      fix: "write [operators], or another of monitoring.receivers",
                  },
              ],
};

export const deadMansSwitch: Check = {
    id: "monitoring.deadMansSwitch",
    reads: ["profile"],
    find: ({ environment: { monitoring, profile, clusterServices } }) =>
        monitoring.deadMansSwitch || profile !== "highlyAvailable" || clusterServices.monitoring === "present"
            ? []
            : [
                  {
                      path: "monitoring.deadMansSwitch",
                      value: false,
                      rule: "leaves nobody to notice that alerts are no longer sent, and the profile is highlyAvailable",
                      fix: "write true, or write profile: economy",
                  },
              ],
};

export const unusedReceiver: Check = {
    id: "monitoring.unusedReceiver",
    reads: ["monitoring.routes", "monitoring.defaultTo"],
    find: ({ environment: { monitoring }, said }) => {
        const used = receiversInUse(monitoring);
        return Object.keys(monitoring.receivers)
            .filter((name) => !used.includes(name) && isSaid(said, `monitoring.receivers.${name}`))
            .map((name) => ({
                path: `monitoring.receivers.${name}`,
                rule: "is told of nothing",
                fix: "add it to monitoring.defaultTo or to a route, or remove it",
            }));
    },
};

export const unusedSecret: Check = {
    id: "monitoring.unusedSecret",
    reads: ["monitoring.receivers", "monitoring.routes", "monitoring.defaultTo"],
    find: ({ environment: { monitoring }, secrets }) => {
        const needed = receiversWithSecret(monitoring).map(receiverSecret);
        return Object.keys(secrets)
            .filter((path) => path.startsWith(`${RECEIVER_SECRETS.group}.`) && !needed.includes(path))
            .map((path) => ({
                path: `secrets.${path}`,
                rule: "is the secret of no receiver that is told of anything",
                fix: "name it as in monitoring.receivers, or remove it",
            }));
    },
};

/** Alertmanager takes the first route that matches. */
export const unreachableRoute: Check = {
    id: "monitoring.unreachableRoute",
    reads: [],
    find: ({ environment: { monitoring } }) => {
        const whole = monitoring.routes.findIndex(
            ({ severities, systems, teams }) =>
                severities === undefined && systems === undefined && teams === undefined,
        );
        return whole < 0 || whole === monitoring.routes.length - 1
            ? []
            : [
                  {
                      path: `monitoring.routes[${whole + 1}]`,
                      rule: `is never reached: monitoring.routes[${whole}] takes everything`,
                      fix: "put it before that, or write monitoring.defaultTo instead",
                  },
              ];
    },
};
