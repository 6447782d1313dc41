/** What Envoy is told beside an application: each value with its reason, names that lead to each other, and types that Envoy has. */
import assert from "node:assert/strict";
import { isMap } from "../../../policy/inputs";
import { COMPLETE, recordingOf } from "../../support/recordings";

/** envoyproxy.io/docs/envoy/v1.39.1/api-v3: the messages of these extensions. */
const TYPES =
    /^type\.googleapis\.com\/envoy\.extensions\.(filters\.network\.(redis_proxy\.v3\.(RedisProxy|RedisProtocolOptions)|tcp_proxy\.v3\.TcpProxy|http_connection_manager\.v3\.HttpConnectionManager)|filters\.http\.(health_check\.v3\.HealthCheck|router\.v3\.Router)|clusters\.dns\.v3\.DnsCluster|transport_sockets\.tls\.v3\.UpstreamTlsContext|resource_monitors\.downstream_connections\.v3\.DownstreamConnectionsConfig)$/;
const EXTENSIONS =
    /^envoy\.(filters\.(network\.(redis_proxy|tcp_proxy|http_connection_manager)|http\.(health_check|router))|clusters\.dns|transport_sockets\.tls|resource_monitors\.global_downstream_max_connections)$/;

type Row = readonly [at: RegExp, value: RegExp, because: string];

const ROWS: readonly Row[] = [
    [/@type$/, TYPES, "a message that Envoy has"],
    [
        /(filters\[\d\]|cluster_type|transport_socket|resource_monitors\[0\])\.name$/,
        EXTENSIONS,
        "an extension that Envoy has",
    ],
    [/listeners\[0\]\.address.*\.address$/, /^127\.0\.0\.1$/, "the pod alone is let in"],
    [/listeners\[1\]\.address.*\.address$/, /^0\.0\.0\.0$/, "the kubelet asks the pod's address"],
    [/listeners\[0\]\.address.*\.port_value$/, /^6379$/, "where applications look for Redis"],
    [/listeners\[1\]\.address.*\.port_value$/, /^15021$/, "the port that the probe names"],
    [/(listeners\[\d\]\.name|stat_prefix)$/, /^(redis|probes|valkey)$/, "names in its metrics"],
    [/(clusters\[0\]\.name|cluster_name|\.cluster)$/, /^valkey$/, "the one upstream"],
    [/op_timeout$/, /^5s$/, "a command that takes longer is lost, and the caller goes on without its cache"],
    [/idle_timeout$/, /^0s$/, "who waits for a task may wait for hours"],
    [/route_config\..*(name|domains\[0\])$/, /^(none|\*)$/, "nothing is routed"],
    [/pass_through_mode$/, /^false$/, "the filter answers itself: behind it there is nobody"],
    [/headers\[0\]\.(name|string_match\.exact)$/, /^(:path|\/ready)$/, "the path that the probe asks"],
    [/dns_refresh_rate$/, /^5s$/, "a failover is seen within five seconds"],
    [/dns_lookup_family$/, /^V4_ONLY$/, "subnets have no IPv6 blocks"],
    [/connect_timeout$/, /^3s$/, "a node that is gone does not answer"],
    [
        /endpoint\.address.*\.address$|\.sni$|matcher\.exact$/,
        /^master\.\S+\.cache\.amazonaws\.com$/,
        "the primary, by its name",
    ],
    [/endpoint\.address.*\.port_value$/, /^6379$/, "the port of the group"],
    [/keepalive_time$/, /^60$/, "with the next, a node that vanished is noticed within 90 s"],
    [/keepalive_interval$/, /^10$/, "with the next, a node that vanished is noticed within 90 s"],
    [/keepalive_probes$/, /^3$/, "three are no accident"],
    [/lb_policy$/, /^RING_HASH$/, "as the filter's documentation asks"],
    [
        /auth_(username|password)\.filename$/,
        /^\/etc\/redis-proxy\/(username|password)$/,
        "files of the mounted credential",
    ],
    [/tls_minimum_protocol_version$/, /^TLSv1_2$/, "ElastiCache takes nothing below"],
    [/tls_maximum_protocol_version$/, /^TLSv1_3$/, "its clients stop at 1.2 unless told"],
    [/trusted_ca\.filename$/, /^\/etc\/ssl\/certs\/ca-certificates\.crt$/, "what the image trusts"],
    [/san_type$/, /^DNS$/, "a name is verified, not an address"],
    [/max_active_downstream_connections$/, /^1000$/, "more than any pool here has, and less than its memory"],
];

function* leaves(value: unknown, at = ""): Generator<readonly [string, unknown]> {
    if (Array.isArray(value))
        for (const [index, each] of value.entries()) yield* leaves(each, `${at}[${String(index)}]`);
    else if (isMap(value))
        for (const [key, each] of Object.entries(value)) yield* leaves(each, at === "" ? key : `${at}.${key}`);
    else yield [at, value];
}

describe("Envoy beside an application", () => {
    let bootstraps: readonly (readonly [name: string, bootstrap: unknown])[];
    before(async () => {
        const { graph } = await recordingOf(COMPLETE, "update");
        bootstraps = graph
            .ofType("kubernetes:core/v1:ConfigMap")
            .flatMap(({ name, inputs }) =>
                isMap(inputs.data) && typeof inputs.data["bootstrap.json"] === "string"
                    ? [[name, JSON.parse(inputs.data["bootstrap.json"]) as unknown] as const]
                    : [],
            );
        assert.ok(bootstraps.length >= 4);
    });

    it("is told what a row has a reason for", () => {
        const used = new Set<Row>();
        for (const [name, bootstrap] of bootstraps)
            for (const [at, value] of leaves(bootstrap)) {
                const row = ROWS.find(([where]) => where.test(at));
                assert.ok(row, `${name} ${at}: no row says why it is ${String(value)}`);
                assert.match(String(value), row[1], `${name} ${at}: ${row[2]}`);
                used.add(row);
            }
        assert.deepEqual(
            ROWS.filter((row) => !used.has(row)).map(([at]) => String(at)),
            [],
        );
    });

    it("asks the name that it verifies", () => {
        for (const [name, bootstrap] of bootstraps) {
            const hosts = [...leaves(bootstrap)]
                .filter(([at]) => /endpoint\.address\S*\.address$|\.sni$|matcher\.exact$/.test(at))
                .map(([, host]) => host);
            assert.deepEqual([hosts.length, new Set(hosts).size], [3, 1], name);
        }
    });
});
