/** Copies a bucket, as it was at a moment, into another one. Run again, it goes on where it stopped. */
import type { AskAws } from "../account/ask-aws";
import { asOf, type Listing, type Version } from "./as-of";

export interface Asked {
    readonly from: string;
    readonly to: string;
    /** UTC, `2026-11-29T11:55:00Z`. */
    readonly at: string;
    /** Of keys. Empty: all of them. */
    readonly prefix: string;
    readonly aws: AskAws;
    readonly say: (line: string) => void;
}

/** CopyObject takes no more (https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html). */
const LARGEST = 5 * 1024 ** 3;
const AT_ONCE = 8;

/** Exit status: 0 everything is there, 1 something is not. */
export async function restore({ from, to, at, prefix, aws, say }: Asked): Promise<number> {
    const versions = asOf((await aws("list-object-versions", "--bucket", from, ...under(prefix))) as Listing, at);
    const there = await keysIn(to, prefix, aws);
    const missing = versions.filter(({ Key }) => !there.has(Key));
    say(`${String(versions.length)} objects of ${from} at ${at}, ${String(missing.length)} of them not yet in ${to}`);
    const failed: string[] = [];
    const rest = [...missing];
    const worker = async (): Promise<void> => {
        for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
            const wrong = await copy(next, { from, to, aws });
            if (wrong !== undefined) failed.push(`${next.Key}  ${wrong}`);
        }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    failed.sort().forEach((line) => {
        say(line);
    });
    say(`copied ${String(missing.length - failed.length)}, not copied ${String(failed.length)}`);
    return failed.length === 0 ? 0 : 1;
}

const under = (prefix: string): readonly string[] => (prefix === "" ? [] : ["--prefix", prefix]);

async function keysIn(bucket: string, prefix: string, aws: AskAws): Promise<ReadonlySet<string>> {
    const listed = (await aws("list-objects-v2", "--bucket", bucket, ...under(prefix))) as {
        readonly Contents?: readonly { readonly Key: string }[];
    };
    return new Set((listed.Contents ?? []).map(({ Key }) => Key));
}

async function copy(
    { Key, VersionId, Size }: Version,
    { from, to, aws }: Pick<Asked, "from" | "to" | "aws">,
): Promise<string | undefined> {
    if (Size > LARGEST)
        return `is above 5 GiB | aws s3api get-object --bucket ${from} --key ${Key} --version-id ${VersionId} FILE, then aws s3 cp FILE s3://${to}/${Key}`;
    const source = `${from}/${encodeURIComponent(Key)}?versionId=${encodeURIComponent(VersionId)}`;
    try {
        await aws("copy-object", "--bucket", to, "--key", Key, "--copy-source", source);
        return undefined;
    } catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}
