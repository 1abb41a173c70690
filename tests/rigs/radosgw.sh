#!/usr/bin/env bash
# A real S3 server for tests: Ceph's radosgw on one monitor and one OSD, on loopback only, all data in a temp folder and memory.
#
#   tests/rigs/radosgw.sh [--keep]
#
# Prints one line of JSON when it answers: {"endpoint", "accessKeyId", "secretAccessKey", "folder"}. Serves until its standard input ends or it is
# signalled (with --keep, for a terminal: only a signal), then stops what it started and removes the folder.
# Needs Debian's packages: apt-get install --no-install-recommends ceph-mon ceph-osd radosgw ceph-common
# Exit code 3: not installed.
set -euo pipefail

for program in ceph-mon ceph-osd radosgw radosgw-admin ceph monmaptool; do
  if ! command -v "$program" > /dev/null; then
    echo "$program is not installed; apt-get install --no-install-recommends ceph-mon ceph-osd radosgw ceph-common" >&2
    exit 3
  fi
done

folder=$(mktemp -d "${TMPDIR:-/tmp}/reelgraph-radosgw-XXXXXX")
started=()
stop() {
  trap - EXIT INT TERM HUP
  # Memory is all they hold: nothing is worth a graceful end.
  for pid in "${started[@]}"; do kill -KILL "$pid" 2> /dev/null || true; done
  for pid in "${started[@]}"; do wait "$pid" 2> /dev/null || true; done
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
  started+=($!)
fi

run() {
  local name=$1
  shift
  "$@" > "$folder/$name.out" 2>&1 < /dev/null &
  started+=($!)
}
fail() {
  echo "radosgw did not start: $1" >&2
  tail -n 20 "$folder"/*.out >&2 || true
  exit 1
}

# Three free ports. Nothing holds them until the daemons do, but the chance of a clash is small and a clash is reported.
read -r mon_port mon_port_v1 gateway_port < <(node -e '
  const net = require("node:net");
  const servers = [0, 1, 2].map(() => net.createServer().listen(0, "127.0.0.1"));
  Promise.all(servers.map((server) => new Promise((done) => server.once("listening", done)))).then(() => {
    console.log(servers.map((server) => server.address().port).join(" "));
    for (const server of servers) server.close();
  });')
fsid=$(cat /proc/sys/kernel/random/uuid)
access_key=reelgraph
secret_key=$(head -c 24 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | head -c 24)

export CEPH_CONF="$folder/ceph.conf"
# Settings that are not obvious: authentication between the daemons is off (loopback, throw-away data); one copy of
# everything on one OSD that keeps it in memory; few placement groups, they cost start-up time; without tcp_nodelay
# every small answer waits 40 ms.
cat > "$CEPH_CONF" << CONF
[global]
fsid = $fsid
mon host = [v2:127.0.0.1:$mon_port,v1:127.0.0.1:$mon_port_v1]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 2
osd pool default pgp num = 2
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
run dir = $folder
admin socket =
log file = $folder/\$name.log
mon cluster log file = $folder/cluster.log
crash dir = $folder/crash
keyring = $folder/keyring
log to stderr = false
debug default level = 0
ms initial backoff = 0.05

[mon]
mon data = $folder/mon
mon osd initial require min compat client = luminous
mon election timeout = 1
paxos propose interval = 0.05
paxos min wait = 0.01
mon data avail warn = 1
mon data avail crit = 1

[osd]
osd data = $folder/osd
osd objectstore = memstore
memstore device bytes = 6442450944
osd op threads = 2
osd max object name len = 2048
osd class update on start = true
osd mon heartbeat interval = 5

[client]
# radosgw insists on encryption towards the monitor unless told, and without authentication there is no key for it.
ms mon client mode = crc
rgw data = $folder/rgw
rgw frontends = beast endpoint=127.0.0.1:$gateway_port tcp_nodelay=1
rgw enable usage log = false
rgw enable ops log = false
rgw run sync thread = false
rgw thread pool size = 64
rgw max put size = 5368709120
CONF
mkdir "$folder/mon" "$folder/osd" "$folder/rgw"
touch "$folder/keyring"

monmaptool --create --fsid "$fsid" --addv a "[v2:127.0.0.1:$mon_port,v1:127.0.0.1:$mon_port_v1]" "$folder/monmap" > "$folder/monmap.out" 2>&1 || fail monmap
ceph-mon --mkfs -i a --monmap "$folder/monmap" > "$folder/mon-mkfs.out" 2>&1 || fail "monitor's mkfs"
run mon ceph-mon -f -i a

osd_uuid=$(cat /proc/sys/kernel/random/uuid)
ceph --connect-timeout 20 osd new "$osd_uuid" > "$folder/osd-new.out" 2>&1 || fail "monitor"
ceph-osd -i 0 --mkfs --osd-uuid "$osd_uuid" > "$folder/osd-mkfs.out" 2>&1 || fail "OSD's mkfs"
run osd ceph-osd -f -i 0
run gateway radosgw -f -n client.rgw

endpoint="http://127.0.0.1:$gateway_port"
for _ in $(seq 1 150); do
  if node -e 'fetch(process.argv[1]).then(() => process.exit(0), () => process.exit(1))' "$endpoint"; then break; fi
  for pid in "${started[@]}"; do kill -0 "$pid" 2> /dev/null || fail "a daemon ended"; done
  sleep 0.2
done
timeout 60 radosgw-admin user create --uid=reelgraph --display-name=reelgraph --access-key="$access_key" --secret="$secret_key" \
  > "$folder/user.out" 2>&1 || fail "user"

printf '{"endpoint":"%s","accessKeyId":"%s","secretAccessKey":"%s","folder":"%s"}\n' "$endpoint" "$access_key" "$secret_key" "$folder"

wait -n "${started[@]}"
fail "a daemon ended"
