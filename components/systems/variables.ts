/** Variables that a stack adds to those that the documents name. Imports zod only. */
import { z } from "zod";

/** Expression for whole names -> why a stack cannot set them, and what it can do instead: `rule | fix`. */
export type ProtectedVariables = Readonly<Record<string, string>>;

/** Whatever the system. */
const ALWAYS: ProtectedVariables = {
    "STAND_IN(_.*)?": "is what the stand-in is told | leave it out",
    "HOME|PATH|HOSTNAME|KUBERNETES_.*": "is set for every container | leave it out",
    "AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|CONTAINER_.*|ROLE_ARN|WEB_IDENTITY_.*)":
        "would replace the pod's own identity | leave it out: AWS clients find it by themselves",
};

/** By name; the documented ones are refused, each with its reason. */
export function variables(ours: ProtectedVariables) {
    const rows = Object.entries({ ...ours, ...ALWAYS });
    const pattern = new RegExp(`^(?!(${rows.map(([name]) => name).join("|")})$)[A-Za-z_][A-Za-z0-9_]*$`);
    const why = (name: string): string =>
        rows.find(([row]) => new RegExp(`^(${row})$`).test(name))?.[1] ??
        "is not the name of a variable | use letters, digits and _";
    return z.record(
        z.string().regex(pattern, { error: ({ input }) => why(String(input)) }),
        z.string("must be text | write it in quotes"),
    );
}
