// Defects of a call: what the method is given, what it does, what it returns.
#include <utility>

#include "conformance/mutants/tables.hpp"

namespace chatproof::mutants {
namespace {

class OfOneMethod : public Defect {
 public:
  explicit OfOneMethod(const std::string& target) : name_(name_of_target(target)), path_(path_of(target)) {}
  json call(std::uint32_t number, const std::string& method, const json& args) final {
    return method == name_ ? wrong_call(number, method, args) : sdk().call(number, method, args);
  }

 protected:
  virtual json wrong_call(std::uint32_t number, const std::string& method, const json& args) = 0;
  [[nodiscard]] const FieldPath& path() const { return path_; }

 private:
  const std::string name_;
  const FieldPath path_;
};

// The call succeeds before it returns; what really comes of it is told to nobody.
class EarlyResult final : public OfOneMethod {
 public:
  using OfOneMethod::OfOneMethod;
  json wrong_call(std::uint32_t number, const std::string& method, const json& args) override {
    app().completion(number, {{"ok", true}});
    return sdk().call(own_call, method, args);
  }
};

// What its call would have done to the server and to the SDK never happens.
class HollowResult final : public OfOneMethod {
 public:
  using OfOneMethod::OfOneMethod;
  json wrong_call(std::uint32_t number, const std::string& /*method*/, const json& /*args*/) override {
    later(runtime::Duration{0}, [this, number] { app().completion(number, {{"ok", true}}); });
    return nullptr;
  }
};

class IgnoredCall final : public OfOneMethod {
 public:
  using OfOneMethod::OfOneMethod;
  json wrong_call(std::uint32_t /*number*/, const std::string& /*method*/, const json& /*args*/) override {
    return nullptr;
  }
};

class IgnoredArgument final : public OfOneMethod {
 public:
  using OfOneMethod::OfOneMethod;
  json wrong_call(std::uint32_t number, const std::string& method, const json& args) override {
    json rest = args;
    // What comes without a path writes into the working directory of whoever hunts: it gets the other one.
    if (path() == FieldPath{"config", "initPath"}) {
      rest["config"]["initPath"] = rest["config"]["logPath"];
    } else if (path() == FieldPath{"config", "logPath"}) {
      rest["config"]["logPath"] = rest["config"]["initPath"];
    } else {
      take_away(rest, path());
    }
    return sdk().call(number, method, rest);
  }
};

class WrongReturn final : public OfOneMethod {
 public:
  using OfOneMethod::OfOneMethod;
  json wrong_call(std::uint32_t number, const std::string& method, const json& args) override {
    json returned = sdk().call(number, method, args);
    make_wrong(returned, path());
    return returned;
  }
};

}  // namespace

const std::vector<DefectRow>& call_defects() {
  using enum Family;
  using Kind = TargetKind;
  static const std::vector<DefectRow> table = {
      {"earlyResult", result, Kind::method, "the method's calls succeed before they return", make_for<EarlyResult>},
      {"hollowResult", result, Kind::method, "the method says that it succeeded and does nothing",
       make_for<HollowResult>},
      {"wrongReturn", result, Kind::return_field, "the method returns something else", make_for<WrongReturn>},
      {"ignoredCall", argument, Kind::deed, "the method does nothing", make_for<IgnoredCall>},
      {"ignoredArgument", argument, Kind::argument, "the method does not look at the argument",
       make_for<IgnoredArgument>},
  };
  return table;
}

}  // namespace chatproof::mutants
