#include "conformance/cli/serve_input.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "conformance/scenario/fields.hpp"
#include "mockserver/actions.hpp"

namespace chatproof::cli {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;
using scenario::Fields;

constexpr std::size_t bytes_max = 256u << 20u;  // of a file
constexpr std::size_t deeds_max = 10'000;       // of a script

class InputReader {
 public:
  InputReader(ServeInput& input, const scenario::Report& report) : input_(input), report_(report) {}

  void read(InputKind kind) {
    const json& value = input_.source.json;
    if (kind == InputKind::state) add({"state.import", {{"state", value}}, "state", ""});
    if (kind == InputKind::settings) add({"settings.set", {{"settings", value}}, "settings", ""});
    if (kind == InputKind::script) read_script(value);
  }

 private:
  // {"settings": {...}, "faults": [...], "at": [{"after": "5s", "act": "kick", "args": {...}}]}
  void read_script(const json& script) {
    Fields fields(script, "", report_);
    if (const json* settings = fields.take("settings"))
      add({"settings.set", {{"settings", *settings}}, "settings", "/settings"});
    read_list(fields, "faults",
              [this](const json& rule, const std::string& at) { add({"fault.add", {{"rule", rule}}, "rule", at}); });
    read_list(fields, "at", [this](const json& one, const std::string& at) { read_timed(one, at); });
    fields.finish();
  }

  void read_timed(const json& one, const std::string& at) {
    Fields fields(one, at, report_);
    Deed deed{fields.need_text("act"), json::object(), "", fields.at("args")};
    deed.after = fields.duration("after").value_or(runtime::Duration{});
    if (const json* arguments = fields.take("args")) deed.arguments = *arguments;
    fields.finish();
    if (!deed.arguments.is_object()) return fields.wrong("args", "an object is expected");
    const auto problem = mockserver::check_action(deed.action, deed.arguments);
    if (problem && problem->pointer.empty()) {
      if (!deed.action.empty()) fields.wrong("act", problem->text);  // need_text() has complained already
      return;
    }
    add(std::move(deed));
  }

  template <class Each>
  void read_list(Fields& fields, const std::string& key, const Each& each) {
    const json* list = fields.take(key);
    if (list == nullptr) return;
    if (!list->is_array()) return fields.wrong(key, "a list is expected");
    if (list->size() > deeds_max) return fields.wrong(key, "more than " + std::to_string(deeds_max) + " entries");
    for (std::size_t i = 0; i < list->size(); ++i) each((*list)[i], fields.at(key) + "/" + std::to_string(i));
  }

  void add(Deed deed) {
    if (const auto problem = mockserver::check_action(deed.action, deed.arguments))
      report_.at(input_.place(deed, problem->pointer), problem->text);
    input_.deeds.push_back(std::move(deed));
  }

  ServeInput& input_;
  const scenario::Report& report_;
};

}  // namespace

scenario::Place ServeInput::place(const Deed& deed, const std::string& pointer) const {
  const std::string prefix = deed.argument.empty() ? "" : "/" + deed.argument;
  const std::string inside = pointer.starts_with(prefix) ? pointer.substr(prefix.size()) : "";
  return source.place(deed.pointer + inside);
}

ServeInput read_input(InputKind kind, const std::string& file, std::vector<scenario::LoadError>& errors) {
  ServeInput input;
  std::error_code error;
  const bool too_large = fs::file_size(file, error) > bytes_max && !error;
  std::ifstream in(file, std::ios::binary);
  if (!in || too_large) {
    errors.push_back({{file, 1, 1, ""}, too_large ? "is too large" : "cannot be read", ""});
    return input;
  }
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const std::size_t before = errors.size();
  input.source = scenario::read_source(text, file, errors);
  if (errors.size() == before) InputReader(input, {&input.source, {}, &errors}).read(kind);
  return input;
}

std::optional<AppOption> parse_app(const std::string& text) {
  AppOption app{0, {}};
  const char* const end = text.data() + text.size();
  const auto [after, error] = std::from_chars(text.data(), end, app.id);
  if (error != std::errc{} || app.id == 0 || after == end || *after != ':' || after + 1 == end) return std::nullopt;
  app.key.assign(after + 1, end);
  return app;
}

}  // namespace chatproof::cli
