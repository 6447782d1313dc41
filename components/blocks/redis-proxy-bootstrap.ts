/** Envoy's own configuration as plain data, in the field names of its v3 API; `make check` holds it to the protocol buffers of the version. */

/**
 * `tcp`: bytes pass as they are, so the application may send any command and must log in by itself. `redis`: Envoy speaks the protocol,
 * logs in for the application, and answers PING itself; it knows no blocking command and no SUBSCRIBE (Envoy documentation, "Redis",
 * "Supported commands").
 */
export type RedisProxyMode = "tcp" | "redis";

export interface BootstrapArgs {
    readonly mode: RedisProxyMode;
    readonly host: string;
    readonly port: number;
    readonly probesPort: number;
    /** Files with the credential, in mode `redis`. */
    readonly username: string;
    readonly password: string;
}

/** Where applications find their Redis. By number: `localhost` may be looked up as ::1 first, where nobody listens. */
export const REDIS_PROXY_HOST = "127.0.0.1";
export const REDIS_PROXY_PORT = 6379;

/** Bundle of Debian's ca-certificates in the distroless image; ElastiCache's certificates chain to Amazon Trust Services, which is in it. */
const TRUSTED_AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";

/** Connections of one pod to its own proxy: far above every pool, so that only a leak runs into it. */
const MOST_CONNECTIONS = 1000;

/** Longer than the slowest command that is no mistake; Envoy needs a number. */
const OPERATION_TIMEOUT = "5s";

const UPSTREAM = "valkey";
const type = (name: string) => ({ "@type": `type.googleapis.com/envoy.${name}` });

/** No admin interface: it could stop the proxy and show its configuration to whoever reaches the pod's loopback. */
export function bootstrap(args: BootstrapArgs) {
    return {
        static_resources: {
            listeners: [redisListener(args.mode), probesListener(args.probesPort)],
            clusters: [upstream(args)],
        },
        overload_manager: {
            resource_monitors: [
                {
                    name: "envoy.resource_monitors.global_downstream_max_connections",
                    typed_config: {
                        ...type("extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig"),
                        max_active_downstream_connections: MOST_CONNECTIONS,
                    },
                },
            ],
        },
    };
}

/** On the loopback only: what passes here is plain text, and with somebody's rights. */
function redisListener(mode: RedisProxyMode) {
    return {
        name: "redis",
        address: { socket_address: { address: REDIS_PROXY_HOST, port_value: REDIS_PROXY_PORT } },
        filter_chains: [{ filters: [mode === "tcp" ? tcpFilter() : redisFilter()] }],
    };
}

function tcpFilter() {
    return {
        name: "envoy.filters.network.tcp_proxy",
        typed_config: {
            ...type("extensions.filters.network.tcp_proxy.v3.TcpProxy"),
            stat_prefix: UPSTREAM,
            cluster: UPSTREAM,
            // Default 1 h; then a pooled connection would break at its next use. Valkey itself closes no idle connection.
            idle_timeout: "0s",
        },
    };
}

function redisFilter() {
    return {
        name: "envoy.filters.network.redis_proxy",
        typed_config: {
            ...type("extensions.filters.network.redis_proxy.v3.RedisProxy"),
            stat_prefix: UPSTREAM,
            settings: { op_timeout: OPERATION_TIMEOUT },
            prefix_routes: { catch_all_route: { cluster: UPSTREAM } },
        },
    };
}

/**
 * What the kubelet asks, on the pod's address. Not the upstream's health: a pod without its cache still answers, as Akosha's deployment
 * guide wants it (graceful degradation).
 */
function probesListener(port: number) {
    return {
        name: "probes",
        address: { socket_address: { address: "0.0.0.0", port_value: port } },
        filter_chains: [
            {
                filters: [
                    {
                        name: "envoy.filters.network.http_connection_manager",
                        typed_config: {
                            ...type("extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"),
                            stat_prefix: "probes",
                            route_config: { name: "none", virtual_hosts: [{ name: "none", domains: ["*"] }] },
                            http_filters: [healthFilter(), routerFilter()],
                        },
                    },
                ],
            },
        ],
    };
}

function healthFilter() {
    return {
        name: "envoy.filters.http.health_check",
        typed_config: {
            ...type("extensions.filters.http.health_check.v3.HealthCheck"),
            pass_through_mode: false,
            headers: [{ name: ":path", string_match: { exact: "/ready" } }],
        },
    };
}

function routerFilter() {
    return {
        name: "envoy.filters.http.router",
        typed_config: type("extensions.filters.http.router.v3.Router"),
    };
}

function upstream({ mode, host, port, username, password }: BootstrapArgs) {
    return {
        name: UPSTREAM,
        // Each address an endpoint of its own (strict DNS): after a failover the old primary's connections are dropped.
        cluster_type: {
            name: "envoy.clusters.dns",
            typed_config: {
                ...type("extensions.clusters.dns.v3.DnsCluster"),
                dns_refresh_rate: "5s",
                dns_lookup_family: "V4_ONLY",
            },
        },
        connect_timeout: "3s",
        load_assignment: {
            cluster_name: UPSTREAM,
            endpoints: [
                {
                    lb_endpoints: [{ endpoint: { address: { socket_address: { address: host, port_value: port } } } }],
                },
            ],
        },
        // A node that vanished without a word is noticed within 90 s, not when the kernel gives up after hours.
        upstream_connection_options: {
            tcp_keepalive: { keepalive_time: 60, keepalive_interval: 10, keepalive_probes: 3 },
        },
        ...(mode === "redis" && {
            // As the filter's documentation asks, although there is one endpoint to choose from.
            lb_policy: "RING_HASH",
            typed_extension_protocol_options: {
                "envoy.filters.network.redis_proxy": {
                    ...type("extensions.filters.network.redis_proxy.v3.RedisProtocolOptions"),
                    auth_username: { filename: username },
                    auth_password: { filename: password },
                },
            },
        }),
        transport_socket: tls(host),
    };
}

/** A trusted authority alone would accept the certificate of any other cache: the name is verified too. */
function tls(host: string) {
    return {
        name: "envoy.transport_sockets.tls",
        typed_config: {
            ...type("extensions.transport_sockets.tls.v3.UpstreamTlsContext"),
            sni: host,
            common_tls_context: {
                // Envoy's clients stop at 1.2 unless told.
                tls_params: { tls_minimum_protocol_version: "TLSv1_2", tls_maximum_protocol_version: "TLSv1_3" },
                validation_context: {
                    trusted_ca: { filename: TRUSTED_AUTHORITIES },
                    // An exact DNS matcher honours the wildcard of ElastiCache's certificates (RFC 6125, section 6.4.3).
                    match_typed_subject_alt_names: [{ san_type: "DNS", matcher: { exact: host } }],
                },
            },
        },
    };
}
