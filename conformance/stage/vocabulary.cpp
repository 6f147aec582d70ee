#include "conformance/stage/vocabulary.hpp"

#include <sys/auxv.h>

#include <cstdlib>
#include <initializer_list>
#include <utility>

#include "conformance/check/sweeps.hpp"
#include "conformance/stage/device_files.hpp"
#include "conformance/stage/device_store.hpp"
#include "conformance/stage/session_words.hpp"
#include "mockserver/actions.hpp"
#include "mockserver/domain/settings.hpp"
#include "mockserver/events.hpp"
#include "mockserver/faults/link_words.hpp"
#include "sdk/v2tim/api/methods.hpp"
#include "sdk/v2tim/api/shapes.hpp"
#include "sdk/wire/command.hpp"
#include "sdk/wire/errors.hpp"

namespace chatproof::stage {

namespace fs = std::filesystem;

namespace {

bool is_root(const fs::path& folder) {
  std::error_code error;
  return fs::is_directory(folder / "scenarios" / "lib", error) &&
         fs::is_directory(folder / "conformance" / "catalogue", error);
}

// The first root among the folders of these names in `here` and, one by one, in all above it.
fs::path first_above(fs::path here, std::initializer_list<const char*> names) {
  std::error_code error;
  for (; !here.empty(); here = here.parent_path()) {
    for (const char* name : names)
      if (is_root(here / name)) return fs::canonical(here / name, error);
    if (here == here.root_path()) break;
  }
  return {};
}

// The kernel's own word for it needs /proc, which a bare root directory has not.
fs::path this_program() {
  std::error_code error;
  fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) return program;
  const auto* started_as = reinterpret_cast<const char*>(::getauxval(AT_EXECFN));
  return started_as == nullptr ? fs::path() : fs::absolute(started_as, error);
}

}  // namespace

scenario::Vocabulary standard_vocabulary(std::set<std::string> requirements) {
  scenario::Vocabulary words;
  for (const auto& method : v2tim::methods()) {
    scenario::MethodInfo info;
    for (const auto name : v2tim::parameter_names(method.signature)) info.arguments.emplace_back(name);
    info.completes = method.callback != v2tim::CallbackKind::none;
    words.methods.emplace(std::string(method.id), std::move(info));
  }
  const scenario::Json shapes = v2tim::callback_shapes();
  for (const auto& [callback, shape] : shapes.items()) {
    words.callbacks.insert(callback);
    words.callback_shapes.emplace(callback, shape);
  }
  for (const auto& event : mockserver::event_table()) {
    if (event.kind == "request") continue;  // scenarios see it as "wire"
    scenario::Json& shape = words.server_events[std::string(event.kind)] = scenario::Json::object();
    for (const auto member : event.detail) shape[std::string(member)] = nullptr;
  }
  words.check_action = [](const std::string& action, const scenario::Json& arguments) {
    const auto problem = mockserver::check_action(action, arguments);
    return problem ? std::optional(scenario::ArgumentMistake{problem->pointer, problem->text}) : std::nullopt;
  };
  for (const auto& error : wire::all_errors()) words.codes.emplace(std::string(error.name), error.code);
  for (const auto& action : mockserver::action_table()) words.actions.emplace(action.name);
  for (const auto& setting : mockserver::setting_table()) words.settings.emplace(setting.name);
#define X(identifier, number, name) words.commands.emplace(name);
  CHATPROOF_REQUESTS(X)
  CHATPROOF_PUSHES(X)  // fault rules name them too
#undef X
  words.requirements = std::move(requirements);
  words.link_words = {mockserver::link_words().begin(), mockserver::link_words().end()};
  words.device_words = {device_words().begin(), device_words().end()};
  words.device_words.insert(store_words().begin(), store_words().end());
  words.session_words = {session_words().begin(), session_words().end()};
  for (const auto& [name, invariant] : check::invariants()) words.invariants.insert(name);
  for (const auto& [name, callbacks] : check::tolerated_sets()) words.tolerated_sets.insert(name);
  return words;
}

std::filesystem::path find_root() {
  if (const char* told = std::getenv("CHATPROOF_ROOT")) return told;
  std::error_code error;
  const fs::path nearest = first_above(fs::current_path(error), {""});
  return nearest.empty() ? first_above(this_program(), {"", "share/chatproof"}) : nearest;
}

}  // namespace chatproof::stage
