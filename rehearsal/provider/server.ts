import * as grpc from "@grpc/grpc-js";
import type { Message } from "google-protobuf";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { plannedOutputs, providerReplaces } from "../../plan/replacements/providers";
import { isUnknown, revealAll, sameContent, UNKNOWN as UNKNOWN_ON_THE_WIRE, type Properties } from "../engine/wire";
import { NotReady, type Difference, type Provider, type Subject } from "./provider";

const MAX_MESSAGE_BYTES = 400 * 1024 * 1024; // the engine's own limit (sdk/nodejs/runtime/settings.ts)

export interface Served {
    readonly port: number;
    /** Hangs up on whoever is still connected. */
    readonly stop: () => void;
}

/** Serves one provider on a free port of this machine, for `PULUMI_DEBUG_PROVIDERS`. */
export async function serve(provider: Provider): Promise<Served> {
    const server = new grpc.Server({ "grpc.max_receive_message_length": MAX_MESSAGE_BYTES });
    server.addService(ResourceProviderService, methodsOf(provider));
    return new Promise((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
            if (error === null)
                resolve({
                    port,
                    stop: () => {
                        server.forceShutdown();
                    },
                });
            else reject(error);
        });
    });
}

/**
 * Not the SDK's `provider.main`: it drops the arguments of Configure (default tags live there), always reports a diff
 * without its keys, and prints a stack trace for a refused delete.
 */
function methodsOf(provider: Provider): grpc.UntypedServiceImplementation {
    return {
        getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(provider.version)),
        attach: unary(() => new Empty()),
        cancel: unary(() => {
            provider.cancel();
            return new Empty();
        }),
        getSchema: unary(() => new proto.GetSchemaResponse().setSchema("{}")),
        checkConfig: unary((request: proto.CheckRequest) => new proto.CheckResponse().setInputs(request.getNews())),
        diffConfig: unary((request: proto.DiffRequest) => diffConfig(request)),
        configure: unary((request: proto.ConfigureRequest) => {
            provider.configure(read(request.getArgs()));
            return new proto.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
        }),
        check: unary((request: proto.CheckRequest) => {
            const inputs = provider.check(subjectOf(request), read(request.getOlds()), read(request.getNews()));
            return new proto.CheckResponse().setInputs(write(inputs));
        }),
        diff: unary((request: proto.DiffRequest) => {
            const [oldInputs, oldOutputs, news] = [request.getOldInputs(), request.getOlds(), request.getNews()].map(
                read,
            );
            return difference(
                provider.diff(subjectOf(request), request.getId(), oldInputs ?? {}, oldOutputs ?? {}, news ?? {}),
            );
        }),
        create: unary(async (request: proto.CreateRequest) => {
            const inputs = read(request.getProperties());
            // What is left out is unknown to the program until it is there.
            if (request.getPreview()) return new proto.CreateResponse().setProperties(write(inputs));
            const state = await provider.create(subjectOf(request), inputs, secondsOf(request));
            return new proto.CreateResponse().setId(state.id).setProperties(write(state.outputs));
        }),
        read: unary(async (request: proto.ReadRequest) => {
            const known = { inputs: read(request.getInputs()), outputs: read(request.getProperties()) };
            const state = await provider.read(subjectOf(request), request.getId(), known);
            if (state === undefined) return new proto.ReadResponse();
            return new proto.ReadResponse()
                .setId(state.id)
                .setProperties(write(state.outputs))
                .setInputs(write(state.inputs));
        }),
        update: unary(async (request: proto.UpdateRequest) => {
            const [olds, news] = [read(request.getOlds()), read(request.getNews())];
            if (request.getPreview()) {
                const { type } = subjectOf(request);
                const planned = plannedOutputs(type, read(request.getOldInputs()), olds, news, UNKNOWN_ON_THE_WIRE);
                return new proto.UpdateResponse().setProperties(write(planned));
            }
            const outputs = await provider.update(subjectOf(request), request.getId(), olds, news, secondsOf(request));
            return new proto.UpdateResponse().setProperties(write(outputs));
        }),
        delete: unary(async (request: proto.DeleteRequest) => {
            const outputs = read(request.getProperties());
            await provider.delete(subjectOf(request), request.getId(), outputs, secondsOf(request));
            return new Empty();
        }),
    };
}

type Handler<Request, Response> = (request: Request) => Response | Promise<Response>;

function unary<Request, Response extends Message>(
    handler: Handler<Request, Response>,
): grpc.handleUnaryCall<Request, Response> {
    return (call, callback) => {
        answer(handler, call.request).then(
            (response) => {
                callback(null, response);
            },
            (error: unknown) => {
                callback({
                    code: grpc.status.UNKNOWN,
                    details: error instanceof Error ? error.message : String(error),
                    ...(error instanceof NotReady && { metadata: partly(error) }),
                });
            },
        );
    };
}

/** How the protocol says "it exists, but": an error with the state inside (pulumi/pulumi proto/pulumi/errors.proto). */
function partly({ message, state, reasons }: NotReady): grpc.Metadata {
    const detail = new proto.ErrorResourceInitFailed()
        .setId(state.id)
        .setProperties(write(state.outputs))
        .setReasonsList([...reasons]);
    const any = new Any();
    any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(message);
    status.addDetails(any); // answers with what was added
    const metadata = new grpc.Metadata();
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
    return metadata;
}

/** 0 on the wire is "not said". */
const secondsOf = (request: { getTimeout(): number }): number | undefined => request.getTimeout() || undefined;

let asked = 0;

/** Requests that wait for an answer. */
export function inFlight(): number {
    return asked;
}

async function answer<Request, Response>(handler: Handler<Request, Response>, request: Request): Promise<Response> {
    asked++;
    try {
        return await handler(request);
    } finally {
        asked--;
    }
}

function diffConfig(request: proto.DiffRequest): proto.DiffResponse {
    const [olds, news] = [read(request.getOldInputs()), read(request.getNews())];
    const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
    const changed = keys.filter((key) => key !== "version" && !sameContent(olds[key], news[key]));
    const type = request.getUrn().split("::")[2] ?? "";
    const replaces = providerReplaces(type, revealAll(olds), revealAll(news), isUnknown);
    return difference({ changed, replaces, deleteBeforeReplace: false });
}

function difference(result: Difference): proto.DiffResponse {
    const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
    return new proto.DiffResponse()
        .setChanges(result.changed.length > 0 ? DIFF_SOME : DIFF_NONE)
        .setDiffsList([...result.changed])
        .setReplacesList([...result.replaces])
        .setDeletebeforereplace(result.deleteBeforeReplace);
}

function subjectOf(request: { getUrn(): string }): Subject {
    const urn = request.getUrn();
    const [, , types = "", ...name] = urn.split("::");
    return { urn, type: types.slice(types.lastIndexOf("$") + 1), name: name.join("::") };
}

function read(struct: Struct | undefined): Properties {
    return struct === undefined ? {} : struct.toJavaScript();
}

function write(properties: Properties): Struct {
    // JSON has no `undefined`, and the conversion throws on it.
    return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as Record<string, JavaScriptValue>);
}
