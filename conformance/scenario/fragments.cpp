// `use`: a fragment's steps in the place of the step, with arguments, and captures of their own.
#include <fstream>
#include <iterator>

#include "conformance/scenario/step_reader.hpp"

namespace chatproof::scenario {
namespace {

void collect_saved(const Json& json, std::map<std::string, Json>& renamed, const std::string& prefix) {
  if (!json.is_structured()) return;
  if (json.is_object() && json.contains("save") && json["save"].is_object())
    for (const auto& [name, path] : json["save"].items()) renamed[name] = "${" + prefix + name + "}";
  for (const Json& part : json) collect_saved(part, renamed, prefix);
}

void rename_saved(Json& json, const std::string& prefix) {
  if (!json.is_structured()) return;
  if (json.is_object() && json.contains("save") && json["save"].is_object()) {
    Json own = Json::object();
    for (const auto& [name, path] : json["save"].items()) own[prefix + name] = path;
    json["save"] = std::move(own);
  }
  for (Json& part : json) rename_saved(part, prefix);
}

}  // namespace

void StepReader::use(Fields& fields, Steps& into) {
  const std::string name = fields.need_text("use");
  const Json* given = fields.take("with");
  const auto file = context_.root / (name + ".json");
  std::ifstream in(file, std::ios::binary);
  if (!in) return fields.wrong("use", "there is no fragment " + file.generic_string());
  if (report_.used_from.size() > 8) return fields.wrong("use", "fragments are used more than eight levels deep");

  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  Source source = read_source(text, file.generic_string(), *report_.errors);
  if (!source.json.is_object()) return;
  Report report{&source, report_.used_from, report_.errors};
  report.used_from.push_back(report_.source->place(fields.pointer()));
  Fields of(source.json, "", report);
  if (of.need_text("schemaVersion") != "1.0") of.wrong("schemaVersion", "\"1.0\" is expected");
  static_cast<void>(of.text("title"));

  std::map<std::string, Json> values;
  if (const Json* arguments = of.take("arguments"))
    for (const auto& [argument, how] : arguments->items()) {
      const bool told = given != nullptr && given->is_object() && given->contains(argument);
      if (told) {
        values[argument] = (*given)[argument];
      } else if (how.contains("default")) {
        values[argument] = how["default"];
      } else {
        fields.wrong("use", "the fragment needs the argument \"" + argument + "\" in \"with\"");
      }
    }
  if (given != nullptr && given->is_object())
    for (const auto& [argument, value] : given->items())
      if (!values.contains(argument))
        report_(fields.at("with") + "/" + escaped(argument), "the fragment has no argument \"" + argument + "\"");

  const Json* steps = of.take("steps");
  if (steps == nullptr) return report("", "\"steps\" is missing");
  const std::string prefix = "fragment" + std::to_string(++context_.fragments) + ".";
  collect_saved(*steps, values, prefix);
  Json own = replace(*steps, values);
  rename_saved(own, prefix);
  of.finish();
  StepReader inner(context_, report);
  for (Step& step : inner.read(own, "/steps")) into.push_back(std::move(step));
}

}  // namespace chatproof::scenario
