#include "conformance/scenario/load.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <tuple>
#include <utility>

#include "conformance/scenario/step_reader.hpp"
#include "sdk/runtime/duration_text.hpp"
#include "sdk/usersig/secrets.hpp"

namespace chatproof::scenario {
namespace {

namespace fs = std::filesystem;

constexpr Duration limit_default = std::chrono::hours(1);
constexpr Duration limit_most = std::chrono::hours(24 * 7);
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

// Ids stand in reports; a ticket among the values does not.
std::string shown(const Json& value) {
  return usersig::Secrets().hide(value.is_string() ? value.get<std::string>() : value.dump());
}

std::string case_id(const std::string& id, const std::map<std::string, Json>& parameters) {
  if (parameters.empty()) return id;
  std::string out;
  for (const auto& [name, value] : parameters) out += (out.empty() ? "[" : ",") + name + "=" + shown(value);
  return id + out + "]";
}

bool excluded(const Json& list, const std::map<std::string, Json>& parameters) {
  return std::any_of(list.begin(), list.end(), [&](const Json& one) {
    return std::all_of(parameters.begin(), parameters.end(), [&](const auto& entry) {
      return !one.contains(entry.first) || one[entry.first] == entry.second;
    });
  });
}

// Where a file comes from, and what follows from that.
struct Origin {
  std::vector<fs::path> roots;  // its fragments lie below the first of these that holds them
  std::string id;               // that it has to have; empty: any
  bool covers_needed = true;
};

// Beside the file, and in every directory above it.
std::vector<fs::path> own_fragments(const fs::path& file) {
  std::vector<fs::path> roots;
  std::error_code error;
  for (fs::path at = fs::absolute(file, error).parent_path(); at.has_relative_path(); at = at.parent_path())
    if (fs::is_directory(at / "lib", error)) roots.push_back(at);
  return roots;
}

// One file on its way to its cases.
class Reader {
 public:
  Reader(const Source& source, const Origin& origin, const Vocabulary& words, LoadResult& result)
      : source_(source), origin_(origin), words_(words), result_(result), report_{&source, {}, &result.errors} {}

  void run() {
    Fields head(source_.json, "", report_);
    const Json* parameters = head.take("parameters");
    const Json* exclude = head.take("exclude");
    if (!legal_matrix(parameters, exclude)) return;
    std::size_t count = 1;
    for (const Json& values : parameters == nullptr ? Json::object() : *parameters) {
      count *= values.size();
      if (count > cases_max) return head.wrong("parameters", "more than " + std::to_string(cases_max) + " cases");
    }
    for (const auto& one : combinations(parameters == nullptr ? Json::object() : *parameters)) {
      if (exclude != nullptr && excluded(*exclude, one)) continue;
      read_case(one);
      if (!result_.errors.empty()) return;  // the same mistakes in every case help nobody
    }
    if (result_.cases.empty()) report_("/exclude", "no combination is left");
  }

 private:
  void read_case(const std::map<std::string, Json>& parameters) {
    Json whole = source_.json;
    for (const char* key : {"parameters", "exclude"}) whole.erase(key);
    whole = replace(whole, parameters);
    CaseContext context{words_, origin_.roots, {}, {}, {}, {}, {}, {}, {}, 0, 0, 0, 0};
    for (const auto& [name, value] : parameters) context.parameters.insert(name);
    check_references(whole, "", context.parameters, report_);

    Fields head(whole, "", report_);
    Scenario out = read_head(head);
    context.covers.insert(out.covers.begin(), out.covers.end());
    out.parameters = parameters;
    out.case_id = case_id(out.id, parameters);
    read_actors(head, out, context);
    StepReader reader(context, report_);
    read_server(head, out, reader);
    if (const Json* steps = head.take("steps")) {
      out.steps = reader.read(*steps, "/steps");
      if (context.expectations == 0) report_("/steps", "nothing is expected: a scenario proves something");
    } else {
      head.missing("steps");
    }
    for (const char* key : {"parameters", "exclude"}) static_cast<void>(head.take(key));
    head.finish();
    for (Reference& reference : context.referred)
      if (!reference.any_order && context.saved.contains(reference.name))  // else it has been told already
        result_.errors.push_back(std::move(reference.error));
    result_.cases.push_back(std::move(out));
  }

