/** What every part of Myriad (Python) is made from, and how its services are run. */
import type * as pulumi from "@pulumi/pulumi";
import { exportedBy } from "../../monitoring/catalogue";
import { seconds, type Namespace } from "../../workload";
import type { SystemContext } from "../context";
import type { Run } from "../images";
import { metrics } from "./metrics";
import type { MYRIAD_PYTHON_SERVICES, MyriadPython } from "./schema";
import type { Sizes } from "./sizes";

export interface Part {
    /** Logical name of the system, which those of its parts begin with. */
    readonly name: string;
    readonly namespace: Namespace;
    readonly config: MyriadPython;
    readonly size: Sizes;
    readonly context: SystemContext;
    readonly opts: pulumi.ComponentResourceOptions;
}

export type ServiceKey = (typeof MYRIAD_PYTHON_SERVICES)[number];

interface ServiceFacts {
    /** Of the Deployment and its Service: what the code, the compose file or a DNS rewrite calls it. */
    readonly metadataName: string;
    readonly repository: string;
    readonly port: number;
    /** File, or module where imports are relative (docs/upstream.md, Myriad (Python)). */
    readonly program: string;
}

const SOURCE = "/app/src/myriad";

/** In the order of the document's targets (INF-11 to INF-15). */
export const SERVICES: Readonly<Record<ServiceKey, ServiceFacts>> = {
    orchestrator: {
        ...{ metadataName: "orchestrator", repository: "myriad-python/orchestrator", port: 5000 },
        program: `${SOURCE}/services/orchestrator/app.py`,
    },
    graphdbManager: {
        ...{ metadataName: "graphdb-manager-ai", repository: "myriad-python/graphdb-manager", port: 5008 },
        program: `${SOURCE}/services/graphdb_manager/app.py`,
    },
    inputProcessor: {
        ...{ metadataName: "input-processor", repository: "myriad-python/input-processor", port: 5003 },
        program: "myriad.services.processing.input_processor.app",
    },
    outputProcessor: {
        ...{ metadataName: "output-processor", repository: "myriad-python/output-processor", port: 5004 },
        program: "myriad.services.processing.output_processor.app",
    },
    integrationTester: {
        ...{ metadataName: "integration-tester-ai", repository: "myriad-python/integration-tester", port: 5009 },
        program: `${SOURCE}/services/integration_tester/app.py`,
    },
    lightbulbDefinition: {
        ...{ metadataName: "lightbulb-definition-ai", repository: "myriad-python/lightbulb", port: 5001 },
        program: `${SOURCE}/agents/lightbulb_definition/app.py`,
    },
    lightbulbFunction: {
        ...{ metadataName: "lightbulb-function-ai", repository: "myriad-python/lightbulb", port: 5002 },
        program: `${SOURCE}/agents/lightbulb_function/app.py`,
    },
};

/** images/myriad-python/launch.py runs each without Flask's debugger, whose console would run anybody's code. */
export function runOf({ config, context }: Part, key: ServiceKey): Run<"http"> {
    const { metadataName, repository, port, program } = SERVICES[key];
    return context.images.run(config.workloads[key], {
        ...{ repository, command: ["python", "/app/launch.py", program], ports: { http: port } },
        metrics: { on: "http", catalogue: exportedBy(metrics, metadataName), scraped: config.scraped.includes(key) },
    });
}

/** Address for other services, on the port that the stack gives it. */
export function urlOf({ config }: Part, key: ServiceKey): string {
    const { metadataName, port } = SERVICES[key];
    return `http://${metadataName}:${String(config.workloads[key].ports?.http ?? port)}`;
}

/** INF-42: interval 30 s, timeout 10 s, retries 3, start period 10 s. */
const INTERVAL = seconds(30);
const TIMEOUT = seconds(10);
const RETRIES = 3;
const START_PERIOD = seconds(10);

/** Compose calls a container unhealthy after the start period and that many intervals: so long a start may take here. */
export function documentedHealth({ healthPath }: Run<"http">) {
    const timing = { delay: START_PERIOD, every: INTERVAL, timeout: TIMEOUT, failures: RETRIES };
    return {
        ...{ path: healthPath, on: "http" as const, liveness: timing, readiness: timing },
        startWithin: seconds(START_PERIOD.seconds + RETRIES * INTERVAL.seconds),
    };
}
