#include "conformance/mutants/defect.hpp"

#include <algorithm>
#include <utility>

namespace chatproof::mutants {

json Defect::call(std::uint32_t number, const std::string& method, const json& args) {
  return sdk_->call(number, method, args);
}
void Defect::callback(const std::string& listener, const std::string& name, json args) {
  app_->callback(listener, name, std::move(args));
}
void Defect::completion(std::uint32_t number, const std::string& /*method*/, json outcome) {
  app_->completion(number, std::move(outcome));
}

void Defect::place(stage::Driver* sdk, stage::DriverSink& app, runtime::Loop& loop) {
  sdk_ = sdk;
  app_ = &app;
  loop_ = &loop;
}

void Defect::call_quietly(const std::string& method, const json& args) { sdk_->call(own_call, method, args); }

std::int64_t Defect::unix_ms() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(loop_->unix_now().time_since_epoch()).count();
}

void Defect::later(runtime::Duration wait, runtime::Task task) {
  loop_->post([this, alive = std::weak_ptr<bool>(alive_), wait, task = std::move(task)] {
    if (alive.expired()) return;
    if (wait == runtime::Duration{0}) return task();
    timers_.push_back(loop_->after(wait, task));
  });
}

FieldPath path_of(const std::string& target) {
  FieldPath path;
  std::size_t begin = target.find('/');
  while (begin != std::string::npos) {
    const std::size_t end = target.find('/', begin + 1);
    path.push_back(target.substr(begin + 1, end == std::string::npos ? end : end - begin - 1));
    begin = end;
  }
  return path;
}

std::string name_of_target(const std::string& target) { return target.substr(0, target.find('/')); }

namespace {

// Calls use(parent, key) for whatever the path leads to; nothing on the way may be missing.
template <class Use>
bool visit(json& value, const FieldPath& path, std::size_t depth, const Use& use) {
  const std::string& key = path[depth];
  const bool last = depth + 1 == path.size();
  if (key == "*") {
    if (!value.is_array()) return false;
    bool any = false;
    for (json& item : value) any = (last ? use(item) : visit(item, path, depth + 1, use)) || any;
    return any;
  }
  if (!value.is_object() || !value.contains(key)) return false;
  return last ? use(value[key]) : visit(value[key], path, depth + 1, use);
}

bool spoil(json& value) {
  if (value.is_boolean()) {
    value = !value.get<bool>();
  } else if (value.is_number_integer()) {
    value = value.get<std::int64_t>() + 1;
  } else if (value.is_number_float()) {
    value = value.get<double>() + 1;
  } else if (value.is_string()) {
    value = value.get<std::string>() + "x";
  } else if (value.is_null()) {
    value = "x";
  } else if (value.is_array() && value.empty()) {
    value.push_back("x");
  } else {
    value = value.is_array() ? json::array() : json::object();
  }
  return true;
}

}  // namespace

bool make_wrong(json& value, const FieldPath& path) {
  return path.empty() ? spoil(value) : visit(value, path, 0, [](json& at) { return spoil(at); });
}

bool take_away(json& value, const FieldPath& path) {
  if (path.size() == 1) return value.is_object() && value.erase(path[0]) != 0;
  const FieldPath parent(path.begin(), path.end() - 1);
  return visit(value, parent, 0, [&](json& at) { return at.is_object() && at.erase(path.back()) != 0; });
}

}  // namespace chatproof::mutants
