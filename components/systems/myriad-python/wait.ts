/** An init container that ends when somebody listens. */
import type { RunArgs } from "../../workload/container";
import type { Resources } from "../../workload";
import type { Run } from "../images";

const WITH_PYTHON = `import socket, sys, time
while True:
    try:
        socket.create_connection((sys.argv[1], int(sys.argv[2])), 3).close()
        break
    except OSError as error:
        print(f"waiting for {sys.argv[1]}:{sys.argv[2]}: {error}", flush=True)
        time.sleep(5)
`;

const WITH_NODE = `const [, host, port] = process.argv;
const ask = () => require("node:net").connect({ host, port, timeout: 3000 }, () => process.exit(0))
    .on("timeout", function () { this.destroy(new Error("no answer")); })
    .on("error", ({ message }) => { console.log("waiting for " + host + ":" + port + ": " + message); setTimeout(ask, 5000); });
ask();
`;

const RESOURCES: Resources = {
    requests: { cpu: "10m", memory: "32Mi", scratch: "16Mi" },
    limits: { cpu: "100m", memory: "128Mi", scratch: "32Mi" },
};

/** In the image of the container that comes after it, of whose languages one is certainly there. */
export function waitFor({ host, boltPort }: { host: string; boltPort: number }, run: Run<string>): RunArgs<never> {
    const interpreter = run.isStandIn ? ["node", "-e", WITH_NODE] : ["python", "-c", WITH_PYTHON];
    return { image: run.image, command: [...interpreter, host, String(boltPort)], resources: RESOURCES };
}
