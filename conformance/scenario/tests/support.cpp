#include "conformance/scenario/tests/support.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace chatproof::scenario::testing {

const Vocabulary& small_vocabulary() {
  static const Vocabulary words = [] {
    Vocabulary out;
    out.methods["initSDK"] = {{"sdkAppID", "config"}, false};
    out.methods["login"] = {{"userID", "userSig", "callback"}, true};
    out.methods["logout"] = {{"callback"}, true};
    out.methods["getUsersInfo"] = {{"userIDList", "callback"}, true};
    out.methods["sendC2CTextMessage"] = {{"text", "userID", "callback"}, true};
    out.methods["getLoginStatus"] = {{}, false};
    out.codes = {{"ERR_SDK_NOT_INITIALIZED", 6013}, {"ERR_SDK_NOT_LOGGED_IN", 6014}};
    out.callbacks = {"onConnecting", "onConnectSuccess", "onConnectFailed", "onKickedOffline", "onLog"};
    out.actions = {"kick", "ticket.create"};
    out.settings = {"multiDevicePolicy", "userStatus"};
    out.commands = {"login", "logout"};
    out.requirements = {"KICK-01", "KICK-02", "LOGIN-01"};
    out.link_words = {"refuse", "latency", "stall", "heal"};
    out.device_words = {"clock.shift", "files.list", "process.suspend", "store.damage"};
    out.session_words = {"heartbeatInterval", "heartbeatMisses"};
    out.invariants = {"completionOnce", "connectionLegal"};
    out.tolerated_sets = {"log", "sync", "connection"};
    return out;
  }();
  return words;
}

std::string file_with(const std::vector<std::string>& steps, const std::string& head) {
  std::string out =
      "{\n"
      "\"schemaVersion\": \"1.0\",\n"
      "\"id\": \"topic/name\",\n"
      "\"title\": \"A statement\",\n"
      "\"covers\": [\"KICK-01\", \"KICK-02\"],\n"
      "\"actors\": {\"alice.phone\": {\"platform\": \"iOS\"}, \"bob.pad\": {}},\n" +
      head + "\n\"steps\": [\n";
  for (std::size_t i = 0; i < steps.size(); ++i) out += steps[i] + (i + 1 == steps.size() ? "\n" : ",\n");
  return out + "]}\n";
}

std::vector<std::string> mistakes_of(const LoadResult& loaded) {
  std::vector<std::string> out;
  for (const LoadError& error : loaded.errors)
    out.push_back(std::to_string(error.place.line) + ":" + std::to_string(error.place.column) + " " +
                  error.place.pointer + ": " + error.message + (error.hint.empty() ? "" : "; " + error.hint));
  return out;
}

LoadResult load_steps(const std::vector<std::string>& steps, const std::string& head) {
  return load_text(file_with(steps, head), "test.json", "/nowhere", small_vocabulary());
}

Folder::Folder() {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  path_ = std::filesystem::path(::testing::TempDir()) /
          (std::string("scenario-") + test->test_suite_name() + "-" + test->name());
  std::filesystem::remove_all(path_);
  std::filesystem::create_directories(path_);
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void Folder::write(const std::string& path, const std::string& text) const {
  std::filesystem::create_directories((path_ / path).parent_path());
  std::ofstream(path_ / path, std::ios::binary) << text;
}

}  // namespace chatproof::scenario::testing
