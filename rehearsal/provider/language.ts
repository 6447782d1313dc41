import { spawn } from "node:child_process";
import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";

/**
 * `pulumi import` loads the project's language, and `pulumi up` from a command line has it start the program. The real plugin,
 * pulumi-language-nodejs, is not part of the CLI, and its module is not one that the Go proxy serves. This one says that no plugins are
 * needed, and starts the program as the real one does: by `@pulumi/pulumi/cmd/run`, which is where the SDK takes over. For `PULUMI_DEBUG_LANGUAGES`.
 */
export async function serveLanguage(): Promise<number> {
    const server = new grpc.Server();
    let engine = "";
    server.addService(LanguageRuntimeService, {
        handshake: answer((request: language.LanguageHandshakeRequest) => {
            engine = request.getEngineAddress();
            return new language.LanguageHandshakeResponse();
        }),
        getPluginInfo: answer(() => new plugin.PluginInfo().setVersion("1.0.0")),
        getRequiredPlugins: answer(() => new language.GetRequiredPluginsResponse()),
        getRequiredPackages: answer(() => new language.GetRequiredPackagesResponse()),
        run: (
            { request }: grpc.ServerUnaryCall<language.RunRequest, language.RunResponse>,
            callback: grpc.sendUnaryData<language.RunResponse>,
        ) => {
            run(request, engine).then((response) => {
                callback(null, response);
            }, callback);
        },
        cancel: answer(() => new Empty()),
    });
    return new Promise((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
            if (error === null) resolve(port);
            else reject(error);
        });
    });
}

function answer<Request, Response>(make: (request: Request) => Response): grpc.handleUnaryCall<Request, Response> {
    return ({ request }, callback) => {
        callback(null, make(request));
    };
}

/** What the SDK ends with when it has told the engine already what is wrong (@pulumi/pulumi cmd/run). */
const TOLD = 32;

function run(request: language.RunRequest, engine: string): Promise<language.RunResponse> {
    const info = request.getInfo();
    const { typescript = true, nodeargs = "" } = (info?.getOptions()?.toJavaScript() ?? {}) as Options;
    const flags = {
        ...{ monitor: request.getMonitorAddress(), engine, pwd: request.getPwd() },
        ...{ organization: request.getOrganization(), project: request.getProject(), stack: request.getStack() },
        ...{ "root-directory": info?.getRootDirectory() ?? "", parallel: String(request.getParallel()) },
    };
    const args = Object.entries(flags).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value]));
    const runner = require.resolve("@pulumi/pulumi/cmd/run");
    const child = spawn(
        process.execPath,
        [
            ...nodeargs.split(" ").filter((word) => word !== ""),
            ...[runner, ...args, ...(request.getDryrun() ? ["--dry-run"] : []), info?.getEntryPoint() ?? "."],
        ],
        {
            cwd: request.getPwd(),
            stdio: ["ignore", 2, 2], // standard output of this process is an answer already
            env: {
                ...process.env,
                PULUMI_NODEJS_TYPESCRIPT: String(typescript),
                PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
                PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
            },
        },
    );
    return new Promise((resolve, reject) => {
        child.on("error", reject).on("close", (code) => {
            const response = new language.RunResponse();
            if (code === TOLD) response.setBail(true);
            else if (code !== 0) response.setError(`Program exited with non-zero exit code: ${String(code)}`);
            resolve(response);
        });
    });
}

interface Options {
    readonly typescript?: boolean;
    readonly nodeargs?: string;
}
