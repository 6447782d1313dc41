/** What is in the environment's buckets. CloudWatch counts once a day. */
import { CLOUDWATCH_METRICS as CLOUDWATCH } from "../catalogues/cloudwatch";
import { maxBy, sumBy, value } from "../promql";
import type { Row } from "./spec";

export const bucketsRow = (): Row => ({
    title: "Buckets",
    panels: [
        {
            ...{ title: "Size by storage class", show: "stack", unit: "bytes", width: 12 },
            description: "Bytes in each class, over all buckets. What has aged moves to cheaper ones.",
            series: [
                {
                    query: sumBy(["dimension_StorageType"], value(CLOUDWATCH.bucketSize)),
                    legend: "{{dimension_StorageType}}",
                },
            ],
        },
        {
            ...{ title: "Objects", show: "lines", unit: "short", width: 12 },
            description: "Objects in each bucket, replaced versions among them.",
            series: [
                {
                    query: maxBy(["dimension_BucketName"], value(CLOUDWATCH.bucketObjects)),
                    legend: "{{dimension_BucketName}}",
                },
            ],
        },
    ],
});
