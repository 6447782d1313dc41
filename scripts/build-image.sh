#!/bin/sh
# Builds one image and pushes it to ECR, unless its tag is there already (tags are immutable). Prints one line for a run's summary.
#   REPOSITORY        mindcloud/akosha
#   CONTEXT, FOLDER   the build context (an upstream checkout), and the folder of the Dockerfile
#   TARGET, PLATFORM  a stage of the Dockerfile or nothing; linux/arm64 or linux/amd64
#   COMMIT            of the upstream checkout, or nothing
#   BASES, SMOKE      of the image's row in images/images.json, as JSON
# Nothing is pushed before it ran as its pod would (images/smoke.sh); what is pushed has provenance and an SBOM.
set -eu

here=$(dirname "$0")/images
BASES=$(printf %s "$BASES" | sh "$here/resolve-bases.sh")
export BASES
# A base that moved gives another tag, so what was built on the old one is not taken for it.
tag=$(sh "$here/tag.sh")

digest_of() {
    aws ecr describe-images --repository-name "$REPOSITORY" --image-ids "imageTag=$tag" \
        --query 'imageDetails[0].imageDigest' --output text 2>"$errors"
}

errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
if digest=$(digest_of); then
    echo "- \`$REPOSITORY:$tag\` was there: \`$digest\`"
    exit 0
fi
if ! grep -q ImageNotFoundException "$errors"; then
    cat "$errors" >&2
    exit 1
fi

case $AWS_REGION in cn-*) suffix=amazonaws.com.cn ;; *) suffix=amazonaws.com ;; esac
registry=$(aws sts get-caller-identity --query Account --output text).dkr.ecr.$AWS_REGION.$suffix
aws ecr get-login-password | docker login --username AWS --password-stdin "$registry" >&2

set -- --platform "$PLATFORM" --file "$FOLDER/Dockerfile" --tag "$registry/$REPOSITORY:$tag"
# Neither a name nor a digest holds a blank.
for base in $(printf %s "$BASES" | jq --raw-output 'to_entries[] | "\(.key)=\(.value)"'); do set -- "$@" --build-arg "$base"; done
if [ -n "${TARGET:-}" ]; then set -- "$@" --target "$TARGET"; fi
# Files of ours beside the Dockerfile, for one that copies them (images/myriad-python).
set -- "$@" --build-context "mindcloud=$FOLDER" "$CONTEXT"

docker buildx build --load "$@" >&2
IMAGE="$registry/$REPOSITORY:$tag" sh "$here/smoke.sh"
# Comes from the cache of the first build; the attestations need a registry.
docker buildx build --push --provenance mode=max --sbom true "$@" >&2

digest=$(digest_of)
echo "- \`$REPOSITORY:$tag\` built and pushed: \`$digest\`"
