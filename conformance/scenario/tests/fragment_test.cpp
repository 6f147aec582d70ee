// `use`: arguments, captures of their own, and mistakes that are told with both places.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/scenario/tests/support.hpp"

namespace chatproof::scenario {
namespace {

using ::testing::ElementsAre;
using testing::file_with;
using ::testing::IsEmpty;
using testing::mistakes_of;
using ::testing::SizeIs;

const std::string good = R"({"do": "alice.phone.login", "expect": {"ok": true}})";

class FragmentTest : public ::testing::Test {
 protected:
  void fragment(const std::string& name, const std::string& rest) const {
    folder_.write("lib/" + name + ".json", "{\"schemaVersion\": \"1.0\",\n" + rest + "}\n");
  }
  LoadResult load(const std::vector<std::string>& steps) const {
    return load_text(file_with(steps), "test.json", folder_.path(), testing::small_vocabulary());
  }
  // With the folder's name taken out.
  std::vector<std::string> mistakes(const std::vector<std::string>& steps) const {
    const LoadResult loaded = load(steps);
    auto found = mistakes_of(loaded);
    for (std::size_t i = 0; i < found.size(); ++i) {
      for (std::size_t at; (at = found[i].find(folder_.path().string() + "/")) != std::string::npos;)
        found[i].erase(at, folder_.path().string().size() + 1);
      const auto file = std::filesystem::path(loaded.errors[i].place.file).lexically_proximate(folder_.path());
      found[i] = file.generic_string() + ":" + found[i];
    }
    return found;
  }
  testing::Folder folder_;
};

TEST_F(FragmentTest, ItsStepsStandInThePlaceOfTheUse) {
  fragment("online", R"("arguments": {"who": {}, "code": {"default": 6013}}, "steps": [
    {"do": "${who}.initSDK"},
    {"do": "${who}.login", "expect": {"error": "${code}"}}])");
  const auto loaded = load({R"({"use": "lib/online", "with": {"who": "bob.pad"}, "proves": ["KICK-02"]})", good});
  ASSERT_THAT(mistakes_of(loaded), IsEmpty());
  const Steps& steps = loaded.cases[0].steps;
  ASSERT_THAT(steps, SizeIs(3));
  EXPECT_EQ(std::get<Do>(steps[0].body).actor, "bob.pad");
  EXPECT_THAT(std::get<Do>(steps[1].body).expect.codes, ElementsAre(6013));
  EXPECT_EQ(steps[1].place.file, (folder_.path() / "lib/online.json").generic_string());
  EXPECT_EQ(steps[1].place.line, 4);
  ASSERT_THAT(steps[1].used_from, SizeIs(1));
  EXPECT_EQ(steps[1].used_from[0].file, "test.json");
  EXPECT_EQ(steps[1].used_from[0].line, 9);
  EXPECT_THAT(steps[1].proves, ElementsAre("KICK-02"));
  EXPECT_THAT(steps[2].used_from, IsEmpty());
}

TEST_F(FragmentTest, ItsCapturesAreItsOwn) {
  fragment("send", R"("arguments": {"text": {}}, "steps": [
    {"server": "ticket.create", "save": {"sig": "$.value"}},
    {"do": "bob.pad.login", "args": {"userSig": "${sig}", "userID": "${text}"}, "expect": {"ok": true}}])");
  const auto loaded =
      load({R"({"server": "kick", "save": {"sig": "$.value"}})", R"({"use": "lib/send", "with": {"text": "${sig}"}})",
            R"({"use": "lib/send", "with": {"text": "x"}})",
            R"({"do": "alice.phone.login", "args": {"userSig": "${sig}"}, "expect": {"ok": true}})"});
  ASSERT_THAT(mistakes_of(loaded), IsEmpty());
  const Steps& steps = loaded.cases[0].steps;
  const auto saved = [&](std::size_t step) { return std::get<ServerAct>(steps[step].body).save.begin()->first; };
  const auto& first = std::get<Do>(steps[2].body).args;
  const auto& second = std::get<Do>(steps[4].body).args;
  EXPECT_NE(saved(1), saved(3));
  EXPECT_NE(saved(1), "sig");
  EXPECT_EQ(first["userSig"], "${" + saved(1) + "}");
  EXPECT_EQ(first["userID"], "${sig}");  // the outer one, given as an argument
  EXPECT_EQ(second["userSig"], "${" + saved(3) + "}");
  EXPECT_EQ(std::get<Do>(steps[5].body).args["userSig"], "${sig}");
}