  Scenario read_head(Fields& head) {
    Scenario out;
    out.file = source_.file;
    read_version(head);
    static_cast<void>(head.text("$schema"));
    out.id = head.need_text("id");
    if (head.has("id") && !origin_.id.empty() && out.id != origin_.id)
      head.wrong("id", "the id is the file's path: \"" + origin_.id + "\"");
    out.title = head.need_text("title");
    out.covers = head.texts("covers");
    if (out.covers.empty() && origin_.covers_needed)
      report_("", "\"covers\" is missing: name at least one requirement");
    each_known(words_.requirements, out.covers, "/covers", "requirement");
    out.tags = head.texts("tags");
    out.issues = head.texts("issues");
    for (std::size_t i = 0; i < out.issues.size(); ++i)
      if (!out.issues[i].starts_with("https://") && !out.issues[i].starts_with("http://"))
        report_("/issues/" + std::to_string(i), "a URL is expected");
    out.tolerate = head.texts("tolerate");
    if (!head.has("tolerate")) out.tolerate = {"log", "sync"};
    std::set<std::string> tolerable = words_.callbacks;
    tolerable.insert(words_.tolerated_sets.begin(), words_.tolerated_sets.end());
    each_known(tolerable, out.tolerate, "/tolerate", "callback or set of callbacks");
    out.always = head.texts("always");
    if (head.has("always") && out.always.empty()) head.wrong("always", "name at least one invariant");
    each_known(words_.invariants, out.always, "/always", "invariant");
    out.limit = head.duration("limit").value_or(limit_default);
    if (out.limit <= Duration{} || out.limit > limit_most) head.wrong("limit", "a limit is above 0, and at most 7d");
    read_worlds(head, out);
    if (head.has("knownFailing")) {
      out.known_failing = head.need_text("knownFailing");
      out.known_failing_line = source_.place("/knownFailing").line;
    }
    return out;
  }

  void read_version(Fields& head) {
    const std::string version = head.need_text("schemaVersion");
    const bool newer = version.starts_with("1.") && version.size() > 2 &&
                       version.find_first_not_of("0123456789", 2) == std::string::npos;
    if (version.empty() || version == "1.0") return;
    head.wrong("schemaVersion", newer ? "\"" + version + "\" is newer than this runner, which reads \"1.0\""
                                      : "this runner reads \"1.0\" only");
  }

  void each_known(const std::set<std::string>& set, const std::vector<std::string>& given, const std::string& pointer,
                  const std::string& what) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < given.size(); ++i) {
      const std::string at = pointer + "/" + std::to_string(i);
      if (!seen.insert(given[i]).second) report_(at, "\"" + given[i] + "\" is given twice");
      StepReader(unused_, report_).known(set, given[i], at, what);
    }
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
      how.finish();
    }
    of.finish();
    if (out.skip.size() == worlds.size()) head.wrong("worlds", "no world is left to run in");
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
    if (exclude == nullptr) return result_.errors.size() == before;
    if (!exclude->is_array()) report_("/exclude", "a list of objects is expected");
    if (exclude->is_array())
      for (std::size_t i = 0; i < exclude->size(); ++i)
        legal_exclusion((*exclude)[i], parameters, "/exclude/" + std::to_string(i));
    return result_.errors.size() == before;
  }

  void legal_exclusion(const Json& one, const Json* parameters, const std::string& pointer) {
    if (!one.is_object() || one.empty()) return report_(pointer, "an object of parameters is expected");
    if (parameters != nullptr && !parameters->is_object()) return;
    const Json none = Json::object();
    const Json& all = parameters == nullptr ? none : *parameters;
    std::vector<std::string> names;
    for (const auto& [name, values] : all.items()) names.push_back(name);
    for (const auto& [name, value] : one.items()) {
      const std::string at = pointer + "/" + escaped(name);
      if (!all.contains(name)) {
        report_(at, "there is no parameter \"" + name + "\"", did_you_mean(name, names));
      } else if (std::find(all[name].begin(), all[name].end(), value) == all[name].end()) {
        report_(at, "the parameter \"" + name + "\" never has this value");
      }
    }
  }

  void read_actors(Fields& head, Scenario& out, CaseContext& context) {
    const Json* json = head.take("actors");
    if (json == nullptr) return head.missing("actors");
    out.actors_line = source_.key_place("/actors").line;
    if (!json->is_object() || json->empty()) return head.wrong("actors", "at least one actor is needed");
    for (const std::string& name : source_.keys_in_order(*json, "/actors")) {
      const std::string pointer = "/actors/" + escaped(name);
      const std::size_t dot = name.find('.');
      if (dot == 0 || dot == std::string::npos || name.find('.', dot + 1) != std::string::npos ||
          dot + 1 == name.size() || name.find_first_of("*$ ") != std::string::npos)
        report_.at(source_.key_place(pointer), "an actor is called \"user.device\"");
      Fields of((*json)[name], pointer, report_);
      Actor actor;
      actor.name = name;
      actor.user = of.text("user", name.substr(0, dot));
      actor.platform = of.text("platform", "Linux");
      StepReader(context, report_).known(platforms, actor.platform, of.at("platform"), "platform");
      actor.device_id = of.text("deviceID", name);
      actor.app = static_cast<std::uint32_t>(of.number("app", 1400000000, 1, 2147483647));
      actor.clock = of.signed_duration("clock").value_or(Duration{});
      if (const Json* session = of.take("session")) read_session(*session, of.at("session"), actor, context);
      actor.files_of = of.text("sharesFilesWith");
      if (of.has("sharesFilesWith") && !context.actors.contains(actor.files_of))
        of.wrong("sharesFilesWith", "an actor before this one is expected",
                 did_you_mean(actor.files_of, {context.actors.begin(), context.actors.end()}));
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
      const auto duration = value.is_string() ? runtime::parse_duration(value.get<std::string>()) : std::nullopt;
      if (!(duration && *duration >= Duration{}) && !value.is_number_unsigned())
        report_(at, "a duration or a whole number is expected");
    }
    actor.session = json;
  }

  void read_server(Fields& head, Scenario& out, StepReader& reader) {
    const Json* json = head.take("server");
    if (json == nullptr) return;
    Fields of(*json, "/server", report_);
    if (const Json* settings = of.take("settings")) {
      out.settings = *settings;
      if (!settings->is_object()) of.wrong("settings", "an object of settings is expected");
      const std::size_t mistakes = result_.errors.size();
      if (settings->is_object())
        for (const auto& [name, value] : settings->items())
          reader.known(words_.settings, name, "/server/settings/" + escaped(name), "setting");
      if (result_.errors.size() == mistakes)
        reader.acceptable("settings.set", {{"settings", *settings}}, "/settings", "/server/settings");
    }
    if (const Json* tls = of.take("tls")) {
      if (!tls->is_boolean()) of.wrong("tls", "true or false is expected");
      out.tls = *tls == true;
      if (out.tls) out.skip.try_emplace("tcp", "there is no TLS");
      if (out.skip.size() == worlds.size()) of.wrong("tls", "no world is left to run in");
    }
    if (const Json* faults = of.take("faults")) {
      if (!faults->is_array()) return of.wrong("faults", "a list of rules is expected");
      for (std::size_t i = 0; i < faults->size(); ++i)
        out.faults.push_back(reader.fault_rule((*faults)[i], "/server/faults/" + std::to_string(i)));
    }
    if (const Json* before = of.take("before")) {
      if (!before->is_array()) return of.wrong("before", "a list of server actions is expected");
      for (std::size_t i = 0; i < before->size(); ++i) {
        Fields one((*before)[i], "/server/before/" + std::to_string(i), report_);
        static_cast<void>(one.text("note"));
        if (one.has("save")) one.wrong("save", "only a step can save");
        if (one.has("expect")) one.wrong("expect", "only a step can expect; what is done before has to succeed");
        out.before.push_back(reader.server_act(one));
        one.finish();
      }
    }
    of.finish();
  }

  const Source& source_;
  const Origin& origin_;
  const Vocabulary& words_;
  LoadResult& result_;
  Report report_;
  CaseContext unused_{words_, origin_.roots, {}, {}, {}, {}, {}, {}, {}, 0, 0, 0, 0};
};

