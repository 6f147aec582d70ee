// `use`: a fragment's steps in the place of the step, with arguments, and captures of their own.
#include <algorithm>
#include <fstream>
#include <iterator>

#include "conformance/scenario/step_reader.hpp"

namespace chatproof::scenario {
namespace {

constexpr std::size_t use_depth_max = 8;

// Keys of "save" become the fragment's own; their references have been replaced already.
void rename_saved(Json& json, const std::string& prefix) {
  if (!json.is_structured()) return;
  if (json.is_object() && json.contains("save") && json["save"].is_object()) {
    Json own = Json::object();
    for (const auto& [name, path] : json["save"].items()) own[prefix + name] = path;
    json["save"] = std::move(own);
  }
  for (Json& part : json) rename_saved(part, prefix);
}

// Fragments are below lib/, and nowhere else.
bool legal_name(const std::string& name) {
  return name.starts_with("lib/") && name.find("..") == std::string::npos && name.find('\\') == std::string::npos &&
         !name.ends_with("/");
}

std::vector<std::string> fragments_below(const std::vector<std::filesystem::path>& roots) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& root : roots)
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "lib", error))
      if (entry.path().extension() == ".json")
        names.push_back(
            std::filesystem::path(entry.path()).replace_extension().lexically_relative(root).generic_string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

std::map<std::string, Json> StepReader::arguments_of(Fields& fragment, const Report& report, Fields& use) {
  std::map<std::string, Json> values;
  const Json none = Json::object();
  const Json* given = use.take("with");
  if (given == nullptr) given = &none;
  const Json* declared = fragment.take("arguments");
  if (declared == nullptr) declared = &none;
  if (!given->is_object() || !declared->is_object()) {
    if (!given->is_object()) use.wrong("with", "an object of arguments is expected");
    if (!declared->is_object()) fragment.wrong("arguments", "an object of arguments is expected");
    return values;
  }
  std::vector<std::string> names;
  for (const auto& [name, how] : declared->items()) {
    names.push_back(name);
    Fields of(how, fragment.at("arguments") + "/" + escaped(name), report);
    const Json* otherwise = of.take("default");
    static_cast<void>(of.text("note"));
    of.finish();
    if (given->contains(name)) {
      values[name] = (*given)[name];
    } else if (otherwise != nullptr) {
      values[name] = *otherwise;
    } else {
      use.wrong("use", "the fragment needs the argument \"" + name + "\" in \"with\"");
    }
  }
  for (const auto& [name, value] : given->items())
    if (!declared->contains(name))
      report_.at(report_.source->key_place(use.at("with") + "/" + escaped(name)),
                 "the fragment has no argument \"" + name + "\"", did_you_mean(name, names));
  return values;
}

void StepReader::use(Fields& fields, Steps& into) {
  const std::string name = fields.need_text("use");
  std::string shown;
  std::ifstream in;
  for (const auto& root : context_.roots) {
    if (!legal_name(name) || in.is_open()) break;
    const auto file = root / (name + ".json");
    shown = file.generic_string();
    in.open(file, std::ios::binary);
  }
  if (!in.is_open()) {
    static_cast<void>(fields.take("with"));
    return fields.wrong("use", "there is no fragment \"" + name + "\"",
                        did_you_mean(name, fragments_below(context_.roots)));
  }
  Place here = report_.source->place(fields.pointer());
  if (report_.used_from.size() >= use_depth_max)
    return fields.wrong("use", "fragments are used more than " + std::to_string(use_depth_max) + " levels deep");

  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::vector<LoadError> unreadable;
  const Source source = read_source(text, shown, unreadable);
  Report report{&source, report_.used_from, report_.errors};
  report.used_from.push_back(std::move(here));
  report.fragment = name;
  for (const LoadError& error : unreadable) report.at(error.place, error.message);
  if (!unreadable.empty()) return static_cast<void>(fields.take("with"));
  Fields of(source.json, "", report);
  if (of.need_text("schemaVersion") != "1.0") of.wrong("schemaVersion", "this runner reads \"1.0\" only");
  static_cast<void>(of.text("$schema"));
  static_cast<void>(of.text("title"));
  const std::size_t mistakes = report_.errors->size();
  std::map<std::string, Json> values = arguments_of(of, report, fields);
  const Json* steps = of.take("steps");
  of.finish();
  if (steps == nullptr) return of.missing("steps");
  if (report_.errors->size() != mistakes) return;  // without its arguments it would only look worse

  std::set<std::string> names;
  for (const auto& [argument, value] : values) names.insert(argument);
  check_references(*steps, "/steps", names, report);
  const std::string prefix = name + "#" + std::to_string(++context_.fragments) + ".";
  for (const std::string& saved : saved_names(*steps)) {
    if (values.contains(saved)) report("/steps", "\"" + saved + "\" is an argument, and a step saves it");
    values[saved] = "${" + prefix + saved + "}";
  }
  Json own = replace(*steps, values);
  rename_saved(own, prefix);
  StepReader inner(context_, report);
  inner.proves_ = proves_;
  for (Step& step : inner.read(own, "/steps")) into.push_back(std::move(step));
}

}  // namespace chatproof::scenario
