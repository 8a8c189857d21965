#!/usr/bin/env bash
# Runs unmodified clients of other languages against a registry started for them.
#   test/peers/run.sh [report.json]
# Needs a build (`npx tsc -b`). A language whose tools are absent is skipped with the reason; tests that fail, or cannot be
# built or installed, end this with 1. The last line, and the report, is {"numPassedTests":n,"numFailedTests":n}.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cache="$root/.cache/peers"
mkdir -p "$cache"
work=$(mktemp -d)
passed=0
failed=0
rust_build=''

registries=''
cleanup() {
  kill $registries $rust_build 2>/dev/null
  # Not for all: a compiler that was told to end may take its time.
  [ -n "$registries" ] && wait $registries 2>/dev/null
  rm -rf "$work"
}
trap cleanup EXIT

# Starts a registry with nothing in it, and sets `url` to where it listens.
serve() {
  local log="$work/registry-$1.log" process
  : >"$log"
  node "$root/dist/bin/concordat.js" serve --memory --port 0 >"$log" 2>&1 &
  process=$!
  registries="$registries $process"
  for _ in $(seq 300); do
    url=$(sed -n 's/.*listening on \(http[^ ]*\)$/\1/p' "$log")
    [ -n "$url" ] && return
    kill -0 "$process" 2>/dev/null || break
    sleep 0.2
  done
  cat "$log"
  echo 'the registry did not start' >&2
  exit 1
}

serve shared
CONCORDAT_URL=$url
export CONCORDAT_URL

has() {
  for tool in "$@"; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is absent"; return 1; }
  done
}

broken() {
  echo "failed: $1"
  failed=$((failed + 1))
}

# Adds up a language's log, whose last line is `N passed, M failed`; no such line means that it broke off.
count() {
  local totals
  totals=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$1" | tail -1)
  if [ -z "$totals" ]; then
    broken "$2 gave no totals"
    return
  fi
  read -r more _ less _ <<<"$totals"
  passed=$((passed + more))
  failed=$((failed + less))
  if [ "$3" -ne 0 ] && [ "$less" -eq 0 ]; then broken "$2 ended with $3"; fi
}

# Downloads and compiles for a minute at its first run, while the others are at work.
if ! rust_missing=$(has cargo cc); then
  rust_missing=${rust_missing#skipped: }
elif [ "$(cargo --version | cut -d. -f2)" -lt 88 ]; then
  rust_missing="$(cargo --version) is too old for the client"
else
  CARGO_TARGET_DIR="$cache/rust" cargo build -q --locked --manifest-path "$here/rust/Cargo.toml" >"$work/rust.build" 2>&1 &
  rust_build=$!
fi

echo '=== python'
if ! has python3; then
  :
elif ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
  echo 'skipped: this python3 cannot make environments'
else
  venv="$cache/python-$(cat "$here/python/requirements.txt" "$here/python/alone.txt" | cksum | cut -d' ' -f1)"
  if [ ! -e "$venv/ready" ]; then
    rm -rf "$venv"
    python3 -m venv "$venv" &&
      "$venv/bin/pip" install -q --disable-pip-version-check -r "$here/python/requirements.txt" &&
      "$venv/bin/pip" install -q --disable-pip-version-check --no-deps -r "$here/python/alone.txt" &&
      touch "$venv/ready"
  fi
  if [ -e "$venv/ready" ]; then
    PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$here/python/peers.py" 2>&1 | tee "$work/python.log"
    count "$work/python.log" python "${PIPESTATUS[0]}"
  else
    broken 'the Python packages could not be installed'
  fi
fi

# Runs `go test` with the rest of the arguments in a folder, and adds up what it says.
go_test() {
  local status
  (cd "$1" && shift && GOFLAGS=-mod=readonly go test -count=1 -v "$@") >"$work/go.out" 2>&1
  status=$?
  grep -vE '^ *(=== |--- PASS)' "$work/go.out"
  {
    echo "$(grep -cE '^ *--- PASS' "$work/go.out") passed, $(grep -cE '^ *--- FAIL' "$work/go.out") failed"
  } | tee "$work/go.log"
  count "$work/go.log" go "$status"
}

echo '=== go'
# One of the clients links against C.
if has go cc; then
  go_test "$here/go" ./...

  # The test that confluent-kafka-go has for its own client; it expects to be alone, and changes the global level.
  serve go
  module=$(cd "$here/go" && go list -m -f '{{.Dir}}' github.com/confluentinc/confluent-kafka-go/v2)
  mkdir -p "$work/confluent/kafka"
  cp -r "$module/go.mod" "$module/go.sum" "$module/schemaregistry" "$work/confluent"
  chmod -R u+w "$work/confluent"
  echo "{\"SchemaRegistryURL\":\"$url\"}" >"$work/confluent/kafka/testconf.json"
  go_test "$work/confluent/schemaregistry" -run '^TestClient$' .
fi

echo '=== java'
if has java mvn; then
  jars="$cache/java-$(cksum <"$here/java/pom.xml" | cut -d' ' -f1)"
  if [ ! -e "$jars/ready" ]; then
    rm -rf "$jars"
    mvn -q -B -Dstyle.color=never -f "$here/java/pom.xml" dependency:copy-dependencies \
      -DoutputDirectory="$jars" && touch "$jars/ready"
  fi
  if [ -e "$jars/ready" ]; then
    for program in Peers SpringPeers; do
      java -cp "$jars/*" "$here/java/$program.java" 2>&1 | tee "$work/java.log"
      count "$work/java.log" "java $program" "${PIPESTATUS[0]}"
    done
  else
    broken 'the Java packages could not be fetched'
  fi
fi

echo '=== javascript'
if has npm; then
  modules="$cache/javascript-$(cksum <"$here/javascript/package-lock.json" | cut -d' ' -f1)"
  if [ ! -e "$modules/ready" ]; then
    rm -rf "$modules"
    mkdir -p "$modules"
    cp "$here/javascript/package.json" "$here/javascript/package-lock.json" "$modules"
    npm ci --silent --ignore-scripts --prefix "$modules" && touch "$modules/ready"
  fi
  if [ -e "$modules/ready" ]; then
    PEERS_MODULES="$modules" node "$here/javascript/peers.mjs" 2>&1 | tee "$work/javascript.log"
    count "$work/javascript.log" javascript "${PIPESTATUS[0]}"
  else
    broken 'the JavaScript packages could not be installed'
  fi
fi

echo '=== rust'
if [ -z "$rust_build" ]; then
  echo "skipped: $rust_missing"
elif wait "$rust_build"; then
  "$cache/rust/debug/peers" 2>&1 | tee "$work/rust.log"
  count "$work/rust.log" rust "${PIPESTATUS[0]}"
else
  cat "$work/rust.build"
  broken 'the Rust client could not be built'
fi
rust_build=''

totals="{\"numPassedTests\":$passed,\"numFailedTests\":$failed}"
[ -n "${1:-}" ] && echo "$totals" >"$1"
echo "$totals"
[ "$failed" -eq 0 ]
