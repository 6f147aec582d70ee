# How each server is started: start_NAME leaves port, protocol, password, more flags of the client and the server's processes in variables.
# Sourced by ../compare.sh; $work is a folder for their files, $build the release build.

on_core() { # CORE COMMAND...: where there are two
  local core=$1
  shift
  if (($(nproc) > 1)); then exec taskset -c "$core" "$@"; else exec "$@"; fi
}
until_listening() { # PORT
  for _ in {1..400}; do
    (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
    sleep 0.2
  done
  echo "compare: nothing listens on port $1; see $work" >&2
  return 1
}
needs() { # PROGRAM PACKAGE
  command -v "$1" >/dev/null || [[ -x /usr/sbin/$1 ]] && return
  echo "compare: $1 is not installed (apt-get install $2), left out" >&2
  return 1
}
needs_tls() { # leaves $certificate and $key, one pair for all servers: P-256, signed by itself
  needs openssl openssl || return
  flags=(--tls --resume) certificate=$work/tls.pem key=$work/tls.key.pem
  [[ -f $certificate && -f $key ]] && return
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout "$key" -out "$certificate" -days 365 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 2>"$work/openssl.log"
}

start_floor() { # [ARGUMENTS...]
  port=18301 protocol=echo password=
  on_core 0 "$build/bench/compare/echo_server" $port "$@" &
  servers=$!
}
start_floor_tls() {
  needs_tls || return
  start_floor --tls "$certificate" "$key"
}
start_chatproof() { # [ARGUMENTS...]
  port=18302 protocol=chatproof password=
  on_core 0 "$build/conformance/cli/chatproof" serve --quiet --port $port --script "$here/compare/peers/one_rule.json" "$@" >"$work/serve.log" &
  servers=$!
}
start_chatproof_tls() {
  needs_tls || return
  start_chatproof --tls-cert "$certificate" --tls-key "$key"
}
start_nginx_tls() {
  needs nginx nginx-light || return
  needs_tls || return
  port=18307 protocol=http password=
  mkdir -p "$work/nginx"
  cat >"$work/nginx/nginx.conf" <<C
daemon off; master_process off; worker_processes 1; worker_rlimit_nofile $(ulimit -n); pid nginx.pid; error_log error.log;
events { worker_connections $(ulimit -n); multi_accept on; }
http {
  access_log off; keepalive_timeout 1h; keepalive_requests 1000000000; client_header_timeout 1h;
  server {
    listen 127.0.0.1:$port ssl backlog=65535;
    ssl_certificate $certificate; ssl_certificate_key $key; ssl_protocols TLSv1.3; ssl_session_timeout 2h;
    ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256; ssl_conf_command NumTickets 1;
    location / { return 200 "$(printf 'm%.0s' {1..128})"; }
  }
}
C
  PATH=$PATH:/usr/sbin on_core 0 nginx -p "$work/nginx" -c nginx.conf 2>"$work/nginx/start.log" &
  servers=$!
}
start_mosquitto() { # PASSWORD [LINE OF CONFIGURATION...]
  needs mosquitto mosquitto || return
  port=18303 protocol=mqtt password=${1-}
  {
    printf 'listener %d 127.0.0.1\nmax_connections -1\nset_tcp_nodelay true\npersistence false\nlog_type error\nuser root\n' $port
    if [[ $password ]]; then
      mosquitto_passwd -b -c "$work/mosquitto.passwords" user "$password" 2>/dev/null
      chmod 644 "$work/mosquitto.passwords"
      printf 'allow_anonymous false\npassword_file %s\n' "$work/mosquitto.passwords"
    else
      echo 'allow_anonymous true'
    fi
    ((${#} < 2)) || printf '%s\n' "${@:2}"
  } >"$work/mosquitto.conf"
  PATH=$PATH:/usr/sbin on_core 0 mosquitto -c "$work/mosquitto.conf" >"$work/mosquitto.log" 2>&1 &
  servers=$!
}
start_mosquitto_passwords() { start_mosquitto secret; }
start_mosquitto_tls() {
  needs_tls || return
  start_mosquitto '' "certfile $certificate" "keyfile $key" 'tls_version tlsv1.3' 'ciphers_tls1.3 TLS_AES_128_GCM_SHA256'
}
start_redis() {
  needs redis-server redis-server || return
  port=18304 protocol=redis password=secret
  on_core 0 redis-server --port $port --bind 127.0.0.1 --save '' --appendonly no --maxclients 19500 --tcp-backlog 4096 --requirepass secret >"$work/redis.log" &
  servers=$!
}
start_ejabberd() {
  needs ejabberdctl ejabberd || return
  port=18305 protocol=xmpp password=secret
  mkdir -p "$work/ejabberd/spool" "$work/ejabberd/logs"
  rm -rf "$work"/ejabberd/spool/*
  # It would change to a user of its own and lose the limit of open files.
  sed "s/^INSTALLUSER=.*/INSTALLUSER=$(id -un)/" /usr/sbin/ejabberdctl >"$work/ejabberd/ctl"
  chmod +x "$work/ejabberd/ctl"
  HOME=$work/ejabberd ERL_EPMD_ADDRESS=127.0.0.1 on_core 0 "$work/ejabberd/ctl" --config "$here/compare/peers/ejabberd.yml" --ctl-config "$here/compare/peers/ejabberdctl.cfg" \
    --spool "$work/ejabberd/spool" --logs "$work/ejabberd/logs" foreground >"$work/ejabberd/out.log" 2>&1 &
  for _ in {1..100}; do
    servers=$(pgrep -f "beam.*$work/ejabberd/spool" | head -1) && break
    sleep 0.1
  done
}
start_prosody() {
  needs prosody prosody || return
  port=18306 protocol=xmpp password=secret
  mkdir -p "$work/prosody/localhost/accounts"
  for ((user = 0; user < users; ++user)); do echo 'return { ["password"] = "secret" };' >"$work/prosody/localhost/accounts/user$user.dat"; done
  cat >"$work/prosody.cfg.lua" <<C
pidfile = "$work/prosody.pid"; data_path = "$work/prosody"; daemonize = false; run_as_root = true
network_backend = "epoll"; network_settings = { tcp_backlog = 4096, nodelay = true }
modules_enabled = { "roster", "saslauth", "disco", "ping" }; modules_disabled = { "s2s", "offline" }
c2s_require_encryption = false; allow_unencrypted_plain_auth = true; authentication = "internal_plain"
c2s_ports = { $port }; c2s_interfaces = { "127.0.0.1" }; interfaces = { "127.0.0.1" }; s2s_ports = {}; http_ports = {}; https_ports = {}; limits = {}
log = { error = "$work/prosody.log" }
VirtualHost "localhost"
C
  on_core 0 prosody -F --config "$work/prosody.cfg.lua" >"$work/prosody.out" 2>&1 &
  servers=$!
}
