#include "sdk/v2tim/experimental.hpp"

#include <nlohmann/json.hpp>

#include "sdk/v2tim/core.hpp"

namespace chatproof::v2tim {
namespace {

void set_server(Core& core, const std::string& text, V2TIMValueCallback<V2TIMBaseObject>* callback) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  const auto pointer = nlohmann::json::json_pointer("/longconnectionAddressList/0");
  if (!json.is_object() || !json.contains(pointer) || !json[pointer].is_object())
    return fail(callback, ERR_INVALID_PARAMETERS, "param must hold /longconnectionAddressList/0: an object");
  const auto& first = json[pointer];
  const char* key = first.contains("address") ? "address" : "ip";
  if (!first.contains(key) || !first[key].is_string() || !first.contains("port") ||
      !first["port"].is_number_unsigned() || first["port"].get<std::uint64_t>() > 65535)
    return fail(callback, ERR_INVALID_PARAMETERS,
                "/longconnectionAddressList/0 must hold \"address\": text and \"port\": 0 to 65535");
  std::optional<std::string> ca_file;
  if (json.contains("caFile") && json["caFile"].is_string()) ca_file = json["caFile"].get<std::string>();
  core.set_server({first[key].get<std::string>(), first["port"].get<std::uint16_t>()}, std::move(ca_file));
  core.later([callback] { succeed(callback, V2TIMBaseObject()); });
}

}  // namespace

void call_experimental(Core& core, const std::string& api, const void* param,
                       V2TIMValueCallback<V2TIMBaseObject>* callback) {
  if (api == "setCustomServerInfo" && param != nullptr)
    return set_server(core, from_v2(*static_cast<const V2TIMString*>(param)), callback);
  core.call(api.empty() ? "api" : "", callback, [callback, api] {
    fail(callback, ERR_SDK_INTERFACE_NOT_SUPPORT, "the experimental API \"" + api + "\" is not built in this SDK");
  });
}

}  // namespace chatproof::v2tim
