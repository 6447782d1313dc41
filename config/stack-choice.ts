/** `--stack` and `--stack-file`: read in one way by every command that looks at a stack file. */
import { join } from "node:path";
import { stackForLook } from "./stack-file";

/** For `util.parseArgs`. */
export const STACK_OPTIONS = { stack: { type: "string" }, "stack-file": { type: "string" } } as const;

export const STACK_USAGE = "[--stack prod] [--stack-file FILE]";

export interface StackChoice {
    readonly file: string;
    readonly stack: string;
    /** For people, where the stack has another name than its file says. */
    readonly note?: string;
}

const ROOT = join(__dirname, "..");

/** `--stack` alone names the file, `--stack-file` alone the stack; together each says its own. Neither: prod. */
export function stackChoice(
    { stack, "stack-file": file }: { readonly stack?: string | undefined; readonly "stack-file"?: string | undefined },
    root = ROOT,
): StackChoice | { readonly problem: string } {
    if (stack !== undefined && !/^[\w.-]+$/.test(stack)) {
        const fix = /[/\\]/.test(stack) ? "name a path by --stack-file" : "take letters, digits, dots, dashes";
        return { problem: `--stack ${stack} is not a stack name: ${fix}` };
    }
    if (file === undefined) return { file: join(root, `Pulumi.${stack ?? "prod"}.yaml`), stack: stack ?? "prod" };
    if (file === "") return { problem: "--stack-file is empty: name a file" };
    return { file, ...(stack === undefined ? stackForLook(file) : { stack }) };
}
