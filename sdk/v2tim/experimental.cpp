#include "sdk/v2tim/experimental.hpp"

#include <nlohmann/json.hpp>

#include "sdk/v2tim/core.hpp"
#include "sdk/v2tim/wire_field.hpp"

namespace chatproof::v2tim {
namespace {

// Nothing: no address. A zero inside would end what the system reads of it.
std::optional<runtime::Endpoint> first_address(const nlohmann::json& json) {
  const auto pointer = nlohmann::json::json_pointer("/longconnectionAddressList/0");
  if (!json.is_object() || !json.contains(pointer) || !json[pointer].is_object()) return std::nullopt;
  const auto& first = json[pointer];
  const std::string host = field(first, first.contains("address") ? "address" : "ip", std::string());
  const int port = field(first, "port", -1);
  if (host.empty() || host.find('\0') != std::string::npos || port < 0 || port > 65535) return std::nullopt;
  return runtime::Endpoint{host, static_cast<std::uint16_t>(port)};
}

void set_server(Core& core, const std::string& text, V2TIMValueCallback<V2TIMBaseObject>* callback) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  auto server = first_address(json);
  if (!server)
    return core.refuse(callback, ERR_INVALID_PARAMETERS,
                       "param must be JSON: in longconnectionAddressList an object with \"address\": text and "
                       "\"port\": 0 to 65535");
  std::optional<std::string> ca_file;
  if (json.contains("caFile") && json["caFile"].is_string()) ca_file = json["caFile"].get<std::string>();
  core.set_server(std::move(*server), std::move(ca_file));
  core.later([callback] { succeed(callback, V2TIMBaseObject()); });
}

}  // namespace

void call_experimental(Core& core, const V2TIMString& api, const void* param,
                       V2TIMValueCallback<V2TIMBaseObject>* callback) {
  const std::string error = argument_error("callExperimentalAPI", api, param);
  if (error.empty() && from_v2(api) == "setCustomServerInfo")
    return set_server(core, from_v2(*static_cast<const V2TIMString*>(param)), callback);
  core.call(error, callback, [callback] {
    fail(callback, ERR_SDK_INTERFACE_NOT_SUPPORT, "this experimental API is not built in this SDK");
  });
}

}  // namespace chatproof::v2tim
