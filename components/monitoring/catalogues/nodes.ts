/** What the node exporter says of a machine (v1.12.1, collector/). `instance` is the node's address; kube-prometheus-stack adds no name. */
import type { Catalogue, LabelValues } from "../catalogue";
import { exporter } from "./exporter";

const NODE = exporter("node-exporter", "prometheus/node_exporter v1.12.1 collector");

const fileSystem: LabelValues = { device: ["/dev/nvme0n1p1"], mountpoint: ["/"], fstype: ["xfs"], device_error: [""] };
const disk: LabelValues = { device: ["nvme0n1"] };
const link: LabelValues = { device: ["ens5"] };

export const NODES = {
    cpu: NODE.counter(
        "node_cpu_seconds_total",
        "Time that each core spent in each mode.",
        {
            cpu: ["0", "1"],
            mode: ["idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"],
        },
        [0.02, 0.2],
    ),
    load1: NODE.gauge("node_load1", "Processes that run or wait to, over a minute.", {}, [0.5, 2]),
    load5: NODE.gauge("node_load5", "Processes that run or wait to, over five minutes.", {}, [0.5, 2]),
    memoryTotal: NODE.gauge("node_memory_MemTotal_bytes", "Memory of the node.", {}, [3.2e10, 3.2e10]),
    memoryAvailable: NODE.gauge(
        "node_memory_MemAvailable_bytes",
        "Memory that can be had without swapping.",
        {},
        [1.2e10, 2e10],
    ),
    fileSystemSize: NODE.gauge("node_filesystem_size_bytes", "Size of a file system.", fileSystem, [8e10, 8e10]),
    fileSystemAvailable: NODE.gauge(
        "node_filesystem_avail_bytes",
        "What is free on a file system for everybody.",
        fileSystem,
        [5e10, 6e10],
    ),
    fileSystemReadOnly: NODE.gauge(
        "node_filesystem_readonly",
        "1 for a file system that cannot be written.",
        fileSystem,
        [0, 0],
    ),
    diskReads: NODE.counter("node_disk_read_bytes_total", "Bytes read from a disk.", disk, [1e4, 1e6]),
    diskWrites: NODE.counter("node_disk_written_bytes_total", "Bytes written to a disk.", disk, [1e4, 1e6]),
    diskBusy: NODE.counter("node_disk_io_time_seconds_total", "Time that a disk was busy.", disk, [0.01, 0.1]),
    networkReceived: NODE.counter(
        "node_network_receive_bytes_total",
        "Bytes received on an interface.",
        link,
        [1e4, 1e6],
    ),
    networkSent: NODE.counter("node_network_transmit_bytes_total", "Bytes sent on an interface.", link, [1e4, 1e6]),
    bootTime: NODE.gauge(
        "node_boot_time_seconds",
        "When the node started, in seconds since 1970.",
        {},
        [1.79e9, 1.79e9],
    ),
} as const satisfies Catalogue;
