/** What the SDK does for each resource that nobody reads, and that takes longer than running the program. */
import * as pulumi from "@pulumi/pulumi";
import { LogSeverity, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";

/** It sends three debug messages for each resource, each after the answer to the one before. */
export function dropDebugMessages(engine: LogClient | undefined = pulumi.runtime.getEngine()): void {
    if (engine === undefined) return;
    const send = engine.log.bind(engine);
    engine.log = (request, callback) => {
        if (request.getSeverity() === LogSeverity.DEBUG) callback(null);
        else send(request, callback);
    };
}

export interface LogClient {
    log(request: LogRequest, callback: (error: Error | null) => void): unknown;
}

/** It writes down a stack for each promise, and mapping every line of it to TypeScript is the longest part of a preview. Gives back what undoes it. */
export function leaveStacksUnmapped(): () => void {
    const mapping = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
    Reflect.deleteProperty(Error, "prepareStackTrace");
    return () => {
        if (mapping !== undefined) Object.defineProperty(Error, "prepareStackTrace", mapping);
    };
}
