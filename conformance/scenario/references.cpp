// "${x}": parameters, arguments of fragments, loop counters, captures.
#include <algorithm>

#include "conformance/check/captures.hpp"
#include "conformance/scenario/step_reader.hpp"

namespace chatproof::scenario {
namespace {

bool is_note(const std::string& key) { return key == "note" || key.starts_with("x-"); }

void collect_saved(const Json& json, std::set<std::string>& names) {
  if (!json.is_structured()) return;
  if (json.is_object() && json.contains("save") && json["save"].is_object())
    for (const auto& [name, path] : json["save"].items()) names.insert(name);
  for (const Json& part : json) collect_saved(part, names);
}

// The names that loops count with.
void collect_counters(const Json& json, std::set<std::string>& names) {
  if (!json.is_structured()) return;
  if (json.is_object() && json.contains("repeat") && json["repeat"].is_object()) {
    const Json& repeat = json["repeat"];
    names.insert(repeat.contains("as") && repeat["as"].is_string() ? repeat["as"].get<std::string>() : "i");
  }
  for (const Json& part : json) collect_counters(part, names);
}

// Captures of fragments are called "lib/online#1.name" inside; people know the name.
std::string shown(const std::string& capture) {
  const std::size_t hash = capture.find('#');
  return hash == std::string::npos ? capture : capture.substr(capture.find('.', hash) + 1);
}

}  // namespace

Json replace(const Json& value, const std::map<std::string, Json>& values) { return check::substitute(value, values); }

std::set<std::string> saved_names(const Json& json) {
  std::set<std::string> names;
  collect_saved(json, names);
  return names;
}

std::vector<std::string> references_in(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t open = text.find("${"); open != std::string::npos; open = text.find("${", open + 2)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) break;
    names.push_back(text.substr(open + 2, close - open - 2));
  }
  return names;
}

void for_each_text(const Json& json, const std::string& pointer,
                   const std::function<void(const std::string&, const std::string&)>& visit) {
  if (json.is_string()) {
    visit(json.get_ref<const std::string&>(), pointer);
  } else if (json.is_array()) {
    for (std::size_t i = 0; i < json.size(); ++i) for_each_text(json[i], pointer + "/" + std::to_string(i), visit);
  } else if (json.is_object()) {
    for (const auto& [key, value] : json.items())
      if (!is_note(key)) for_each_text(value, pointer + "/" + escaped(key), visit);
  }
}

void check_references(const Json& json, const std::string& pointer, std::set<std::string> known, const Report& report) {
  collect_saved(json, known);
  collect_counters(json, known);
  for_each_text(json, pointer, [&](const std::string& text, const std::string& at) {
    for (const std::string& name : references_in(text))
      if (!known.contains(name))
        report(at, "nothing gives \"${" + name + "}\" a value", did_you_mean(name, {known.begin(), known.end()}));
  });
}

// A capture has to be saved by a step before this one.
void StepReader::refer(const Json& json, const std::string& pointer) {
  for_each_text(json, pointer, [&](const std::string& text, const std::string& at) {
    for (const std::string& name : references_in(text)) {
      if (context_.saved.contains(name)) continue;
      std::vector<LoadError> errors;
      Report{report_.source, report_.used_from, &errors}(at,
                                                         "\"${" + shown(name) + "}\" is used before a step saves it");
      context_.referred.push_back({name, std::move(errors.front()), context_.side_by_side > 0});
    }
  });
}

std::map<std::string, std::string> StepReader::save(Fields& fields) {
  std::map<std::string, std::string> out;
  const Json* json = fields.take("save");
  if (json == nullptr) return out;
  if (!json->is_object()) {
    fields.wrong("save", "an object of names and \"$...\" paths is expected");
    return out;
  }
  for (const auto& [name, path] : json->items()) {
    const std::string pointer = fields.at("save") + "/" + escaped(name);
    if (!path.is_string() || !path.get<std::string>().starts_with("$")) {
      report_(pointer, "a path such as \"$.value.msgID\" is expected");
      continue;
    }
    if (name.empty() || name.find_first_of("{}$") != std::string::npos)
      report_(pointer, "\"" + name + "\" cannot be the name of a capture");
    if (context_.parameters.contains(name)) report_(pointer, "\"" + name + "\" is a parameter already");
    if (!context_.saved.emplace(name, report_.source->place(pointer)).second)
      report_(pointer, "\"" + shown(name) + "\" is saved twice: a capture is assigned once",
              "in a loop, put the step into a fragment: its captures are its own");
    out[name] = path.get<std::string>();
  }
  return out;
}

// The same place may give a name again: in a loop the latest one counts.
void StepReader::give_name(std::map<std::string, NameGiven>& names, const std::string& name, const std::string& pointer,
                           const std::string& what, bool completes) {
  const auto same = [](const Place& a, const Place& b) { return a.file == b.file && a.pointer == b.pointer; };
  const NameGiven given{report_.source->place(pointer), report_.used_from, completes};
  const auto [at, fresh] = names.emplace(name, given);
  if (fresh) return;
  const NameGiven& first = at->second;
  if (!same(first.place, given.place) ||
      !std::equal(first.used_from.begin(), first.used_from.end(), given.used_from.begin(), given.used_from.end(), same))
    report_(pointer, "there is " + what + " \"" + name + "\" already",
            "the first one is in line " + std::to_string(first.place.line) + " of " + first.place.file);
}

}  // namespace chatproof::scenario
