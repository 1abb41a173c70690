#!/usr/bin/env bash
# A private Redis for benches and tests: on loopback, its append-only file in a temp folder, written as its manual advises for queues.
#
#   tests/rigs/redis.sh [--keep]
#
# Prints one line of JSON when it answers: {"host", "port", "version"}. Serves until its standard input ends or it is signalled (with
# --keep, for a terminal: only a signal), then stops what it started and removes the folder.
# Needs Debian's package: apt-get install --no-install-recommends redis-server
# Exit code 3: not installed.
set -euo pipefail

if ! command -v redis-server > /dev/null; then
  echo "redis is not installed; apt-get install --no-install-recommends redis-server" >&2
  exit 3
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/reelgraph-redis-XXXXXX")
server=
watcher=
stop() {
  trap - EXIT INT TERM HUP
  if [[ -n "$server" ]]; then
    kill -KILL "$server" 2> /dev/null || true
    wait "$server" 2> /dev/null || true
  fi
  [[ -n "$watcher" ]] && kill "$watcher" 2> /dev/null || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 143' INT TERM HUP

# Ends with the process that started us, however that one ends.
if [[ "${1:-}" != "--keep" ]]; then
  exec 3<&0
  (
    while read -r _ <&3; do :; done
    kill -TERM $$
  ) &
  watcher=$!
fi

port=$(node -e '
  const server = require("node:net").createServer().listen(0, "127.0.0.1", () => {
    console.log(server.address().port);
    server.close();
  });')
redis-server --bind 127.0.0.1 --port "$port" --dir "$folder" --save '' --appendonly yes --appendfsync everysec \
  --maxmemory-policy noeviction --daemonize no > "$folder/server.out" 2>&1 < /dev/null &
server=$!

for _ in $(seq 1 300); do
  if grep -q 'Ready to accept connections' "$folder/server.out"; then
    version=$(redis-server --version | sed -E 's/.*v=([^ ]+).*/\1/')
    printf '{"host":"127.0.0.1","port":%s,"version":"%s"}\n' "$port" "$version"
    wait "$server"
    break
  fi
  kill -0 "$server" 2> /dev/null || break
  sleep 0.05
done
echo "redis did not start, or ended:" >&2
tail -n 20 "$folder/server.out" >&2 || true
exit 1
