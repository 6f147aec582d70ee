#!/usr/bin/env bash
# Our server and those that Debian has, on the same jobs, with the same client, in one go: logins per second, bytes of an idle user, round trips per second on 1 and on
# 1,000 connections, a reconnect storm, a kick storm; then load generators by what a logged-in user costs them. Ends with tables of ratios.
#
#   bench/compare.sh [--users N] [--rounds N] [--out FOLDER] [PEER...]
#
# Peers: floor chatproof mosquitto mosquitto_passwords redis ejabberd prosody, floor_tls chatproof_tls nginx_tls mosquitto_tls, generators (all of them). What is not
# installed is left out and said so.
set -euo pipefail
cd "$(dirname "$0")/.."
here=$PWD/bench build=$PWD/build/release work=$PWD/build/compare
all=(floor chatproof mosquitto mosquitto_passwords redis ejabberd prosody floor_tls chatproof_tls nginx_tls mosquitto_tls generators)
users=10000 rounds=1 seconds=3 peers=()
while (($#)); do
  case $1 in
    --users) users=${2:-}; shift $(($# > 1 ? 2 : 1)) ;;
    --rounds) rounds=${2:-}; shift $(($# > 1 ? 2 : 1)) ;;
    --seconds) seconds=${2:-}; shift $(($# > 1 ? 2 : 1)) ;;
    --out) work=$(realpath -m "$2"); shift 2 ;;
    -*) sed -n '2,8s/^# \?//p' "$0"; exit 2 ;;
    *) peers+=("$1"); shift ;;
  esac
done
((${#peers[@]})) || peers=("${all[@]}")
for peer in "${peers[@]}"; do
  [[ " ${all[*]} " == *" $peer "* ]] || { echo "compare: there is no peer \"$peer\"; there are ${all[*]}" >&2; exit 2; }
done
for number in "$users" "$rounds" "$seconds"; do
  [[ $number =~ ^[1-9][0-9]*$ ]] || { echo "compare: \"$number\" is no number from 1 on" >&2; exit 2; }
done
ulimit -n "$(ulimit -Hn)"
((users + 100 <= $(ulimit -n))) || { echo "compare: $users users need $((users + 100)) descriptors, there are $(ulimit -n)" >&2; exit 2; }
twice=$((users * 2 + 100 <= $(ulimit -n) ? users : ($(ulimit -n) - 100) / 2)) # users who can be connected two times

mkdir -p "$work"
[[ -f build/release/CMakeCache.txt ]] || cmake --preset release >"$work/build.log"
ninja -C build/release chatproof neutral_client echo_server >>"$work/build.log" || { tail "$work/build.log"; exit 1; }
source "$here/compare/peers.sh"
source "$here/compare/generators.sh"
servers=
trap '[[ -z $servers ]] || kill $servers 2>/dev/null; kill $(jobs -p) 2>/dev/null' EXIT

client() { # ARGUMENTS...
  (on_core 1 "$build/bench/compare/neutral_client" --protocol $protocol --port $port --server "${servers// /,}" --password "$password" --seconds "$seconds" "${flags[@]}" "$@")
}
stop() {
  kill $servers 2>/dev/null || true
  wait $servers 2>/dev/null || true
  for ((waited = 0; waited < 100; ++waited)); do # not every one is a child of ours
    kill -0 $servers 2>/dev/null || break
    sleep 0.1
  done
  servers=
}
with_server() { # PEER ARGUMENTS...: one run of the client against a fresh server
  local peer=$1
  shift
  servers= flags=()
  "start_$peer" || return 0
  if until_listening $port; then
    client --label "$peer" "$@" >>"$work/results.jsonl" || echo "compare: $peer did not log everybody in" >&2
  fi
  stop
}

: >"$work/results.jsonl"
: >"$work/generators.jsonl"
for ((round = 1; round <= rounds; ++round)); do
  for peer in "${peers[@]}"; do
    echo "round $round of $rounds: $peer ($(uptime | sed 's/.*load/load/'))" >&2
    case $peer in
      generators) measure_generators ;;
      floor | redis | prosody | *_tls) with_server "$peer" --users "$users" --storm reconnect ;;  # no user of the first three can be logged in once only; with TLS the storm is about resumption
      *)
        with_server "$peer" --users "$users" --storm reconnect
        with_server "$peer" --users "$twice" --storm kick --no-round-trips
        ;;
    esac
  done
done
python3 "$here/compare/table.py" "$work"
