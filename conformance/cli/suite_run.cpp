#include "conformance/cli/suite_run.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>
#include <thread>

#include "conformance/check/result_bytes.hpp"
#include "conformance/cli/shell.hpp"
#include "conformance/process/interruption.hpp"
#include "conformance/process/workers.hpp"
#include "conformance/stage/case_runner.hpp"
#include "conformance/stage/scratch.hpp"

namespace chatproof::cli {
namespace {

namespace fs = std::filesystem;
using check::CaseResult;
using scenario::Scenario;

// The command that runs this case again, from where this one runs.
std::string repro_of(const Suite& suite, const RunOptions& options, const Scenario& scenario,
                     const std::string& world) {
  std::string file = foreign_file(suite.root, scenario.file);
  std::error_code error;
  const fs::path near = fs::relative(file, error);
  if (!file.empty() && !error && !near.empty() && *near.begin() != "..") file = near.string();
  std::string out = "chatproof run " + shell_quoted(file.empty() ? scenario.case_id : file);
  if (!file.empty() && scenario.case_id != scenario.id) out += " --filter " + shell_quoted(scenario.case_id);
  out += " --world " + world + " --seed " + std::to_string(options.seed);
  for (const auto& catalogue : suite.own_catalogues) out += " --catalogue " + shell_quoted(catalogue);
  if (options.strict) out += " --strict";
  if (options.mutant) out += " --plant " + options.mutant->id();
  return out;
}

// The cases in one world.
class WorldRun {
 public:
  WorldRun(const Suite& suite, const RunOptions& options, std::string world)
      : suite_(suite), options_(options), world_(std::move(world)), levels_(levels_of(suite)), scratch_("run") {}

  void run(const std::function<void(const std::string&, const std::string&)>& started,
           const std::function<void(const CaseResult&)>& finished, SuiteRun& out) {
    std::vector<std::optional<CaseResult>> results(suite_.cases.size());
    process::Work work;
    work.pieces = suite_.cases.size();
    work.jobs = jobs();
    work.limit = options_.case_timeout;
    work.perform = [this](std::size_t i, process::Standing& standing) { return check::to_bytes(perform(i, standing)); };
    work.started = [&](std::size_t i) { started(suite_.cases[i].case_id, world_); };
    work.finished = [&](std::size_t i, const process::Finished& end) {
      results[i] = end.trouble.empty() ? check::result_of(end.result) : broken(i, end);
      finished(*results[i]);
    };
    work.stop = process::Interruption::asked;
    if (world_ != "sim") stage::prepare_real_worlds();
    for (std::string& complaint : process::work_apart(work)) out.complaints.push_back(std::move(complaint));
    for (auto& result : results) {
      if (result) out.cases.push_back(std::move(*result));
      if (!result) ++out.left_out;
    }
  }

 private:
  [[nodiscard]] unsigned jobs() const {
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    return options_.jobs != 0 ? options_.jobs : (world_ == "sim" ? cores : cores * 8);
  }

  [[nodiscard]] stage::CaseOptions case_options(std::size_t i) const {
    stage::CaseOptions one;
    one.world = world_;
    one.seed = options_.seed;
    one.speed = options_.speed;
    one.strict = options_.strict;
    one.defect = options_.judge_defect;
    if (options_.mutant) one.driver = mutants::planted(one.driver, options_.mutant);
    one.scratch = scratch_.path() / (world_ + "-" + std::to_string(i));
    one.levels = &levels_;
    return one;
  }

  // In a process of its own.
  [[nodiscard]] CaseResult perform(std::size_t i, process::Standing& standing) const {
    stage::CaseOptions one = case_options(i);
    one.standing = &standing;
    const auto began = std::chrono::steady_clock::now();
    CaseResult result = stage::run_case(suite_.cases[i], one);
    result.repro = repro_of(suite_, options_, suite_.cases[i], world_);
    result.wall_time = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
    return result;
  }

  // Its process died or was given up.
  [[nodiscard]] CaseResult broken(std::size_t i, const process::Finished& end) const {
    const stage::CaseOptions one = case_options(i);
    CaseResult result = stage::case_to_run(suite_.cases[i], one);
    result.repro = repro_of(suite_, options_, suite_.cases[i], world_);
    stage::broke_off(result, end.trouble, end.standing);
    std::error_code ignored;
    fs::remove_all(one.scratch, ignored);
    return result;
  }

  const Suite& suite_;
  const RunOptions& options_;
  const std::string world_;
  const std::map<std::string, std::string> levels_;
  const stage::Scratch scratch_;
};

}  // namespace

SuiteRun run_suite(const Suite& suite, const RunOptions& options,
                   const std::function<void(const std::string& id, const std::string& world)>& started,
                   const std::function<void(const CaseResult&)>& finished) {
  SuiteRun out;
  for (const std::string& world : options.worlds) WorldRun(suite, options, world).run(started, finished, out);
  return out;
}

}  // namespace chatproof::cli
