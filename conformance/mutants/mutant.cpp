#include "conformance/mutants/mutant.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include "conformance/mutants/tables.hpp"
#include "sdk/v2tim/api/methods.hpp"
#include "sdk/wire/command.hpp"

namespace chatproof::mutants {
namespace {

// Nothing is wrong, but everything goes the way of the others: what this one breaks is no defect's doing.
class Harmless final : public Defect {
 public:
  bool taps_frames() const override { return true; }
};

// Stands between the app and its SDK, the SDK and its world.
class PlantedDriver final : public stage::Driver, public stage::DriverSink {
 public:
  PlantedDriver(const stage::DriverFactory& make, stage::DriverOptions options, stage::DriverSink& app,
                std::unique_ptr<Defect> defect)
      : app_(app), defect_(std::move(defect)), device_(*options.seat.loop, *options.seat.network, *defect_) {
    runtime::Loop& loop = *options.seat.loop;
    defect_->prepare(options);
    options.seat.loop = &device_;
    options.seat.network = &device_;
    defect_->place(nullptr, app, loop);  // the SDK may tell something while it is made
    inner_ = make(options, *this);
    defect_->place(inner_.get(), app, loop);
  }

  json call(std::uint32_t number, const std::string& method, const json& args) override {
    {
      const std::lock_guard lock(mutex_);
      methods_[number] = method;
    }
    return defect_->call(number, method, args);
  }
  void callback(const std::string& listener, const std::string& name, json args) override {
    defect_->callback(listener, name, std::move(args));
  }
  void completion(std::uint32_t number, json outcome) override {
    if (number != own_call) defect_->completion(number, method_of(number), std::move(outcome));
  }
  void changed(std::uint32_t number, json args) override {
    if (number != own_call) app_.changed(number, std::move(args));
  }

 private:
  std::string method_of(std::uint32_t number) {
    const std::lock_guard lock(mutex_);
    return methods_[number];
  }

  stage::DriverSink& app_;
  const std::unique_ptr<Defect> defect_;
  TappedDevice device_;
  std::mutex mutex_;  // guards what follows: results come on the SDK's thread
  std::map<std::uint32_t, std::string> methods_;
  std::unique_ptr<stage::Driver> inner_;  // the last member: it may still call while it goes
};

bool is_request(std::string_view name) {
#define X(identifier, number, word) \
  if (name == (word)) return true;
  CHATPROOF_REQUESTS(X)
#undef X
  return false;
}

bool exists(TargetKind kind, const std::string& target) {
  const std::string name = name_of_target(target);
  const auto* method = v2tim::find_method(name);
  const bool field = target != name;
  switch (kind) {
    case TargetKind::callback:
    case TargetKind::callback_with_arguments:
      return !field && v2tim::find_listener_callback(name) != nullptr;
    case TargetKind::callback_field:
      return field && v2tim::find_listener_callback(name) != nullptr;
    case TargetKind::method:
    case TargetKind::deed:
      return !field && method != nullptr;
    case TargetKind::result_field:
    case TargetKind::return_field:
      return method != nullptr;
    case TargetKind::argument:
      return field && method != nullptr;
    case TargetKind::request:
      return !field && is_request(name);
    case TargetKind::request_field:
      return field && is_request(name);
    case TargetKind::push:
      return !field && wire::command_named(name).has_value() && !is_request(name);
    case TargetKind::nothing:
      return false;  // these have lists of their own
  }
  return false;
}

}  // namespace

std::string_view to_string(Family family) {
  static constexpr std::array<std::string_view, 5> names = {"callback", "result", "argument", "wire", "session"};
  return names[static_cast<std::size_t>(family)];
}

const std::vector<const DefectRow*>& defect_table() {
  static const std::vector<const DefectRow*> table = [] {
    std::vector<const DefectRow*> rows;
    for (const auto* part :
         {&delivery_defects(), &call_defects(), &wire_defects(), &session_defects(), &link_defects()})
      for (const DefectRow& row : *part) rows.push_back(&row);
    return rows;
  }();
  return table;
}

std::optional<Mutant> mutant_named(const std::string& id) {
  const std::size_t colon = id.find(':');
  if (colon == std::string::npos) return std::nullopt;
  const std::string name = id.substr(0, colon);
  std::string target = id.substr(colon + 1);
  const auto& table = defect_table();
  const auto row = std::find_if(table.begin(), table.end(), [&](const DefectRow* one) { return one->name == name; });
  if (row == table.end()) return std::nullopt;
  const auto& only = (*row)->targets;
  const bool known =
      only.empty() ? exists((*row)->target, target) : std::find(only.begin(), only.end(), target) != only.end();
  return known ? std::optional<Mutant>({*row, std::move(target)}) : std::nullopt;
}

stage::DriverFactory planted(stage::DriverFactory make, std::optional<Mutant> mutant) {
  return [make = std::move(make), mutant = std::move(mutant)](const stage::DriverOptions& options,
                                                              stage::DriverSink& app) {
    auto defect = mutant ? mutant->row->make(*mutant->row, mutant->target) : std::make_unique<Harmless>();
    return std::make_unique<PlantedDriver>(make, options, app, std::move(defect));
  };
}

}  // namespace chatproof::mutants
