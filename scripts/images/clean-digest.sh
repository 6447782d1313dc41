#!/bin/sh
# Prints {"image", "digest"} of an image that is in ECR and whose scan found nothing critical or high; otherwise a line on stderr that says
# why not. The registry scans what runs, which is the manifest of a platform: the digest of a stack file is the index above it.
#   IMAGE, REPOSITORY, PLATFORM    myriad/orchestrator, mindcloud/myriad/orchestrator, linux/arm64
#   TAG                            of tag.sh
set -eu

not() { echo "$IMAGE: not proposed: $1" >&2; exit 0; }

got=$(aws ecr batch-get-image --repository-name "$REPOSITORY" --image-ids "imageTag=$TAG" --output json)
digest=$(printf %s "$got" | jq --raw-output '.images[0].imageId.imageDigest // ""')
[ -n "$digest" ] || not "no tag $TAG"
scanned=$(printf %s "$got" | jq --raw-output --arg platform "$PLATFORM" '.images[0].imageManifest | fromjson
    | if .manifests then [.manifests[] | select("\(.platform.os)/\(.platform.architecture)" == $platform)][0].digest // "" else "itself" end')
[ "$scanned" != itself ] || scanned=$digest
[ -n "$scanned" ] || not "nothing for $PLATFORM under $TAG"

# A scan on push is done within minutes; the waiter gives up after five.
aws ecr wait image-scan-complete --repository-name "$REPOSITORY" --image-id "imageDigest=$scanned" >&2 || not "its scan is not complete"
counts=$(aws ecr describe-image-scan-findings --repository-name "$REPOSITORY" --image-id "imageDigest=$scanned" \
    --query imageScanFindings.findingSeverityCounts --output json)
bad=$(printf %s "$counts" | jq '(.CRITICAL // 0) + (.HIGH // 0)')
[ "$bad" = 0 ] || not "its scan found $bad critical or high"
jq --null-input --compact-output --arg image "$IMAGE" --arg digest "$digest" '{image: $image, digest: $digest}'
