// What the children of the coordinator do. Messages are JSON objects; the tables are at the functions.
#pragma once

#include <cstdint>

#include "bench/load/child.hpp"
#include "bench/load/profile.hpp"

namespace chatproof::load {

// Drives the users whose number modulo `workers` is `worker`.
//   out: {"token", "role": "worker", "index"}, then {"interval", "meter", "busy"} each interval, then {"done": {...}}
//   in:  {"start": {"servers": [{"host", "port"}], "ca"}}: all of them are one server
[[nodiscard]] int be_worker(const Profile& profile, std::uint32_t worker, const Errand& errand);

// Our own mock server on a port that the system chooses.
//   out: {"token", "role": "server", "index"}, {"listening": port, "links"?: port}, {"met": true}, {"acted": n,
//   "error"?}, {"counts": {...}} in:  {"meet": [{"port", "links"}]}, {"act", "arguments", "number", "forEveryUser"},
//   {"stall": microseconds}, {"count": true}
[[nodiscard]] int be_server(const Profile& profile, const runtime::ServerTls& tls, std::uint32_t shard,
                            const Errand& errand);

// Of a worker's "done": {"recoveries": [...], "exhausted": "ports", "dials": [by dial_bucket]}
struct Recovery;
[[nodiscard]] Json to_json(const Recovery& recovery);
[[nodiscard]] Recovery recovery_from(const Json& json);

}  // namespace chatproof::load
