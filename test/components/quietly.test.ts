import assert from "node:assert/strict";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { dropDebugMessages, leaveStacksUnmapped, type LogClient } from "../../components/quietly";

describe("What the SDK says and nobody reads", () => {
    const message = (severity: LogSeverity): LogRequest => new LogRequest().setSeverity(severity);

    it("is not sent: debug messages are answered at once, every other one by the engine", () => {
        const sent: LogSeverity[] = [];
        const engine: LogClient = {
            log: (request, callback) => {
                sent.push(request.getSeverity());
                callback(null);
            },
        };
        dropDebugMessages(engine);
        const all = [LogSeverity.DEBUG, LogSeverity.INFO, LogSeverity.WARNING, LogSeverity.ERROR];
        let answered = 0;
        for (const severity of all)
            engine.log(message(severity), () => {
                answered++;
            });
        assert.deepEqual(sent, [LogSeverity.INFO, LogSeverity.WARNING, LogSeverity.ERROR]);
        assert.equal(answered, all.length);
    });

    it("is nothing where no engine listens", () => {
        assert.doesNotThrow(() => {
            dropDebugMessages(undefined);
        });
    });

    it("is not mapped to TypeScript: a stack costs a few lines of text, until that is undone", () => {
        const before = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
        let mapped = 0;
        Error.prepareStackTrace = () => {
            mapped++;
            return "mapped";
        };
        try {
            const undo = leaveStacksUnmapped();
            assert.match(new Error("one").stack ?? "", /^Error: one\n {4}at /);
            undo();
            assert.equal(new Error("two").stack, "mapped");
            assert.equal(mapped, 1);
        } finally {
            if (before === undefined) Reflect.deleteProperty(Error, "prepareStackTrace");
            else Object.defineProperty(Error, "prepareStackTrace", before);
        }
    });
});
