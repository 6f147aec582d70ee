#include "conformance/report/catalogue.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "conformance/report/text.hpp"

namespace chatproof::report {
namespace {

using nlohmann::json;

constexpr std::string_view schema_version = "1.0";
constexpr std::array levels{std::pair{Level::documented, std::string_view("documented")},
                            std::pair{Level::observed, std::string_view("observed")},
                            std::pair{Level::inferred, std::string_view("inferred")},
                            std::pair{Level::disputed, std::string_view("disputed")}};

// Of a requirement.
constexpr std::array<std::string_view, 10> members{"id",  "text",  "level", "source",   "testable",
                                                   "why", "since", "codes", "readings", "switch"};

std::string in_quotes(std::string_view text) { return "\"" + printable(text) + "\""; }

// Reads one file; every complaint carries its place.
class Reader {
 public:
  Reader(CatalogueLoad& load, const std::string& file) : load_(load), file_(file) {}

  void read(std::string_view text) {
    json document;
    try {
      document = json::parse(text);
    } catch (const json::parse_error& error) {
      return complain("", "is not JSON: " + place(text, error.byte));
    } catch (const json::out_of_range&) {
      return complain("", "holds a number that is too large");
    }
    if (!document.is_object()) return complain("", "must be an object with schemaVersion, topic and requirements");
    const auto version = string_member(document, "", "schemaVersion");
    if (!version) return;
    if (*version != schema_version)
      return complain("/schemaVersion", in_quotes(*version) + " is not understood; this program reads \"1.0\"");
    const auto topic = string_member(document, "", "topic");
    const auto list = document.find("requirements");
    if (list == document.end() || !list->is_array()) return complain("/requirements", "must be a list");
    if (!topic) return;
    for (std::size_t i = 0; i < list->size(); ++i)
      read_requirement((*list)[i], "/requirements/" + std::to_string(i), *topic);
  }

 private:
  void read_requirement(const json& entry, const std::string& pointer, const std::string& topic) {
    if (!entry.is_object()) return complain(pointer, "must be an object");
    const auto id = string_member(entry, pointer, "id");
    const auto text = string_member(entry, pointer, "text");
    const auto level_name = string_member(entry, pointer, "level");
    const auto source = string_member(entry, pointer, "source");
    if (!id || !text || !level_name || !source) return;
    const auto level = level_named(*level_name);
    if (!level)
      return complain(pointer + "/level",
                      in_quotes(*level_name) + " is none of documented, observed, inferred, disputed");
    if (load_.catalogue.find(*id) != nullptr) return complain(pointer + "/id", in_quotes(*id) + " is taken already");
    Requirement requirement;
    requirement.id = *id;
    requirement.topic = topic;
    requirement.text = *text;
    requirement.level = *level;
    requirement.source = *source;
    if (!read_rest(entry, pointer, requirement)) return;
    load_.catalogue.requirements.push_back(std::move(requirement));
  }

  bool read_rest(const json& entry, const std::string& pointer, Requirement& requirement) {
    const std::size_t before = load_.errors.size();
    for (const auto& [key, value] : entry.items())
      if (std::find(members.begin(), members.end(), key) == members.end())
        complain(pointer + "/" + key, "is no member of a requirement");
    const auto testable = entry.find("testable");
    if (testable == entry.end() || !testable->is_boolean()) {
      complain(pointer + "/testable", "must be true or false");
    } else {
      requirement.testable = testable->get<bool>();
    }
    if (!requirement.testable) requirement.why = string_member(entry, pointer, "why").value_or("");
    if (entry.contains("since")) requirement.since = string_member(entry, pointer, "since").value_or("");
    if (const auto setting = entry.find("switch"); setting != entry.end() && setting->is_string())
      requirement.setting = setting->get<std::string>();
    read_list(entry, pointer, "codes", requirement.codes, &json::is_number_integer, "whole numbers");
    read_list(entry, pointer, "readings", requirement.readings, &json::is_string, "strings");
    if (requirement.level == Level::disputed && requirement.readings.size() < 2)
      complain(pointer + "/readings", "must hold what each side says, as the requirement is disputed");
    return load_.errors.size() == before;
  }

  template <class Value>
  void read_list(const json& entry, const std::string& pointer, const char* key, std::vector<Value>& into,
                 bool (json::*is_kind)() const noexcept, const char* kind) {
    const auto list = entry.find(key);
    if (list == entry.end()) return;
    const auto right = [&](const json& value) { return (value.*is_kind)(); };
    if (!list->is_array() || !std::all_of(list->begin(), list->end(), right))
      return complain(pointer + "/" + key, std::string("must be a list of ") + kind);
    into = list->get<std::vector<Value>>();
  }

  std::optional<std::string> string_member(const json& object, const std::string& pointer, const char* key) {
    const auto found = object.find(key);
    if (found != object.end() && found->is_string() && !found->get_ref<const std::string&>().empty())
      return found->get<std::string>();
    complain(pointer + "/" + key, found == object.end() ? "is missing" : "must be a string that is not empty");
    return std::nullopt;
  }

  static std::string place(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, byte > 0 ? byte - 1 : 0);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(before.size() - start + 1);
  }

  void complain(std::string pointer, std::string text) {
    load_.errors.push_back({file_, std::move(pointer), std::move(text)});
  }

  CatalogueLoad& load_;
  const std::string& file_;
};

}  // namespace

std::string_view to_string(Level level) {
  const auto found = std::find_if(levels.begin(), levels.end(), [&](const auto& row) { return row.first == level; });
  return found == levels.end() ? "?" : found->second;
}

std::optional<Level> level_named(std::string_view name) {
  const auto found = std::find_if(levels.begin(), levels.end(), [&](const auto& row) { return row.second == name; });
  return found == levels.end() ? std::nullopt : std::optional(found->first);
}

std::string to_string(const CatalogueError& error) {
  return error.file + ": " + (error.pointer.empty() ? "" : error.pointer + ": ") + error.text;
}

std::set<std::string> Catalogue::ids() const {
  std::set<std::string> out;
  for (const auto& requirement : requirements) out.insert(requirement.id);
  return out;
}

std::map<std::string, Level> Catalogue::levels() const {
  std::map<std::string, Level> out;
  for (const auto& requirement : requirements) out.emplace(requirement.id, requirement.level);
  return out;
}

const Requirement* Catalogue::find(std::string_view id) const {
  const auto found = std::find_if(requirements.begin(), requirements.end(),
                                  [&](const Requirement& requirement) { return requirement.id == id; });
  return found == requirements.end() ? nullptr : &*found;
}

void add_catalogue_file(CatalogueLoad& load, const std::string& file, std::string_view text) {
  if (text.size() > catalogue_file_bytes_max) {
    load.errors.push_back({file, "", "is larger than " + std::to_string(catalogue_file_bytes_max) + " bytes"});
    return;
  }
  Reader(load, file).read(text);
}

CatalogueLoad load_catalogue(const std::filesystem::path& directory) {
  CatalogueLoad load;
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error))
    if (entry->path().extension() == ".json" && entry->path().filename() != "schema.json")
      files.push_back(entry->path());
  if (error) {
    load.errors.push_back({directory.string(), "", "cannot be read: " + error.message()});
    return load;
  }
  if (files.empty()) load.errors.push_back({directory.string(), "", "holds no *.json"});
  std::sort(files.begin(), files.end());
  for (const auto& path : files) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in || !text) {
      load.errors.push_back({path.string(), "", "cannot be read"});
      continue;
    }
    add_catalogue_file(load, path.string(), text.str());
  }
  return load;
}

}  // namespace chatproof::report
