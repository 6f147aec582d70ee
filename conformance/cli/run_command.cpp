#include "conformance/cli/run_command.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "conformance/cli/results.hpp"
#include "conformance/cli/shell.hpp"
#include "conformance/cli/suite_run.hpp"
#include "conformance/cli/trace.hpp"
#include "conformance/process/interruption.hpp"
#include "conformance/process/result_file.hpp"
#include "conformance/report/annotations.hpp"
#include "conformance/report/console.hpp"
#include "conformance/report/json_report.hpp"
#include "conformance/report/markdown.hpp"
#include "conformance/report/sarif.hpp"
#include "conformance/report/totals.hpp"
#include "conformance/report/write.hpp"
#include "mockserver/faults/engine.hpp"
#include "mockserver/faults/link_words.hpp"
#include "sdk/runtime/duration_text.hpp"
#include "sdk/v2tim/api/methods.hpp"
#include "sdk/wire/errors.hpp"

namespace chatproof::cli {
namespace {

namespace fs = std::filesystem;
using check::CaseResult;

struct Options {
  std::vector<std::string> selection;
  std::string filter;
  RunOptions run{.worlds = {"sim", "tcp", "tls"}};
  std::string command, report, sarif, markdown, coverage, hashes, traces, defect, judge_defect;
  std::vector<std::string> fail_under, catalogues;
  bool quiet = false;
};

// Everything that could have been seen.
report::Vocabulary coverage_vocabulary() {
  report::Vocabulary words;
  for (const auto& method : v2tim::methods()) words.methods.emplace_back(method.id);
  for (const auto& callback : v2tim::listener_callbacks()) words.callbacks.emplace_back(callback.id);
  for (const auto& error : wire::all_errors()) words.codes.push_back({error.code, std::string(error.name)});
  for (const auto& word : mockserver::link_words())
    if (word != "heal") words.faults.push_back("link " + word);
  for (const auto& word : report::breaking_device_words()) words.faults.push_back("device " + word);
  for (const auto& deed : report::breaking_deeds()) words.faults.push_back("server " + deed);
  for (const auto& fault : mockserver::fault_table()) words.faults.push_back("rule " + std::string(fault.name));
  return words;
}

report::ConsoleOptions console_options() {
  report::ConsoleOptions options;
  options.terminal = ::isatty(STDOUT_FILENO) != 0;
  options.colour = options.terminal && std::getenv("NO_COLOR") == nullptr;
  return options;
}

// What lies below the working directory is named from there: so do people, and CI servers that look for it in their
// checkout.
void name_from_here(CaseResult& result) {
  std::error_code error;
  const std::string here = fs::current_path(error).string() + "/";
  const auto shorten = [&](std::string& file) {
    if (file.starts_with(here)) file.erase(0, here.size());
  };
  shorten(result.file);
  for (auto& finding : result.findings) shorten(finding.file);
}

// Runs with progress on the console.
check::RunResult perform(const Suite& suite, const Options& options) {
  const auto began = std::chrono::steady_clock::now();
  const auto since = [&] {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
  };
  report::ProgressPrinter progress(std::cout, console_options(), suite.cases.size() * options.run.worlds.size());
  check::RunResult run;
  SuiteRun done = run_suite(
      suite, options.run,
      [&](const std::string& id, const std::string& world) {
        if (!options.quiet) progress.started(id, world, since());
      },
      [&](const CaseResult& result) {
        if (!options.quiet) progress.finished(result, since());
      });
  progress.close();
  for (const std::string& complaint : done.complaints)
    std::cerr << "chatproof: a process that had run its cases: " << complaint << "\n";
  run.cases = std::move(done.cases);
  run.left_out = done.left_out;
  run.complaints = std::move(done.complaints);
  for (CaseResult& one : run.cases) name_from_here(one);
  run.wall_time = since();
  run.started_unix =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  run.command = options.command;
  run.version = CHATPROOF_VERSION;
  run.strict = options.run.strict;
  return run;
}

// One "case@world hash" line for each case of a world that is the same every time.
std::string hashes_of(const check::RunResult& run) {
  std::string lines;
  for (const CaseResult& one : run.cases)
    if (!one.trace_hash.empty()) lines += one.id + " " + one.trace_hash + "\n";
  return lines;
}

std::string defect_help() {
  std::string out = "Plants a mutant's defect into the SDK, as DEFECT:TARGET, to see whether it is found.";
  for (const auto* row : mutants::defect_table()) out += "\n" + std::string(row->name) + ": " + std::string(row->what);
  return out;
}

// Everything that was asked for, as far as it can be written. False: something could not, which was said.
bool write_results(const Options& options, const check::RunResult& run, const Suite& suite) {
  bool written = true;
  const auto check = [&](const std::string& problem) {
    if (problem.empty()) return true;
    std::cerr << "chatproof: " << problem << "\n";
    return written = false;
  };
  const auto write = [&](const std::string& file, const auto& text_of) {
    if (!file.empty()) check(process::write_result(file, text_of()));
  };
  if (!options.traces.empty())
    for (const CaseResult& one : run.cases) check(write_trace(options.traces, one, foreign_file(suite.root, one.file)));
  if (!options.report.empty()) {
    const auto files = report::write_reports(options.report, run, suite.catalogue, coverage_vocabulary());
    if (check(files.error))
      std::cout << "reports: " << files.html.string() << ", " << files.junit.string() << ", " << files.json.string()
                << ", " << files.sarif.string() << ", " << files.markdown.string() << "\n";
  }
  write(options.hashes, [&] { return hashes_of(run); });
  write(options.sarif, [&] { return report::sarif(run); });
  write(options.markdown, [&] { return report::markdown(run, suite.catalogue); });
  write(options.coverage, [&] { return report::coverage_report(run, suite.catalogue, coverage_vocabulary()); });
  return written;
}

// Before the run: what is to be written afterwards can be.
void prepare_results(const Options& options) {
  must_be_writable({options.hashes, options.sarif, options.markdown, options.coverage});
  for (const std::string& directory : {options.report, options.traces}) {
    const std::string problem = directory.empty() ? "" : process::why_no_directory(directory);
    if (problem.empty()) continue;
    std::cerr << "chatproof: " << problem << "\n";
    throw CLI::RuntimeError(2);
  }
}

std::optional<std::chrono::milliseconds> case_timeout_of(const std::string& text) {
  if (text == "0") return std::chrono::milliseconds{};
  const auto duration = runtime::parse_duration(text);
  if (!duration || *duration < std::chrono::milliseconds(1)) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::milliseconds>(*duration);
}

// "70" asks for the whole, "codes=70" for one dimension.
struct Floor {
  std::string name = "all";
  double percent = 0;
};

std::optional<Floor> floor_of(const std::string& text) {
  Floor floor;
  const std::size_t equals = text.find('=');
  if (equals != std::string::npos) floor.name = text.substr(0, equals);
  const std::string number = equals == std::string::npos ? text : text.substr(equals + 1);
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), floor.percent);
  const bool whole = error == std::errc() && end == number.data() + number.size();
  if (!whole || floor.percent < 0 || floor.percent > 100) return std::nullopt;
  const auto names = report::dimensions_of({}, {});
  const bool known = floor.name == "all" ||
                     std::any_of(names.begin(), names.end(), [&](const auto& one) { return one.name == floor.name; });
  return known ? std::optional(floor) : std::nullopt;
}

