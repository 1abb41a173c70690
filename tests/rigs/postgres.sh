#!/usr/bin/env bash
# A private PostgreSQL server for tests: on loopback and a socket, all data in a temp folder, nothing synced to disk.
#
#   tests/rigs/postgres.sh [--keep]
#
# Prints one line of JSON when it answers: {"host", "port", "user", "password", "socketFolder", "version"}. Serves until its standard
# input ends or it is signalled (with --keep, for a terminal: only a signal), then stops what it started and removes the folder.
# Needs Debian's package: apt-get install --no-install-recommends postgresql
# Exit code 3: not installed.
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -n 1 || true)
[[ -z "$bin" ]] && command -v initdb > /dev/null && bin=$(dirname "$(command -v initdb)")
if [[ -z "$bin" || ! -x "$bin/initdb" || ! -x "$bin/postgres" ]]; then
  echo "postgres is not installed; apt-get install --no-install-recommends postgresql" >&2
  exit 3
fi

# The server refuses to run as root.
as_server=()
if [[ $(id -u) == 0 ]]; then
  for account in postgres nobody; do
    id "$account" > /dev/null 2>&1 && break
  done
  as_server=(setpriv --reuid "$account" --regid "$(id -g "$account")" --clear-groups --)
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/reelgraph-postgres-XXXXXX")
server=
watcher=
stop() {
  trap - EXIT INT TERM HUP
  # Nothing in it is worth a graceful end; SIGQUIT takes the server's children along.
  if [[ -n "$server" ]]; then
    kill -QUIT "$server" 2> /dev/null || true
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

fail() {
  echo "postgres did not start: $1" >&2
  tail -n 20 "$folder"/*.out >&2 || true
  exit 1
}

password=$(head -c 24 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | head -c 24)
printf '%s' "$password" > "$folder/password"
[[ ${#as_server[@]} -gt 0 ]] && chown -R "$account" "$folder"
cd "$folder"
# C.UTF-8 orders text by code point, as PGlite does.
"${as_server[@]}" "$bin/initdb" -D "$folder/data" -U postgres -A scram-sha-256 --pwfile="$folder/password" \
  --encoding=UTF8 --locale=C.UTF-8 --no-sync > "$folder/initdb.out" 2>&1 || fail initdb

port=$(node -e '
  const server = require("node:net").createServer().listen(0, "127.0.0.1", () => {
    console.log(server.address().port);
    server.close();
  });')
# Many short-lived databases and pools; deadlocks are looked for quickly, because a suite provokes them.
"${as_server[@]}" "$bin/postgres" -D "$folder/data" -c listen_addresses=127.0.0.1 -c "port=$port" \
  -c "unix_socket_directories=$folder" -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
  -c max_connections=300 -c shared_buffers=128MB -c max_wal_size=4GB -c deadlock_timeout=50ms -c jit=off \
  > "$folder/server.out" 2>&1 < /dev/null &
server=$!

for _ in $(seq 1 300); do
  if "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; then
    version=$("$bin/postgres" --version)
    printf '{"host":"127.0.0.1","port":%s,"user":"postgres","password":"%s","socketFolder":"%s","version":"%s"}\n' \
      "$port" "$password" "$folder" "$version"
    wait "$server"
    fail "it ended"
  fi
  kill -0 "$server" 2> /dev/null || fail "it ended"
  sleep 0.05
done
fail "it does not answer"
