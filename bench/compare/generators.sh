# What a user who logs in and stays costs a load generator: ours, sipp and tsung, each against a server of its own kind. Sourced by ../compare.sh.

generated_users=5000 generated_rate=500 # a rate that all of them reach

pss() { awk '/^Pss:/ {sum += $2} END {print sum + 0}' "$@" 2>/dev/null; }
ticks() { awk '{print $14 + $15}' "$1" 2>/dev/null || echo 0; }
connected() { # PORT: established connections to it
  awk -v port="$(printf ':%04X' "$1")" '$4 == "01" && substr($3, 9) == port {n++} END {print n + 0}' /proc/net/tcp
}

# Watches a generator until its users are there, or no more of them come.
watch_generator() { # LABEL PROCESS PORT BASE_PSS
  local label=$1 process=$2 port=$3 base=$4 start count=0 now took=0 still=0
  start=$(date +%s%N)
  for _ in {1..240}; do
    sleep 0.25
    now=$(connected "$port")
    if ((now > count)); then
      count=$now took=$((($(date +%s%N) - start) / 1000000)) still=0
    fi
    ((count >= generated_users || (count && ++still >= 12))) && break
    kill -0 "$process" 2>/dev/null || break
  done
  printf '{"label": "%s", "users": %d, "seconds": %d.%03d, "client_us": %d, "client_kb_per_user": %d}\n' "$label" "$count" $((took / 1000)) $((took % 1000)) \
    $(($(ticks "/proc/$process/stat") * 10000 / (count + 1))) $((($(pss "/proc/$process/smaps_rollup") - base) / (count + 1))) >>"$work/generators.jsonl"
}

measure_generators() {
  generate_with_chatproof
  needs sipp sip-tester && generate_with_sipp
  needs tsung tsung && generate_with_tsung
  return 0
}

generate_with_chatproof() {
  start_chatproof
  until_listening $port
  cat >"$work/generators.json" <<C
{"schemaVersion": "1.0", "title": "users log in and stay", "world": "tcp", "server": {"at": ["127.0.0.1:$port"]}, "users": {"count": $generated_users},
 "workers": 1, "phases": [{"name": "ramp", "for": "$((generated_users / generated_rate))s", "login": {"total": $generated_users}}, {"name": "hold", "for": "3s"}]}
C
  (on_core 1 "$build/conformance/cli/chatproof" load "$work/generators.json" --json "$work/generators_chatproof.json" >"$work/generators_chatproof.log") || true
  stop
}

generate_with_sipp() {
  local client
  sipp -sf "$here/compare/peers/register_server.xml" -i 127.0.0.1 -p 18307 -t t1 -nostdin -max_socket 19000 >"$work/sipp_server.log" 2>&1 &
  servers=$!
  taskset -cp 0 "$servers" >/dev/null
  sleep 1
  sipp -sf "$here/compare/peers/register_client.xml" 127.0.0.1:18307 -i 127.0.0.1 -p 18357 -t tn -r $generated_rate -m $generated_users -l 19000 -nostdin -max_socket 19000 >"$work/sipp_client.log" 2>&1 &
  client=$!
  taskset -cp 1 "$client" >/dev/null
  watch_generator sipp "$client" 18307 "$(pss "/proc/$client/smaps_rollup")"
  kill -9 "$client" $servers 2>/dev/null || true
  wait "$client" 2>/dev/null || true
  stop
}

generate_with_tsung() {
  local client
  start_ejabberd || return 0
  until_listening $port || return 0
  sed "s/@SECONDS@/$((generated_users / generated_rate + 1))/; s/@USERS@/$generated_users/; s/@RATE@/$generated_rate/" "$here/compare/peers/tsung.xml" >"$work/tsung.xml"
  HOME=$work/ejabberd ERL_EPMD_ADDRESS=127.0.0.1 on_core 1 tsung -f "$work/tsung.xml" -l "$work/tsung" -n start >"$work/tsung.log" 2>&1 &
  for _ in {1..100}; do
    sleep 0.1
    client=$(pgrep -x beam.smp | grep -vx "$servers" | head -1) && break
  done
  watch_generator tsung "$client" $port "$(pss "/proc/$client/smaps_rollup")"
  kill -9 "$client" $servers 2>/dev/null || true
  stop
}