std::string floor_problem(const std::string& text) {
  if (floor_of(text)) return {};
  std::string names = "all";
  for (const auto& one : report::dimensions_of({}, {})) names += ", " + one.name;
  return "\"" + text + "\" is neither PERCENT (0 to 100) nor NAME=PERCENT with one of " + names;
}

// Says how much was covered, when that was asked. False: something is below its floor.
bool check_coverage(const Options& options, const check::RunResult& run, const report::Catalogue& catalogue) {
  if (options.coverage.empty() && options.fail_under.empty()) return true;
  auto rows = report::dimensions_of(report::coverage_of(run, coverage_vocabulary()),
                                    report::judge_requirements(run, catalogue));
  rows.push_back(report::total_of(rows));
  bool enough = true;
  for (const auto& row : rows) {
    std::cout << std::left << std::setw(15) << row.name << std::right << std::setw(6) << row.seen << " of "
              << std::setw(5) << row.all << std::fixed << std::setprecision(1) << std::setw(7) << row.percent() << " %";
    for (const auto& text : options.fail_under) {
      const auto floor = floor_of(text);
      if (!floor || floor->name != row.name || row.percent() >= floor->percent) continue;
      std::cout << "  below " << floor->percent << " %";
      enough = false;
    }
    std::cout << "\n";
  }
  return enough;
}

void run_command(Options options) {
  if (!options.defect.empty()) options.run.mutant = mutants::mutant_named(options.defect);
  if (!options.judge_defect.empty()) options.run.judge_defect = *check::judge_defect_named(options.judge_defect);
  Suite suite;
  suite.own_catalogues = options.catalogues;
  if (!load_suite(options.selection, options.filter, suite, std::cerr)) throw CLI::RuntimeError(2);
  prepare_results(options);
  if (!options.quiet)
    std::cout << "seed " << options.run.seed << ", " << suite.cases.size() << " cases in " << options.run.worlds.size()
              << (options.run.worlds.size() == 1 ? " world\n" : " worlds\n");
  const process::Interruption interruption;
  const check::RunResult run = perform(suite, options);
  const bool written = write_results(options, run, suite);
  const bool covered = check_coverage(options, run, suite.catalogue);
  if (std::getenv("GITHUB_ACTIONS") != nullptr) std::cout << report::github_annotations(run);
  report::print_outcome(std::cout, run, console_options());
  if (!written) throw CLI::RuntimeError(2);
  if (run.left_out > 0) throw CLI::RuntimeError(process::Interruption::exit_code());
  if (!report::succeeded(run) || !covered) throw CLI::RuntimeError(1);
}

}  // namespace

