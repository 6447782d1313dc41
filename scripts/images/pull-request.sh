#!/bin/sh
# Opens a pull request with what one file has become, or renews the one that is open; does nothing where the file did not change.
# By GitHub's API, so no token is in the checkout. BRANCH is ours alone and is made anew from the commit that was checked out.
#   FILE, BRANCH, TITLE, BODY, GITHUB_REPOSITORY, GH_TOKEN
set -eu

if git diff --quiet -- "$FILE"; then
    echo "- $FILE: nothing to propose"
    exit 0
fi
api=repos/$GITHUB_REPOSITORY
head=$(git rev-parse HEAD)
gh api --method POST "$api/git/refs" --raw-field "ref=refs/heads/$BRANCH" --raw-field "sha=$head" >/dev/null 2>&1 ||
    gh api --method PATCH "$api/git/refs/heads/$BRANCH" --raw-field "sha=$head" --field force=true >/dev/null
base64 -w0 "$FILE" | gh api --method PUT "$api/contents/$FILE" --raw-field "branch=$BRANCH" --raw-field "message=$TITLE" \
    --raw-field "sha=$(git rev-parse "HEAD:$FILE")" --field content=@- >/dev/null
if [ -z "$(gh pr list --repo "$GITHUB_REPOSITORY" --head "$BRANCH" --state open --json number --jq '.[].number')" ]; then
    gh pr create --repo "$GITHUB_REPOSITORY" --head "$BRANCH" --base main --title "$TITLE" --body "$BODY"
fi
echo "- $FILE: proposed on \`$BRANCH\`"
