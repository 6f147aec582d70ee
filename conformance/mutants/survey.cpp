#include "conformance/mutants/survey.hpp"

#include <algorithm>
#include <numeric>

#include "conformance/mutants/defect.hpp"
#include "sdk/v2tim/api/methods.hpp"

namespace chatproof::mutants {
namespace {

using check::Channel;
using check::Event;

// Deeper than this nothing is altered by itself.
constexpr std::size_t depth_max = 5;

bool says_nothing(const json& value) {
  return value.is_null() || value == 0 || value == false ||
         (value.is_string() && value.get_ref<const std::string&>().empty()) ||
         ((value.is_array() || value.is_object()) && value.empty());
}

const v2tim::Method* built(const std::string& method) {
  const auto* known = v2tim::find_method(method);
  return known != nullptr && known->support == v2tim::Support::working ? known : nullptr;
}

std::size_t depth_of(const std::string& path) {
  return static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'));
}

}  // namespace

void Survey::touch(TargetKind kind, const std::string& target, std::size_t number) {
  auto& cases = touched_[kind][target];
  if (cases.empty() || cases.back() != number) cases.push_back(number);
}

void Survey::add_fields(TargetKind kind, const std::string& prefix, const json& value, std::size_t number) {
  const bool inner = (value.is_object() || (value.is_array() && !value.empty())) && depth_of(prefix) < depth_max;
  if (!inner) return touch(kind, prefix, number);
  if (value.is_array()) {
    for (const json& item : value) add_fields(kind, prefix + "/*", item, number);
  } else {
    for (const auto& [key, below] : value.items())
      if (key.find('/') == std::string::npos) add_fields(kind, prefix + "/" + key, below, number);
  }
}

// An argument that says nothing is like none.
void Survey::add_arguments(const std::string& prefix, const json& args, std::size_t number) {
  for (const auto& [key, value] : args.items()) {
    if (says_nothing(value) || key.find('/') != std::string::npos) continue;
    const std::string path = prefix + "/" + key;
    const bool structs = value.is_array() && value[0].is_object();
    if ((value.is_object() || structs) && depth_of(path) < depth_max) {
      if (value.is_object()) add_arguments(path, value, number);
      if (structs)
        for (const json& item : value) add_arguments(path + "/*", item, number);
    } else {
      touch(TargetKind::argument, path, number);
    }
  }
}

void Survey::add_call(const Event& event, std::size_t number) {
  const auto* method = built(event.name);
  if (method == nullptr) return;
  const json& payload = event.payload;
  if (payload.contains("args") && payload["args"].is_object()) add_arguments(event.name, payload["args"], number);
  if (payload.contains("return")) {
    add_fields(TargetKind::return_field, event.name, payload["return"], number);
  } else if (method->callback == v2tim::CallbackKind::none && method->result == "void") {
    touch(TargetKind::deed, event.name, number);
  }
}

void Survey::add_server(const Event& event, std::size_t number) {
  if (event.name != "push" || !event.payload.contains("detail")) return;
  touch(TargetKind::push, event.payload["detail"].value("command", std::string()), number);
}

void Survey::add(std::size_t number, const check::History& history) {
  costs_[number] = history.size();
  for (const Event& event : history) {
    switch (event.channel) {
      case Channel::call:
        add_call(event, number);
        break;
      case Channel::callback:
        touch(TargetKind::callback, event.name, number);
        if (!event.payload.contains("args") || event.payload["args"].empty()) break;
        touch(TargetKind::callback_with_arguments, event.name, number);
        add_fields(TargetKind::callback_field, event.name, event.payload["args"], number);
        break;
      case Channel::result:
        touch(TargetKind::method, event.name, number);
        if (event.payload.contains("value"))
          add_fields(TargetKind::result_field, event.name, event.payload["value"], number);
        break;
      case Channel::wire:
        touch(TargetKind::request, event.name, number);
        if (const auto detail = event.payload.find("detail"); detail != event.payload.end())
          if (const auto payload = detail->find("payload"); payload != detail->end() && payload->is_object())
            add_fields(TargetKind::request_field, event.name, *payload, number);
        break;
      case Channel::server:
        add_server(event, number);
        break;
      case Channel::network:
      case Channel::step:
        break;
    }
  }
}

std::vector<Mutant> Survey::mutants() const {
  std::vector<Mutant> out;
  for (const DefectRow* row : defect_table()) {
    if (!row->targets.empty()) {
      for (const auto target : row->targets) out.push_back({row, std::string(target)});
      continue;
    }
    const auto touched = touched_.find(row->target);
    if (touched == touched_.end()) continue;
    for (const auto& [target, cases] : touched->second)
      if (mutant_named(Mutant{row, target}.id())) out.push_back({row, target});
  }
  return out;
}

std::vector<std::size_t> Survey::candidates(const Mutant& mutant) const {
  std::vector<std::size_t> out;
  const auto kind = touched_.find(mutant.row->target);
  if (!mutant.row->hints.empty()) {
    out.resize(cases_.size());
    std::iota(out.begin(), out.end(), std::size_t{0});
  } else if (kind != touched_.end()) {
    if (const auto cases = kind->second.find(mutant.target); cases != kind->second.end()) out = cases->second;
  }
  std::erase_if(out, [this](std::size_t number) { return costs_[number] == 0; });  // was not added
  const auto hinted = [&](std::size_t number) {
    return std::any_of(mutant.row->hints.begin(), mutant.row->hints.end(), [&](std::string_view folder) {
      return cases_[number].id.starts_with(std::string(folder) + "/");
    });
  };
  std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) {
    const bool first = hinted(a), second = hinted(b);
    return first != second ? first : costs_[a] < costs_[b];
  });
  return out;
}

std::vector<std::string> Survey::unseen_callbacks() const {
  std::vector<std::string> out;
  const auto seen = touched_.find(TargetKind::callback);
  for (const auto& callback : v2tim::listener_callbacks())
    if (seen == touched_.end() || !seen->second.contains(std::string(callback.id))) out.emplace_back(callback.id);
  return out;
}

}  // namespace chatproof::mutants
