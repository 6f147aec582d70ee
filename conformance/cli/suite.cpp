#include "conformance/cli/suite.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <ostream>
#include <set>

#include "conformance/scenario/load.hpp"
#include "conformance/stage/misuse.hpp"
#include "conformance/stage/vocabulary.hpp"

namespace chatproof::cli {
namespace {

namespace fs = std::filesystem;
using scenario::Scenario;

bool has_tag(const Scenario& scenario, const std::string& tag) {
  return std::find(scenario.tags.begin(), scenario.tags.end(), tag) != scenario.tags.end();
}

bool is_called(const Scenario& scenario, const std::string& word) {
  return scenario.id == word || scenario.case_id == word || scenario.id.starts_with(word + "/") ||
         has_tag(scenario, word);
}

bool selected_by(const Scenario& scenario, const std::string& word, const fs::path& root) {
  if (is_called(scenario, word)) return true;
  std::error_code error;
  const fs::path asked = fs::weakly_canonical(word, error);
  const fs::path file = fs::weakly_canonical(scenario.file, error);
  if (!fs::exists(asked, error)) return false;
  if (asked == file) return true;
  const auto relative = file.lexically_relative(asked);
  const bool inside = !relative.empty() && *relative.begin() != "..";
  // The generated matrix has no files; it belongs to the directory of all scenarios.
  return inside || (scenario.file.empty() && asked == fs::weakly_canonical(root / "scenarios", error));
}

// Whether the selection names this file, or a folder above it.
bool named_by(const std::string& file, const std::vector<std::string>& selection, const fs::path& scenarios) {
  const std::string id = fs::path(file).replace_extension().lexically_relative(scenarios).generic_string();
  return std::any_of(selection.begin(), selection.end(), [&](const std::string& word) {
    std::error_code error;
    const auto below = fs::weakly_canonical(file, error).lexically_relative(fs::weakly_canonical(word, error));
    return id == word || id.starts_with(word + "/") || (!below.empty() && *below.begin() != "..");
  });
}

// Everything that a selection can say beside paths.
std::vector<std::string> names_of(const std::vector<scenario::LoadResult>& loaded) {
  std::set<std::string> names;
  for (const auto& one : loaded)
    for (const Scenario& scenario : one.cases) {
      names.insert({scenario.id, scenario.id.substr(0, scenario.id.find('/'))});
      names.insert(scenario.tags.begin(), scenario.tags.end());
    }
  return {names.begin(), names.end()};
}

// A path that lies outside the root's scenarios.
bool is_foreign(const std::string& word, const fs::path& scenarios) {
  std::error_code error;
  const fs::path path = fs::weakly_canonical(word, error);
  if (!fs::exists(path, error)) return false;
  const auto relative = path.lexically_relative(fs::weakly_canonical(scenarios, error));
  return relative.empty() || *relative.begin() == "..";
}

// Scenarios outside the root's tree (a user's own). A file that two words name is one file.
std::set<fs::path> foreign_files(const std::vector<std::string>& selection, const fs::path& own) {
  std::set<fs::path> files;
  std::error_code error;
  for (const std::string& word : selection) {
    const fs::path path = fs::weakly_canonical(word, error);
    if (!is_foreign(word, own)) continue;
    if (fs::is_regular_file(path, error)) files.insert(path);
    if (fs::is_directory(path, error) && !own.string().starts_with(path.string()))
      for (const auto& file : scenario::find_scenarios(path)) files.insert(file);
  }
  return files;
}

// A word that is a path here and a name there would select both, which nobody means.
bool unambiguous(const std::vector<std::string>& selection, const std::vector<scenario::LoadResult>& ours,
                 const fs::path& scenarios, std::ostream& err) {
  bool good = true;
  for (const std::string& word : selection) {
    const bool is_name = std::any_of(ours.begin(), ours.end(), [&](const scenario::LoadResult& one) {
      return std::any_of(one.cases.begin(), one.cases.end(), [&](const Scenario& it) { return is_called(it, word); });
    });
    if (!is_name || !is_foreign(word, scenarios)) continue;
    good = false;
    const fs::path topic = scenarios / word;
    err << "chatproof: \"" << word << "\" lies here and is the name of other scenarios too; write \"./" << word
        << "\" for what lies here, or "
        << (fs::is_directory(topic) ? "\"" + topic.string() + "\" for the others" : "run it elsewhere for the others")
        << "\n";
  }
  return good;
}

// Reports, traces and replays know a case by its id.
bool each_id_once(const std::vector<Scenario>& cases, std::ostream& err) {
  bool good = true;
  std::map<std::string, std::string> files;
  std::set<std::string> told;
  for (const Scenario& one : cases) {
    const auto [first, fresh] = files.try_emplace(one.id, one.file);
    if (fresh || first->second == one.file || !told.insert(one.file).second) continue;
    good = false;
    err << "chatproof: the id \"" << one.id << "\" is that of two files: " << first->second << " and " << one.file
        << "\n";
  }
  return good;
}

}  // namespace

std::string foreign_file(const fs::path& root, const std::string& file) {
  return !file.empty() && is_foreign(file, root / "scenarios") ? file : "";
}

std::map<std::string, std::string> levels_of(const Suite& suite) {
  std::map<std::string, std::string> levels;
  for (const auto& requirement : suite.catalogue.requirements)
    levels[requirement.id] = std::string(to_string(requirement.level));
  return levels;
}

void print_errors(const scenario::LoadResult& loaded, std::ostream& out) {
  for (const auto& error : loaded.errors) {
    out << error.place.file << ":" << error.place.line << ":" << error.place.column << ": " << error.message;
    if (!error.place.pointer.empty()) out << " (" << error.place.pointer << ")";
    if (!error.hint.empty()) out << "; " << error.hint;
    out << "\n";
  }
}

bool load_requirements(Suite& suite, std::ostream& err) {
  suite.root = stage::find_root();
  if (suite.root.empty()) {
    err << "chatproof: no scenarios found; run it inside the repository or set CHATPROOF_ROOT\n";
    return false;
  }
  auto catalogue = report::load_catalogue(suite.root / "conformance" / "catalogue");
  for (const std::string& file : suite.own_catalogues) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    report::add_catalogue_file(catalogue, file, text);
  }
  for (const auto& error : catalogue.errors) err << to_string(error) << "\n";
  suite.catalogue = std::move(catalogue.catalogue);
  return catalogue.errors.empty();
}