TEST_F(FragmentTest, WhatItSavesIsUnknownOutsideAndTheOtherWayRound) {
  fragment("in", R"("steps": [{"server": "kick", "save": {"inner": "$.value"}}])");
  fragment("out", R"("steps": [
    {"do": "bob.pad.login", "args": {"userID": "${outer}"}, "expect": {"ok": true}}])");
  EXPECT_THAT(mistakes({R"({"use": "lib/in"})",
                        R"({"do": "alice.phone.login", "args": {"userID": "${inner}"}, "expect": {"ok": true}})"}),
              ElementsAre(R"(test.json:10:48 /steps/1/args/userID: nothing gives "${inner}" a value)"));
  EXPECT_THAT(
      mistakes({R"({"server": "kick", "save": {"outer": "$.value"}})", R"({"use": "lib/out"})"}),
      ElementsAre(
          R"(lib/out.json:3:48 /steps/0/args/userID: nothing gives "${outer}" a value; used from test.json:10:1)"));
}

TEST_F(FragmentTest, AMistakeInsideIsToldWithBothPlaces) {
  fragment("bad", R"("arguments": {"who": {}}, "steps": [
    {"do": "${who}.logon", "expect": {"ok": true}}])");
  EXPECT_THAT(
      mistakes({good, R"({"use": "lib/bad", "with": {"who": "alice.phone"}})"}),
      ElementsAre(
          R"(lib/bad.json:3:12 /steps/0/do: there is no method "logon"; used from test.json:10:1; did you mean "login"?)"));
}

TEST_F(FragmentTest, ArgumentsAreChecked) {
  fragment("need", R"("arguments": {"who": {}}, "steps": [{"do": "${who}.initSDK"}])");
  EXPECT_THAT(mistakes({good, R"({"use": "lib/need"})"}),
              ElementsAre(R"(test.json:10:9 /steps/1/use: the fragment needs the argument "who" in "with")"));
  EXPECT_THAT(
      mistakes({good, R"({"use": "lib/need", "with": {"who": "bob.pad", "hwo": 1}})"}),
      ElementsAre(R"(test.json:10:48 /steps/1/with/hwo: the fragment has no argument "hwo"; did you mean "who"?)"));
  EXPECT_THAT(mistakes({good, R"({"use": "lib/need", "with": ["bob.pad"]})"}),
              ElementsAre("test.json:10:29 /steps/1/with: an object of arguments is expected"));
  EXPECT_THAT(mistakes({good, R"({"use": "lib/nead", "with": {"who": "bob.pad"}})"}),
              ElementsAre(R"(test.json:10:9 /steps/1/use: there is no fragment "lib/nead"; did you mean "lib/need"?)"));
}

TEST_F(FragmentTest, TheFragmentItselfIsChecked) {
  fragment("odd", R"("arguments": {"a": {"defualt": 1}}, "step": [], "steps": [{"quiet": "1s"}])");
  EXPECT_THAT(
      mistakes({good, R"({"use": "lib/odd", "with": {"a": 1}})"}),
      ElementsAre(
          R"(lib/odd.json:2:21 /arguments/a/defualt: unknown key "defualt"; used from test.json:10:1; did you mean "default"?)",
          R"(lib/odd.json:2:37 /step: unknown key "step"; used from test.json:10:1; did you mean "steps"?)"));
  folder_.write("lib/broken.json", "{\n  \"steps\": [,]\n}");
  EXPECT_THAT(mistakes({good, R"({"use": "lib/broken"})"}),
              ElementsAre("lib/broken.json:2:13 : not JSON: syntax error while parsing value - unexpected ','; "
                          "expected '[', '{', or a literal; used from test.json:10:1"));
}

TEST_F(FragmentTest, FragmentsMayUseFragmentsButNotForEver) {
  fragment("inner", R"("arguments": {"who": {}}, "steps": [{"do": "${who}.initSDK"}])");
  fragment("outer", R"("arguments": {"who": {}}, "steps": [{"use": "lib/inner", "with": {"who": "${who}"}}])");
  const auto loaded = load({R"({"use": "lib/outer", "with": {"who": "bob.pad"}})", good});
  ASSERT_THAT(mistakes_of(loaded), IsEmpty());
  EXPECT_THAT(loaded.cases[0].steps[0].used_from, SizeIs(2));
  fragment("self", R"("steps": [{"use": "lib/self"}])");
  EXPECT_THAT(
      mistakes({good, R"({"use": "lib/self"})"}),
      ElementsAre(
          "lib/self.json:2:19 /steps/0/use: fragments are used more than 8 levels deep; used from lib/self.json:2:11; "
          "used from lib/self.json:2:11; used from lib/self.json:2:11; used from lib/self.json:2:11; used from "
          "lib/self.json:2:11; used from lib/self.json:2:11; used from lib/self.json:2:11; used from test.json:10:1"));
}

TEST_F(FragmentTest, AStepCannotSaveWhatIsAnArgument) {
  fragment("saves",
           R"("arguments": {"who": {}}, "steps": [{"do": "bob.pad.getLoginUser", "save": {"who": "$.return"}}])");
  EXPECT_THAT(mistakes({good, R"({"use": "lib/saves", "with": {"who": "bob.pad"}})"}),
              ::testing::Contains(::testing::HasSubstr("\"who\" is an argument, and a step saves it")));
}

}  // namespace
}  // namespace chatproof::scenario
