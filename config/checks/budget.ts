/** Money and alarms. */
import { floorUsd } from "../floor";
import { thousands } from "../thousands";
import { repeated, type Check } from "./check";

export const aboveFloor: Check = {
    id: "budget.aboveFloor",
    reads: ["network", "nodeGroups", "stores", "systems", "existing", "profile"],
    find: ({ environment }) => {
        const value = environment.budget.monthlyUsd;
        const floor = floorUsd(environment);
        if (value >= floor) return [];
        const rule = `is below ${thousands(floor)} USD, what this environment costs with nothing running on it`;
        const fix = `write ${floor} or more, or choose fewer and smaller nodes and stores`;
        return [{ path: "budget.monthlyUsd", value, rule, fix }];
    },
};

export const risingPercents: Check = {
    id: "budget.risingPercents",
    reads: [],
    find: ({ environment: { budget } }) => {
        const rising = [...new Set(budget.alertPercents)].sort((a, b) => a - b);
        if (rising.join() === budget.alertPercents.join()) return [];
        const rule = "is not in rising order without repeats";
        return [
            { path: "budget.alertPercents", value: budget.alertPercents, rule, fix: `write [${rising.join(", ")}]` },
        ];
    },
};

export const emailTwice: Check = {
    id: "alerts.emailTwice",
    reads: [],
    find: ({ environment: { alerts } }) =>
        repeated(alerts.emails.map((email) => email.toLowerCase())).map(({ index }) => ({
            path: `alerts.emails[${index}]`,
            value: alerts.emails[index],
            rule: "is listed twice: SNS would ask it to confirm twice",
            fix: "keep one of the two",
        })),
};

export const nobody: Check = {
    id: "alerts.nobody",
    reads: [],
    find: ({ environment: { alerts } }) =>
        alerts.emails.length > 0
            ? []
            : [
                  {
                      path: "alerts.emails",
                      value: [],
                      rule: "leaves alarms and budget alerts without a receiver",
                      fix: "list at least one address",
                  },
              ],
};
