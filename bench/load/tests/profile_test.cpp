#include "bench/load/profile.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace chatproof::load {
namespace {

using namespace std::chrono_literals;

Json good() {
  return Json::parse(R"({
    "schemaVersion": "1.0", "title": "t", "users": {"count": 10},
    "phases": [{"name": "ramp", "for": "5s", "login": {"total": 10}},
               {"name": "hold", "for": "10s", "requests": {"rate": {"from": 1, "to": 3}}}]})");
}

ProfileResult load(const Json& json) { return load_profile_text(json.dump(), "p.json"); }

// "POINTER: MESSAGE" of the only mistake.
std::string mistake_in(const Json& json) {
  const auto result = load(json);
  if (result.errors.size() != 1) return std::to_string(result.errors.size()) + " mistakes";
  return result.errors[0].place.pointer + ": " + result.errors[0].message;
}

TEST(ProfileTest, PhasesFollowEachOther) {
  const auto result = load(good());
  ASSERT_TRUE(result.profile);
  ASSERT_EQ(result.profile->phases.size(), 2u);
  EXPECT_EQ(result.profile->phases[1].from, 5s);
  EXPECT_EQ(result.profile->length(), 15s);
  EXPECT_EQ(starts_in(result.profile->phases[0].flows[0].rate), 10u);
  EXPECT_EQ(starts_in(result.profile->phases[1].flows[0].rate), 20u);
}

TEST(ProfileTest, UnknownKeyIsToldWithItsPlaceAndWhatWasMeant) {
  const auto result =
      load_profile_text("{\n \"schemaVersion\": \"1.0\", \"title\": \"t\",\n \"user\": {\"count\": 1}}", "p.json");
  ASSERT_FALSE(result.profile);
  const auto unknown = std::find_if(result.errors.begin(), result.errors.end(),
                                    [](const auto& error) { return error.message == "unknown key \"user\""; });
  ASSERT_NE(unknown, result.errors.end());
  EXPECT_EQ(unknown->place.file, "p.json");
  EXPECT_EQ(unknown->place.line, 3);
  EXPECT_EQ(unknown->place.column, 2);
  EXPECT_EQ(unknown->place.pointer, "/user");
  EXPECT_EQ(unknown->hint, "did you mean \"users\"?");
}

TEST(ProfileTest, TextThatIsNoJsonIsToldWithItsPlace) {
  const auto result = load_profile_text("{\n  \"title\": }", "p.json");
  ASSERT_EQ(result.errors.size(), 1u);
  EXPECT_EQ(result.errors[0].place.line, 2);
}

TEST(ProfileTest, FileThatIsNotThereIsAnError) {
  const auto result = load_profile("/nowhere/p.json");
  ASSERT_EQ(result.errors.size(), 1u);
  EXPECT_EQ(result.errors[0].message, "cannot be read");
}

struct Mistake {
  const char* patch;  // merged into the good profile
  const char* pointer;
};
class MistakeTest : public testing::TestWithParam<Mistake> {};

TEST_P(MistakeTest, IsRefusedWhereItStands) {
  Json profile = good();
  profile.merge_patch(Json::parse(GetParam().patch));
  const std::string told = mistake_in(profile);
  EXPECT_TRUE(told.starts_with(std::string(GetParam().pointer) + ": ")) << told;
}

INSTANTIATE_TEST_SUITE_P(
    Profiles, MistakeTest,
    testing::Values(
        Mistake{R"({"schemaVersion": "2.0"})", "/schemaVersion"}, Mistake{R"({"world": "moon"})", "/world"},
        Mistake{R"({"users": {"count": 0}})", "/users/count"}, Mistake{R"({"users": {"cuont": 5}})", "/users/cuont"},
        Mistake{R"({"interval": "soon"})", "/interval"}, Mistake{R"({"interval": "1ms"})", "/interval"},
        Mistake{R"({"server": {"settings": {"multiDevicePolicy": "all"}}})", "/server/settings/multiDevicePolicy"},
        Mistake{R"({"server": {"shards": 2, "settings": {"unknownReceiverIsError": true}}})",
                "/server/settings/unknownReceiverIsError"},
        Mistake{R"({"server": {"shards": 2, "entry": "nearest"}})", "/server/entry"},
        Mistake{R"({"server": {"shards": 2}, "phases": [{"name": "hold", "for": "5s", "acts": [
                  {"act": "settings.set", "args": {"settings": {"unknownReceiverIsError": true}}}]}]})",
                "/phases/0/acts/0/args/settings/unknownReceiverIsError"},
        Mistake{R"({"world": "sim", "server": {"shards": 2}})", "/server"},
        Mistake{R"({"server": {"at": ["nowhere"]}})", "/server/at"},
        Mistake{R"({"client": {"heartbeat": 5}})", "/client/heartbeat"},
        Mistake{R"({"phases": [{"name": "a", "for": "5s", "login": {"from": 1}}]})", "/phases/0/login"},
        Mistake{R"({"phases": [{"name": "a", "for": "5s", "login": -1}]})", "/phases/0/login"},
        Mistake{R"({"phases": [{"name": "a", "for": "5s", "login": {"steps": []}}]})", "/phases/0/login/steps"},
        Mistake{R"({"phases": [{"name": "a", "for": "5s", "messages": {"rate": 1, "receivers": 3}}]})",
                "/phases/0/messages/receivers"},
        Mistake{R"({"phases": [{"name": "a", "for": "5s"}, {"name": "a", "for": "5s"}]})", "/phases/1/name"},
        Mistake{R"({"phases": [{"name": "a", "for": "5s", "acts": [{"act": "explode"}]}]})", "/phases/0/acts/0/act"},
        Mistake{R"({"phases": [{"name": "a", "for": "5s", "acts": [{"act": "drain", "after": "6s"}]}]})",
                "/phases/0/acts/0/after"},
        Mistake{R"({"phases": [{"name": "a", "for": "5s", "faults": [{"rule": {"then": {"kind": "melt"}}}]}]})",
                "/phases/0/faults/0/rule/then/kind"},
        Mistake{R"({"phases": [{"name": "a", "for": "5s", "links": [{"for": "1s"}]}]})", "/phases/0/links/0"},
        Mistake{R"({"thresholds": [{"metric": "ready.p98", "max": "1s"}]})", "/thresholds/0/metric"},
        Mistake{R"({"thresholds": [{"metric": "ready.p99", "max": 5}]})", "/thresholds/0/max"},
        Mistake{R"({"thresholds": [{"metric": "logins"}]})", "/thresholds/0"},
        Mistake{R"({"thresholds": [{"metric": "logins", "min": 1, "phase": "hodl"}]})", "/thresholds/0/phase"},
        Mistake{R"({"search": {"phase": "hold"}})", "/search"},
        Mistake{R"({"world": "sim", "workers": 2})", "/workers"},
        Mistake{R"({"world": "sim", "plant": {"serverStall": {"after": "1s", "for": "1s"}}})", "/plant"}));

TEST(ProfileTest, EveryPublishedProfileIsGood) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CHATPROOF_SOURCE_DIR "/bench/profiles")) {
    if (entry.path().extension() != ".json") continue;
    const auto result = load_profile(entry.path());
    for (const auto& error : result.errors)
      ADD_FAILURE() << entry.path() << " " << error.place.pointer << ": " << error.message;
    ++count;
  }
  EXPECT_GT(count, 0);
}

}  // namespace
}  // namespace chatproof::load
