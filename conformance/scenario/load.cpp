#include "conformance/scenario/load.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "conformance/scenario/step_reader.hpp"
#include "sdk/runtime/duration_text.hpp"

namespace chatproof::scenario {
namespace {

namespace fs = std::filesystem;

constexpr Duration limit_default = std::chrono::hours(1);
const std::set<std::string> platforms = {"iOS", "Android", "iPad", "Windows", "Mac", "Linux", "Web"};
const std::set<std::string> worlds = {"sim", "tcp", "tls"};

// Every combination of the parameters, by name, then by the order of the values.
std::vector<std::map<std::string, Json>> combinations(const Json& parameters) {
  std::vector<std::map<std::string, Json>> out = {{}};
  for (const auto& [name, values] : parameters.items()) {
    std::vector<std::map<std::string, Json>> more;
    for (const auto& one : out)
      for (const Json& value : values) {
        more.push_back(one);
        more.back()[name] = value;
      }
    out = std::move(more);
  }
  return out;
}

std::string shown(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

std::string case_id(const std::string& id, const std::map<std::string, Json>& parameters) {
  if (parameters.empty()) return id;
  std::string out;
  for (const auto& [name, value] : parameters) out += (out.empty() ? "[" : ",") + name + "=" + shown(value);
  return id + out + "]";
}

bool excluded(const Json& list, const std::map<std::string, Json>& parameters) {
  return std::any_of(list.begin(), list.end(), [&](const Json& one) {
    return std::all_of(one.items().begin(), one.items().end(), [&](const auto& entry) {
      const auto found = parameters.find(entry.key());
      return found != parameters.end() && found->second == entry.value();
    });
  });
}

// One file on its way to its cases.
class Reader {
 public:
  Reader(const Source& source, const fs::path& root, const Vocabulary& words, LoadResult& result)
      : source_(source), root_(root), words_(words), result_(result), report_{&source, {}, &result.errors} {}

  void run(const std::string& id_by_path) {
    Fields head(source_.json, "", report_);
    if (head.need_text("schemaVersion") != "1.0") head.wrong("schemaVersion", "this runner reads \"1.0\" only");
    head_ = read_head(head, id_by_path);
    const Json* parameters = head.take("parameters");
    const Json* exclude = head.take("exclude");
    for (const char* key : {"server", "actors", "steps"}) static_cast<void>(head.take(key));
    head.finish();
    if (!legal_matrix(parameters, exclude)) return;
    const auto all = combinations(parameters == nullptr ? Json::object() : *parameters);
    if (all.size() > cases_max) return head.wrong("parameters", "more than " + std::to_string(cases_max) + " cases");
    for (const auto& one : all) {
      if (exclude != nullptr && excluded(*exclude, one)) continue;
      read_case(one);
      if (!result_.errors.empty()) return;  // the same mistakes in every case help nobody
    }
    if (result_.cases.empty()) report_("/exclude", "no combination is left");
  }

 private:
  Scenario read_head(Fields& head, const std::string& id_by_path) {
    Scenario out;
    out.file = source_.file;
    static_cast<void>(head.text("$schema"));
    out.id = head.need_text("id");
    if (!id_by_path.empty() && out.id != id_by_path)
      head.wrong("id", "the id is the file's path: \"" + id_by_path + "\"");
    out.title = head.need_text("title");
    out.covers = head.texts("covers");
    if (out.covers.empty()) report_("", "\"covers\" is missing: name at least one requirement");
    const StepReader words(unused_, report_);
    if (!words_.requirements.empty())
      for (std::size_t i = 0; i < out.covers.size(); ++i)
        words.known(words_.requirements, out.covers[i], "/covers/" + std::to_string(i), "requirement");
    out.tags = head.texts("tags");
    out.issues = head.texts("issues");
    out.tolerate = head.has("tolerate") ? head.texts("tolerate") : std::vector<std::string>{"log", "sync"};
    std::set<std::string> tolerable = words_.callbacks;
    tolerable.insert(words_.tolerated_sets.begin(), words_.tolerated_sets.end());
    for (const auto& word : out.tolerate) words.known(tolerable, word, "/tolerate", "callback or set");
    out.always = head.texts("always");
    for (const auto& word : out.always) words.known(words_.invariants, word, "/always", "invariant");
    out.limit = head.duration("limit").value_or(limit_default);
    read_worlds(head, out);
    return out;
  }

  void read_worlds(Fields& head, Scenario& out) {
    const Json* json = head.take("worlds");
    if (json == nullptr) return;
    Fields of(*json, "/worlds", report_);
    for (const std::string& world : worlds) {
      const Json* one = of.take(world);
      if (one == nullptr) continue;
      Fields how(*one, of.at(world), report_);
      out.skip[world] = how.need_text("skip");
      if (out.skip[world].empty()) report_(how.pointer(), "a skip needs its reason");
      how.finish();
    }
    of.finish();
  }

  bool legal_matrix(const Json* parameters, const Json* exclude) {
    const std::size_t before = result_.errors.size();
    if (parameters != nullptr) {
      if (!parameters->is_object()) report_("/parameters", "an object of lists is expected");
      if (parameters->is_object())
        for (const auto& [name, values] : parameters->items())
          if (!values.is_array() || values.empty())
            report_("/parameters/" + escaped(name), "a list of values is expected");
    }
    if (exclude != nullptr && !(exclude->is_array() && std::all_of(exclude->begin(), exclude->end(),
                                                                   [](const Json& one) { return one.is_object(); })))
      report_("/exclude", "a list of objects is expected");
    return result_.errors.size() == before;
  }

  void read_case(const std::map<std::string, Json>& parameters) {
    Scenario out = head_;
    out.parameters = parameters;
    out.case_id = case_id(out.id, parameters);
    CaseContext context{words_, root_, {}, {}, {}, {}, 0, 0, 0};
    const auto part = [&](const char* key) {
      return source_.json.contains(key) ? replace(source_.json[key], parameters) : Json();
    };
    read_actors(part("actors"), out, context);
    StepReader reader(context, report_);
    read_server(part("server"), out, reader);
    const Json steps = part("steps");
    if (steps.is_null()) {
      report_("", "\"steps\" is missing");
    } else {
      out.steps = reader.read(steps, "/steps");
    }
    if (context.expectations == 0) report_("/steps", "nothing is expected: a scenario proves something");
    for (const auto& [name, error] : context.referred)
      if (!context.saved.contains(name)) result_.errors.push_back(error);
    result_.cases.push_back(std::move(out));
  }

  void read_actors(const Json& json, Scenario& out, CaseContext& context) {
    if (!json.is_object() || json.empty()) return report_("/actors", "at least one actor is needed");
    for (const auto& [name, value] : json.items()) {
      const std::string pointer = "/actors/" + escaped(name);
      const std::size_t dot = name.find('.');
      if (dot == 0 || dot == std::string::npos || name.find('.', dot + 1) != std::string::npos ||
          dot + 1 == name.size())
        report_(pointer, "an actor is called \"user.device\"");
      Fields of(value, pointer, report_);
      Actor actor;
      actor.name = name;
      actor.user = of.text("user", name.substr(0, dot));
      actor.platform = of.text("platform", "Linux");
      StepReader(context, report_).known(platforms, actor.platform, pointer + "/platform", "platform");
      actor.device_id = of.text("deviceID", name);
      actor.app = static_cast<std::uint32_t>(of.number("app", 1400000000, 1, 2147483647));
      actor.clock = of.duration("clock").value_or(Duration{});
      if (const Json* session = of.take("session")) read_session(*session, of.at("session"), actor, context);
      of.finish();
      context.actors.insert(name);
      out.actors.push_back(std::move(actor));
    }
  }

  void read_session(const Json& json, const std::string& pointer, Actor& actor, CaseContext& context) {
    if (!json.is_object()) return report_(pointer, "an object is expected");
    for (const auto& [word, value] : json.items()) {
      const std::string at = pointer + "/" + escaped(word);
      StepReader(context, report_).known(words_.session_words, word, at, "time or limit of a session");
      const bool duration = value.is_string() && runtime::parse_duration(value.get<std::string>());
      if (!duration && !value.is_number_integer()) report_(at, "a duration or a whole number is expected");
    }
    actor.session = json;
  }

  void read_server(const Json& json, Scenario& out, StepReader& reader) {
    if (json.is_null()) return;
    Fields of(json, "/server", report_);
    if (const Json* settings = of.take("settings")) {
      out.settings = *settings;
      if (settings->is_object())
        for (const auto& [name, value] : settings->items())
          reader.known(words_.settings, name, "/server/settings/" + escaped(name), "setting");
    }
    if (const Json* faults = of.take("faults")) {
      if (faults->is_array()) out.faults.assign(faults->begin(), faults->end());
      if (!faults->is_array()) of.wrong("faults", "a list of rules is expected");
    }
    if (const Json* before = of.take("before")) {
      if (!before->is_array()) return of.wrong("before", "a list of server actions is expected");
      for (std::size_t i = 0; i < before->size(); ++i) {
        Fields one((*before)[i], "/server/before/" + std::to_string(i), report_);
        out.before.push_back(reader.server_act(one));
        one.finish();
      }
    }
    of.finish();
  }

  const Source& source_;
  const fs::path& root_;
  const Vocabulary& words_;
  LoadResult& result_;
  Report report_;
  CaseContext unused_{words_, root_, {}, {}, {}, {}, 0, 0, 0};
  Scenario head_;
};

LoadResult load(const std::string& text, const std::string& name, const fs::path& root, const Vocabulary& words,
                const std::string& id_by_path) {
  LoadResult result;
  if (text.size() > file_bytes_max) {
    result.errors.push_back(
        {{name, 1, 1, ""}, "the file is larger than " + std::to_string(file_bytes_max) + " bytes", ""});
    return result;
  }
  const Source source = read_source(text, name, result.errors);
  if (!result.errors.empty()) return result;
  if (!source.json.is_object()) {
    result.errors.push_back({source.place(""), "an object is expected", ""});
    return result;
  }
  Reader(source, root, words, result).run(id_by_path);
  if (!result.errors.empty()) result.cases.clear();
  return result;
}

std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known) {
  std::string best;
  std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    if (const std::size_t d = distance(word, candidate); d < least) {
      least = d;
      best = candidate;
    }
  }
  return best.empty() ? "" : "did you mean \"" + best + "\"?";
}

LoadResult load_file(const fs::path& file, const fs::path& root, const Vocabulary& words, Identity identity) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    LoadResult result;
    result.errors.push_back({{file.generic_string(), 0, 0, ""}, "cannot be read", ""});
    return result;
  }
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::string id;
  if (identity == Identity::path) id = fs::path(file).replace_extension().lexically_relative(root).generic_string();
  return load(text, file.generic_string(), root, words, id);
}

LoadResult load_text(const std::string& text, const std::string& name, const fs::path& root, const Vocabulary& words) {
  return load(text, name, root, words, "");
}

std::vector<fs::path> find_scenarios(const fs::path& directory) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto entry = fs::recursive_directory_iterator(directory, error); entry != fs::recursive_directory_iterator();
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const bool skipped = name == "lib" || name == "schema" || name.starts_with(".");
    if (entry->is_directory() && skipped) entry.disable_recursion_pending();
    if (entry->is_regular_file() && entry->path().extension() == ".json" && !skipped) files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace chatproof::scenario
