#!/bin/sh
# Builds one image and pushes it to ECR, unless its tag is there already (tags are immutable). Prints one line for a run's summary.
#   REPOSITORY        mindcloud/akosha
#   CONTEXT, FOLDER   the build context (an upstream checkout), and the folder of the Dockerfile
#   TARGET, PLATFORM  a stage of the Dockerfile or nothing; linux/arm64 or linux/amd64
#   COMMIT            of the upstream checkout, or nothing; what the folder holds is added: a changed Dockerfile makes a new tag
set -eu

# The words of git: the same files give the same tag, whoever builds them.
tag="${COMMIT:+$(printf %.12s "$COMMIT")-}$(git rev-parse "HEAD:$FOLDER" | cut -c1-12)"

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

set -- --platform "$PLATFORM" --file "$FOLDER/Dockerfile" --tag "$registry/$REPOSITORY:$tag" --push
if [ -n "${TARGET:-}" ]; then set -- "$@" --target "$TARGET"; fi
# Files of ours beside the Dockerfile, for one that copies them (images/myriad-python).
set -- "$@" --build-context "mindcloud=$FOLDER" --provenance mode=max "$CONTEXT"
docker buildx build "$@" >&2

digest=$(digest_of)
echo "- \`$REPOSITORY:$tag\` built and pushed: \`$digest\`"
