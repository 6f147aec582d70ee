// Walks a scenario's steps. Branches of a `par` are walked side by side: a step that has to wait becomes a Waiting,
// and the world goes on until one of them is done. One thread, no blocking below this level.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "conformance/check/result.hpp"
#include "conformance/scenario/model.hpp"

namespace chatproof::stage {

class Cast;

enum class Progress : std::uint8_t { waiting, done, failed };

// A step that could not be finished at once.
class Waiting {
 public:
  virtual ~Waiting() = default;
  virtual Progress poll() = 0;
  [[nodiscard]] virtual runtime::Instant decide_by() const = 0;  // poll again at this instant at the latest
};

// What the steps of a case share.
struct Stagecraft {
  Cast& cast;
  const scenario::Scenario& scenario;
  std::map<std::string, nlohmann::json>& captures;
  std::map<std::string, std::uint32_t>& ids;     // id of a step or pattern -> event that met it
  std::vector<check::Finding>& findings;
  int& expectations;
};

class Interpreter {
 public:
  explicit Interpreter(Stagecraft craft);
  ~Interpreter();
  // True when the last step was reached; what went wrong is in the findings.
  bool play();

 private:
  class Branch;
  Stagecraft craft_;
};

}  // namespace chatproof::stage
