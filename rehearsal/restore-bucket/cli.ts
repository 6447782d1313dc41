/** `npm run --silent restore-bucket -- FROM TO TIME [PREFIX]`: docs/guides/restore-buckets.md. The AWS CLI acts as it is set up on this machine. */
import type { AskAws } from "../account/ask-aws";
import { textFrom } from "../account/text-from";
import { restore } from "./restore";

const MISSING = "aws is missing: install the AWS CLI, or name it with AWS_CLI=<file>";

const aws: AskAws = async (...words) => {
    const said = await textFrom(process.env.AWS_CLI ?? "aws", ["s3api", ...words, "--output", "json"], MISSING);
    return said.trim() === "" ? {} : (JSON.parse(said) as unknown);
};

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

async function main([from, to, at, prefix = ""]: readonly string[]): Promise<number> {
    const wrong =
        from === undefined || to === undefined || at === undefined
            ? "say FROM, TO and TIME | npm run --silent restore-bucket -- FROM TO 2026-11-29T11:55:00Z [PREFIX]"
            : !MOMENT.test(at) || Number.isNaN(Date.parse(at))
              ? `${at} is not a point in time | write it in UTC and with Z, for example 2026-11-29T11:55:00Z`
              : from === to
                ? `${from} would be copied into itself | name the bucket of the restore, which the stack made`
                : undefined;
    if (wrong !== undefined || from === undefined || to === undefined || at === undefined) {
        process.stderr.write(`${wrong ?? ""}\n`);
        return 2;
    }
    const say = (line: string): unknown => process.stdout.write(`${line}\n`);
    return restore({ from, to, at, prefix, aws, say });
}

main(process.argv.slice(2)).then(
    (status) => {
        process.exitCode = status;
    },
    (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 2;
    },
);
