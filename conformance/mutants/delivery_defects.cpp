// Defects of what is told: the same ways to go wrong for callbacks and for results.
#include <mutex>
#include <utility>

#include "conformance/mutants/tables.hpp"

namespace chatproof::mutants {
namespace {

// What comes out of its turn waits at most this long.
constexpr runtime::Duration out_of_turn = lateness;

enum class Way : std::uint8_t { as_it_is, dropped, twice, late, after_the_next, inside_a_call };

struct Delivery {
  bool is_result = false;
  std::uint32_t call = 0;
  std::string listener, name;
  json body;
};

template <Way way>
class DeliveryDefect : public Defect {
 public:
  DeliveryDefect(bool of_results, const std::string& target)
      : of_results_(of_results), name_(name_of_target(target)), path_(path_of(target)) {}

  json call(std::uint32_t number, const std::string& method, const json& args) override {
    if constexpr (way == Way::inside_a_call) pass_held();
    return sdk().call(number, method, args);
  }
  void callback(const std::string& listener, const std::string& name, json args) override {
    deliver({false, 0, listener, name, std::move(args)});
  }
  void completion(std::uint32_t number, const std::string& method, json outcome) override {
    deliver({true, number, {}, method, std::move(outcome)});
  }

 protected:
  [[nodiscard]] const FieldPath& path() const { return path_; }
  // Whether the defect befalls it, after all.
  virtual bool alter(json& /*body*/) { return true; }

 private:
  void deliver(Delivery delivery) {
    const bool befallen = delivery.is_result == of_results_ && delivery.name == name_ && alter(delivery.body);
    std::vector<Delivery> waited;
    if constexpr (way == Way::after_the_next) waited = take_held();
    if (!befallen || way == Way::as_it_is) {
      pass(delivery);
    } else if constexpr (way == Way::twice) {
      pass(delivery);
      pass(delivery);
    } else if constexpr (way == Way::late) {
      later(lateness, [this, delivery] { pass(delivery); });
    } else if constexpr (way == Way::after_the_next || way == Way::inside_a_call) {
      hold(std::move(delivery));
    }
    for (const Delivery& one : waited) pass(one);
  }

  void pass(const Delivery& delivery) {
    if (delivery.is_result) {
      app().completion(delivery.call, delivery.body);
    } else {
      app().callback(delivery.listener, delivery.name, delivery.body);
    }
  }

  void hold(Delivery delivery) {
    {
      const std::lock_guard lock(mutex_);
      held_.push_back(std::move(delivery));
    }
    later(out_of_turn, [this] { pass_held(); });
  }
  std::vector<Delivery> take_held() {
    const std::lock_guard lock(mutex_);
    return std::exchange(held_, {});
  }
  void pass_held() {
    for (const Delivery& one : take_held()) pass(one);
  }

  const bool of_results_;
  const std::string name_;
  const FieldPath path_;
  std::mutex mutex_;  // guards what follows: calls and results have threads of their own
  std::vector<Delivery> held_;
};

class Altered : public DeliveryDefect<Way::as_it_is> {
 public:
  using DeliveryDefect::DeliveryDefect;
};
class Emptied final : public Altered {
 public:
  using Altered::Altered;
  bool alter(json& body) override { return (body = json::object(), true); }
};
class FieldSpoilt final : public Altered {
 public:
  using Altered::Altered;
  bool alter(json& body) override { return make_wrong(body, path()); }
};
class ValueSpoilt final : public Altered {
 public:
  using Altered::Altered;
  bool alter(json& body) override { return body.contains("value") && make_wrong(body["value"], path()); }
};
class WrongCode final : public Altered {
 public:
  using Altered::Altered;
  bool alter(json& body) override { return (body = {{"error", wrong_code}, {"text", "planted"}}, true); }
};
class OtherError final : public Altered {
 public:
  using Altered::Altered;
  bool alter(json& body) override {
    if (body.contains("error")) body["error"] = wrong_code;
    return true;
  }
};
class FailureHidden final : public Altered {
 public:
  using Altered::Altered;
  bool alter(json& body) override {
    if (body.contains("error")) body = {{"ok", true}};
    return true;
  }
};

template <class Kind>
std::unique_ptr<Defect> of_callback(const DefectRow& /*row*/, const std::string& target) {
  return std::make_unique<Kind>(false, target);
}
template <class Kind>
std::unique_ptr<Defect> of_result(const DefectRow& /*row*/, const std::string& target) {
  return std::make_unique<Kind>(true, target);
}

}  // namespace

const std::vector<DefectRow>& delivery_defects() {
  using enum Family;
  using Kind = TargetKind;
  static const std::vector<DefectRow> table = {
      {"dropCallback", callback, Kind::callback, "the callback is not told", of_callback<DeliveryDefect<Way::dropped>>},
      {"doubleCallback", callback, Kind::callback, "the callback is told twice",
       of_callback<DeliveryDefect<Way::twice>>},
      {"lateCallback", callback, Kind::callback, "the callback is told 5 s late",
       of_callback<DeliveryDefect<Way::late>>},
      {"swapCallback", callback, Kind::callback, "the callback is told after whatever comes next",
       of_callback<DeliveryDefect<Way::after_the_next>>},
      {"callerCallback", callback, Kind::callback, "the callback is told inside the app's next call, on its thread",
       of_callback<DeliveryDefect<Way::inside_a_call>>},
      {"emptyCallback", callback, Kind::callback_with_arguments, "the callback comes without its arguments",
       of_callback<Emptied>},
      {"wrongField", callback, Kind::callback_field, "the callback tells something else there",
       of_callback<FieldSpoilt>},
      {"dropResult", result, Kind::method, "the method's calls never end", of_result<DeliveryDefect<Way::dropped>>},
      {"doubleResult", result, Kind::method, "the method's calls end twice", of_result<DeliveryDefect<Way::twice>>},
      {"lateResult", result, Kind::method, "the method's calls end 5 s late", of_result<DeliveryDefect<Way::late>>},
      {"swapResult", result, Kind::method, "the method's calls end after whatever comes next",
       of_result<DeliveryDefect<Way::after_the_next>>},
      {"callerResult", result, Kind::method, "the method's calls end inside the app's next call, on its thread",
       of_result<DeliveryDefect<Way::inside_a_call>>},
      {"wrongResult", result, Kind::method, "the method's calls end in code 6999", of_result<WrongCode>},
      {"otherError", result, Kind::method, "the method's failures have code 6999", of_result<OtherError>},
      {"hiddenFailure", result, Kind::method, "the method's failures are told as successes", of_result<FailureHidden>},
      {"wrongValue", result, Kind::result_field, "a success has another value there", of_result<ValueSpoilt>},
  };
  return table;
}

}  // namespace chatproof::mutants
