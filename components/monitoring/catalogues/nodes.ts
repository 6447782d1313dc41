/** What the node exporter says of a machine (v1.12.1, collector/). `instance` is the node's address; kube-prometheus-stack adds no name. */
import type { Catalogue } from "../catalogue";
import { exporter } from "./exporter";

const NODE = exporter("node-exporter", "prometheus/node_exporter v1.12.1 collector");

const fileSystem = ["device", "mountpoint", "fstype", "device_error"];
const disk = ["device"];
const link = ["device"];

export const NODES = {
    cpu: NODE.counter("node_cpu_seconds_total", "Time that each core spent in each mode.", ["cpu", "mode"]),
    load1: NODE.gauge("node_load1", "Processes that run or wait to, over a minute.", []),
    load5: NODE.gauge("node_load5", "Processes that run or wait to, over five minutes.", []),
    memoryTotal: NODE.gauge("node_memory_MemTotal_bytes", "Memory of the node.", []),
    memoryAvailable: NODE.gauge("node_memory_MemAvailable_bytes", "Memory that can be had without swapping.", []),
    fileSystemSize: NODE.gauge("node_filesystem_size_bytes", "Size of a file system.", fileSystem),
    fileSystemAvailable: NODE.gauge(
        "node_filesystem_avail_bytes",
        "What is free on a file system for everybody.",
        fileSystem,
    ),
    fileSystemReadOnly: NODE.gauge(
        "node_filesystem_readonly",
        "1 for a file system that cannot be written.",
        fileSystem,
    ),
    diskReads: NODE.counter("node_disk_read_bytes_total", "Bytes read from a disk.", disk),
    diskWrites: NODE.counter("node_disk_written_bytes_total", "Bytes written to a disk.", disk),
    diskBusy: NODE.counter("node_disk_io_time_seconds_total", "Time that a disk was busy.", disk),
    networkReceived: NODE.counter("node_network_receive_bytes_total", "Bytes received on an interface.", link),
    networkSent: NODE.counter("node_network_transmit_bytes_total", "Bytes sent on an interface.", link),
    bootTime: NODE.gauge("node_boot_time_seconds", "When the node started, in seconds since 1970.", []),
} as const satisfies Catalogue;
