/** A policy with one of the actions that it allows left out, for each of them. */
import type { Policy } from "../../iam/policy";

export interface Less {
    /** The statement's place, and the action that is gone. */
    readonly what: string;
    readonly action: string;
    readonly policy: Policy;
}

export function eachActionRemoved(policy: Policy): readonly Less[] {
    return policy.statements.flatMap((statement, index) =>
        !statement.allows || statement.notActions
            ? []
            : statement.actions.map((action) => ({
                  what: `${action} of ${statement.where}`,
                  action,
                  policy: {
                      ...policy,
                      statements: policy.statements.map((each, at) =>
                          at === index ? { ...each, actions: each.actions.filter((other) => other !== action) } : each,
                      ),
                  },
              })),
    );
}
