/** A bucket on loopback in which nothing is yet, as Loki finds it the first time: enough of S3 for it to start. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Bucket {
    readonly url: string;
    /** `<method> <path>`, in the order in which they came. */
    readonly asked: readonly string[];
    readonly close: () => void;
}

const NOTHING =
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>';
const NO_SUCH_KEY = "<Error><Code>NoSuchKey</Code></Error>";

export async function emptyBucket(): Promise<Bucket> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
        const { method = "", url = "" } = request;
        const { pathname, searchParams } = new URL(url, "http://bucket");
        asked.push(`${method} ${pathname}`);
        const [status, text] =
            method === "PUT"
                ? [200, ""]
                : method === "DELETE"
                  ? [204, ""]
                  : searchParams.has("list-type")
                    ? [200, NOTHING]
                    : [404, NO_SUCH_KEY];
        request.resume();
        response.writeHead(status, { "content-type": "application/xml" }).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
        url: `http://127.0.0.1:${String(port)}`,
        asked,
        close: () => {
            server.closeAllConnections();
            server.close();
        },
    };
}