void add_catalogue_option(CLI::App& command, std::vector<std::string>& files) {
  command
      .add_option("--catalogue", files,
                  "File of requirements of your own, that scenarios can cover beside those of `chatproof list "
                  "--requirements`; may be given often")
      ->allow_extra_args(false)  // what follows is the selection
      ->check(CLI::ExistingFile);
}

bool load_suite(const std::vector<std::string>& selection, const std::string& filter, Suite& suite, std::ostream& err) {
  bool good = load_requirements(suite, err);
  if (suite.root.empty()) return false;
  const auto words = stage::standard_vocabulary(suite.catalogue.ids());
  const fs::path scenarios = suite.root / "scenarios";

  std::vector<scenario::LoadResult> loaded;
  // Who asks for files of their own does not wait for all of ours.
  const auto foreign = [&](const std::string& word) {
    return is_foreign(word, scenarios) && fs::is_regular_file(word);
  };
  if (selection.empty() || !std::all_of(selection.begin(), selection.end(), foreign)) {
    for (const auto& file : scenario::find_scenarios(scenarios))
      loaded.push_back(scenario::load_file(file, scenarios, words));
    for (const auto& generated : stage::misuse_scenarios())
      loaded.push_back(scenario::load_text(generated.dump(1), "", scenarios, words));
  }
  if (!unambiguous(selection, loaded, scenarios, err)) return false;
  const std::size_t ours = loaded.size();
  for (const auto& file : foreign_files(selection, fs::weakly_canonical(scenarios)))
    loaded.push_back(scenario::load_file(file, fs::weakly_canonical(scenarios), words, scenario::Identity::free));
  const auto names = names_of(loaded);
  std::set<std::string> idle(selection.begin(), selection.end());  // words that have not selected anything yet
  for (std::size_t i = 0; i < loaded.size(); ++i) {
    auto& one = loaded[i];
    // A mistake in a file that was not asked for is none of this run's business.
    if (selection.empty() || one.errors.empty() || i >= ours ||
        named_by(one.errors.front().place.file, selection, scenarios)) {
      print_errors(one, err);
      good = good && one.errors.empty();
    }
    for (Scenario& scenario : one.cases) {
      bool wanted = selection.empty();
      for (const std::string& word : selection) {
        if (!selected_by(scenario, word, suite.root)) continue;
        wanted = true;
        idle.erase(word);
      }
      if (wanted && scenario.case_id.find(filter) != std::string::npos) suite.cases.push_back(std::move(scenario));
    }
  }
  if (!good) return false;
  // A word that selects nothing is a slip: a run without it would look as if all were well.
  for (const std::string& word : idle) {
    const std::string hint = scenario::did_you_mean(word, names);
    err << "chatproof: no scenario is called \"" << word << "\", lies there or has that tag; "
        << (hint.empty() ? "`chatproof list` shows what there is" : hint) << "\n";
  }
  if (!idle.empty()) return false;
  if (!each_id_once(suite.cases, err)) return false;
  if (suite.cases.empty()) {
    err << "chatproof: no case is left of the selection; `chatproof list` shows what there is\n";
    return false;
  }
  return true;
}

}  // namespace chatproof::cli