// By place, and each once: a fragment that is used often tells its mistakes often.
void put_in_order(std::vector<LoadError>& errors) {
  const auto key = [](const LoadError& error) {
    return std::tie(error.place.file, error.place.line, error.place.column, error.place.pointer, error.message);
  };
  std::stable_sort(errors.begin(), errors.end(),
                   [&](const LoadError& a, const LoadError& b) { return key(a) < key(b); });
  const auto same = [&](const LoadError& a, const LoadError& b) { return key(a) == key(b); };
  errors.erase(std::unique(errors.begin(), errors.end(), same), errors.end());
}

LoadResult load(const std::string& text, const std::string& name, const Origin& origin, const Vocabulary& words) {
  LoadResult result;
  if (text.size() > file_bytes_max) {
    result.errors.push_back(
        {{name, 1, 1, ""}, "the file is larger than " + std::to_string(file_bytes_max) + " bytes", ""});
    return result;
  }
  const Source source = read_source(text, name, result.errors);
  if (!result.errors.empty() && !source.json.is_object()) return result;
  if (!source.json.is_object()) {
    result.errors.push_back({source.place(""), "an object is expected", ""});
    return result;
  }
  Reader(source, origin, words, result).run();
  put_in_order(result.errors);
  if (!result.errors.empty()) result.cases.clear();
  return result;
}

// How many letters are wrong, missing, too many, or have changed places with their neighbour.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> before_last, last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last = std::exchange(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

std::string name_of(const Step& step) {
  return step.fragment.empty() ? step.place.pointer : step.fragment + "#" + step.place.pointer;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known) {
  std::string best;
  std::size_t least = std::min(word.size(), std::max<std::size_t>(1, word.size() / 3) + 1);
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
  Origin origin;
  if (identity == Identity::path) {
    origin.id = fs::path(file).replace_extension().lexically_relative(root).generic_string();
  } else {
    origin.roots = own_fragments(file);
    origin.covers_needed = false;
  }
  origin.roots.push_back(root);
  return load(text, file.generic_string(), origin, words);
}

LoadResult load_text(const std::string& text, const std::string& name, const fs::path& root, const Vocabulary& words) {
  return load(text, name, {{root}, {}, true}, words);
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
