import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";

/**
 * `pulumi import` loads the project's language although it neither runs nor writes a program here. The real plugin is not part of the
 * CLI, so that this one says what is true: no program, no plugins needed. For `PULUMI_DEBUG_LANGUAGES`.
 */
export async function serveLanguage(): Promise<number> {
    const server = new grpc.Server();
    server.addService(LanguageRuntimeService, {
        handshake: answer(() => new language.LanguageHandshakeResponse()),
        getPluginInfo: answer(() => new plugin.PluginInfo().setVersion("1.0.0")),
        getRequiredPlugins: answer(() => new language.GetRequiredPluginsResponse()),
        getRequiredPackages: answer(() => new language.GetRequiredPackagesResponse()),
        cancel: answer(() => new Empty()),
    });
    return new Promise((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
            if (error === null) resolve(port);
            else reject(error);
        });
    });
}

function answer<Response>(make: () => Response): grpc.handleUnaryCall<unknown, Response> {
    return (_call, callback) => {
        callback(null, make());
    };
}
