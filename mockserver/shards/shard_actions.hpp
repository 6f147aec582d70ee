// An operator's deeds on a server that is split: each on the shard that it concerns, or on all, with one answer.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "mockserver/server.hpp"

namespace chatproof::mockserver {

// act() of the shard with this index.
using ShardAct = std::function<ActResult(int shard, std::string_view action, const nlohmann::json& arguments)>;

// As Server::act(). What has no single answer is put together: lists are joined, counts are added, a state is one
// state, whatever the number of shards. Settings that a split server cannot keep are refused.
[[nodiscard]] ActResult act_on_shards(int count, const ShardAct& act, std::string_view action,
                                      const nlohmann::json& arguments);

// The only shard that the action is for; nothing: all of them.
[[nodiscard]] std::optional<int> shard_concerned(int count, std::string_view action, const nlohmann::json& arguments);

}  // namespace chatproof::mockserver
