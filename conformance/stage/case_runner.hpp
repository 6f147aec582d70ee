// One case from its scenario to its verdict.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "conformance/check/result.hpp"
#include "conformance/scenario/model.hpp"
#include "conformance/stage/driver.hpp"

namespace chatproof::stage {

struct CaseOptions {
  std::string world = "sim";
  std::uint64_t seed = 1;
  double speed = 10.0;            // of the tcp and tls worlds
  bool strict = false;            // failures that prove inferred requirements only count as failures
  std::filesystem::path scratch;  // a directory for the files of the actors; emptied afterwards
  DriverFactory driver = make_sdk_driver;
  const std::map<std::string, std::string>* levels = nullptr;  // requirement id -> "documented", "inferred", ...
};

[[nodiscard]] check::CaseResult run_case(const scenario::Scenario& scenario, const CaseOptions& options);

}  // namespace chatproof::stage
