// The table of settings.
#include "mockserver/tests/service_fixture.hpp"

namespace chatproof::mockserver {
namespace {

TEST(SettingsTest, TheTableTellsTheDefaultsThatAreSet) {
  const Json defaults = to_json(Settings{});
  ASSERT_EQ(defaults.size(), setting_table().size());
  for (const SettingInfo& info : setting_table()) {
    SCOPED_TRACE(info.name);
    EXPECT_EQ(defaults.at(std::string(info.name)), Json::parse(info.initial));
    EXPECT_FALSE(info.kind.empty());
    EXPECT_FALSE(info.text.empty());
  }
}

TEST(SettingsTest, WhatIsWrittenCanBeRead) {
  Settings settings;
  ASSERT_FALSE(apply_settings(settings, {{"multiDevicePolicy", "triple"},
                                         {"webInstances", 10},
                                         {"tellOfflineKick", true},
                                         {"presenceTimeout", "30s"},
                                         {"revokedTicketCode", 70052},
                                         {"minSdkVersion", "7.1"}}));
  Settings copy;
  ASSERT_FALSE(apply_settings(copy, to_json(settings)));
  EXPECT_EQ(to_json(copy), to_json(settings));
  EXPECT_EQ(copy.multi_device_policy, Policy::triple);
  EXPECT_EQ(copy.presence_timeout, runtime::Duration(30s));
}

TEST(SettingsTest, EverySettingRefusesWhatItIsNot) {
  for (const SettingInfo& info : setting_table()) {
    Settings settings;
    const auto problem = apply_settings(settings, {{std::string(info.name), Json::array()}});
    ASSERT_TRUE(problem) << info.name;
    EXPECT_EQ(problem->pointer, "/" + std::string(info.name));
    EXPECT_EQ(problem->text, std::string(info.kind) + " is expected");
  }
}

TEST(SettingsTest, RangesAreKept) {
  for (const auto& [name, value] : std::vector<std::pair<std::string, Json>>{{"instancesPerPlatform", 0},
                                                                             {"instancesPerPlatform", 4},
                                                                             {"webInstances", 11},
                                                                             {"presenceTimeout", "0s"},
                                                                             {"presenceTimeout", "-1s"},
                                                                             {"presenceTimeout", 400},
                                                                             {"revokedTicketCode", 70000},
                                                                             {"expiredTicketCode", 70000},
                                                                             {"roamingDays", 1.5},
                                                                             {"roamingDays", 1'000'000'000'000},
                                                                             {"multiDevicePolicy", "quadruple"}}) {
    Settings settings;
    EXPECT_TRUE(apply_settings(settings, {{name, value}})) << name << " " << value;
  }
}

TEST(SettingsTest, OneMistakeChangesNothing) {
  Settings settings;
  const auto problem = apply_settings(settings, {{"premium", false}, {"userStatsu", true}});
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->pointer, "/userStatsu");
  EXPECT_EQ(problem->text, "no such setting; did you mean \"userStatus\"?");
  EXPECT_TRUE(settings.premium);
  EXPECT_TRUE(apply_settings(settings, Json::array()));
}

}  // namespace
}  // namespace chatproof::mockserver