void add_run_command(CLI::App& app, const std::string& command_line) {
  auto* command = app.add_subcommand("run", "Runs scenarios and reports what they prove");
  const auto options = std::make_shared<Options>();
  options->command = command_line;
  command->add_option("selection", options->selection, "Files, directories, ids, folders of ids or tags; none: all");
  command->add_option("--world", options->run.worlds, "Worlds to run in: sim, tcp, tls (default all)")
      ->delimiter(',')
      ->allow_extra_args(false)  // what follows is the selection
      ->check(CLI::IsMember({"sim", "tcp", "tls"}));
  command->add_option("--seed", options->run.seed, "Seed of everything that is random (default 1)");
  command->add_option("--filter", options->filter, "Only cases whose id contains this");
  command->add_option("--jobs,-j", options->run.jobs, "Cases at a time (default: as the cores allow)");
  command->add_option("--speed", options->run.speed, "tcp and tls: scenario seconds in a second (default 10)")
      ->check(CLI::Range(0.1, 1000.0));
  add_catalogue_option(*command, options->catalogues);
  command
      ->add_option_function<std::string>(
          "--case-timeout", [options](const std::string& text) { options->run.case_timeout = *case_timeout_of(text); },
          "A case that stands still for longer is an error, the others go on (default 60s; 0: never)")
      ->check([](const std::string& text) {
        return case_timeout_of(text) ? std::string() : "\"" + text + "\" is no time such as 90s or 2m";
      });
  command->add_flag("--strict", options->run.strict, "A deviation from what is only inferred fails");
  command->add_option("--report", options->report,
                      "Directory for report.html, report.json, junit.xml, report.sarif, summary.md");
  command->add_option("--sarif", options->sarif, "File for the findings as SARIF 2.1.0, at the lines of the scenarios");
  command->add_option("--markdown", options->markdown,
                      "File for a summary as Markdown, for CI jobs; - is the terminal");
  command->add_option("--coverage", options->coverage, "File for the coverage as JSON; the maps are in report.html");
  command
      ->add_option("--fail-under", options->fail_under,
                   "PERCENT or NAME=PERCENT: fails when less is covered (NAME: methods, callbacks, callbackCauses, "
                   "codes, transitions, faults, requirements)")
      ->allow_extra_args(false)  // what follows is the selection
      ->check(floor_problem);
  command->add_option("--trace", options->traces, "Directory for a trace of each case, for `chatproof replay`");
  command->add_option("--hashes", options->hashes, "File for the trace hashes of the sim world");
  command->add_option("--plant", options->defect, defect_help())->check([](const std::string& text) {
    return mutants::mutant_named(text) ? std::string() : "there is no such defect: " + text;
  });
  command->add_option("--plant-judge", options->judge_defect, "Plants a defect of conformance/check/defects.def")
      ->group("")  // for the self-tests only
      ->check([](const std::string& text) {
        return check::judge_defect_named(text) ? std::string() : "there is no such defect of the judge: " + text;
      });
  command->add_flag("--quiet,-q", options->quiet, "No progress");
  command->callback([options] { run_command(*options); });
}

void add_replay_command(CLI::App& app) {
  auto* command = app.add_subcommand("replay", "Runs the case of a trace again and shows the first difference");
  const auto file = std::make_shared<std::string>();
  command->add_option("trace", *file, "A file that `chatproof run --trace DIR` has written")->required();
  const auto catalogues = std::make_shared<std::vector<std::string>>();
  add_catalogue_option(*command, *catalogues);
  command->callback([file, catalogues] {
    const auto trace = read_trace(*file);
    if (!trace.error.empty()) {
      std::cerr << "chatproof: " << *file << ": " << trace.error << "\n";
      throw CLI::RuntimeError(2);
    }
    if (trace.world != "sim") {
      std::cerr << "chatproof: " << *file << ": a trace of the world " << trace.world
                << " cannot be replayed: with real sockets and threads no run repeats; `chatproof run "
                << shell_quoted(trace.file.empty() ? trace.case_id : trace.file) << " --world sim --trace DIR` makes "
                << "one that does\n";
      throw CLI::RuntimeError(2);
    }
    Suite suite;
    suite.own_catalogues = *catalogues;
    const bool by_file = !trace.file.empty();
    if (!load_suite({by_file ? trace.file : trace.case_id}, by_file ? trace.case_id : "", suite, std::cerr))
      throw CLI::RuntimeError(2);
    Options options;
    options.run.worlds = {trace.world};
    options.run.seed = trace.seed;
    options.quiet = true;
    const check::RunResult run = perform(suite, options);
    const auto difference = first_difference(trace.lines, lines_of(run.cases.front()));
    std::cout << difference << "\n";
    report::print_outcome(std::cout, run, console_options());
    if (lines_of(run.cases.front()) != trace.lines || !report::succeeded(run)) throw CLI::RuntimeError(1);
  });
}

}  // namespace chatproof::cli
