#include "conformance/report/catalogue.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace chatproof::report {
namespace {

std::string file_with(const std::string& requirements) {
  return R"({"schemaVersion": "1.0", "topic": "kick", "requirements": [)" + requirements + "]}";
}

const std::string good =
    R"({"id": "KICK-01", "text": "Told once.", "level": "documented", "source": "login 6.01", "testable": true, "codes": [6208]})";

CatalogueLoad load_text(const std::string& text) {
  CatalogueLoad load;
  add_catalogue_file(load, "kick.json", text);
  return load;
}

// The one complaint about a file, as it is shown.
std::string complaint(const std::string& text) {
  const CatalogueLoad load = load_text(text);
  EXPECT_EQ(load.errors.size(), 1u) << text;
  return load.errors.empty() ? "" : to_string(load.errors[0]);
}

TEST(CatalogueTest, ReadsARequirement) {
  const CatalogueLoad load = load_text(file_with(good));
  ASSERT_TRUE(load.ok()) << to_string(load.errors[0]);
  ASSERT_EQ(load.catalogue.requirements.size(), 1u);
  const Requirement& requirement = load.catalogue.requirements[0];
  EXPECT_EQ(requirement.id, "KICK-01");
  EXPECT_EQ(requirement.topic, "kick");
  EXPECT_EQ(requirement.level, Level::documented);
  EXPECT_THAT(requirement.codes, testing::ElementsAre(6208));
  EXPECT_EQ(load.catalogue.levels().at("KICK-01"), Level::documented);
  EXPECT_EQ(load.catalogue.find("KICK-02"), nullptr);
}

TEST(CatalogueTest, SaysWhereAFileIsNoJson) {
  EXPECT_EQ(complaint("{\n  \"a\": ]"), "kick.json: is not JSON: line 2, column 8");
}

TEST(CatalogueTest, RefusesAnotherVersion) {
  EXPECT_EQ(complaint(R"({"schemaVersion": "2.0"})"),
            "kick.json: /schemaVersion: \"2.0\" is not understood; this program reads \"1.0\"");
  EXPECT_EQ(complaint("[]"), "kick.json: must be an object with schemaVersion, topic and requirements");
}

TEST(CatalogueTest, PointsAtWhatIsWrong) {
  const auto with = [](const std::string& from, const std::string& to) {
    std::string entry = good;
    entry.replace(entry.find(from), from.size(), to);
    return complaint(file_with(entry));
  };
  EXPECT_EQ(with("\"documented\"", "\"sure\""),
            "kick.json: /requirements/0/level: \"sure\" is none of documented, observed, inferred, disputed");
  EXPECT_EQ(with("\"Told once.\"", "7"), "kick.json: /requirements/0/text: must be a string that is not empty");
  EXPECT_EQ(with("\"source\": \"login 6.01\", ", ""), "kick.json: /requirements/0/source: is missing");
  EXPECT_EQ(with("true", "\"yes\""), "kick.json: /requirements/0/testable: must be true or false");
  EXPECT_EQ(with("true", "false"), "kick.json: /requirements/0/why: is missing");
  EXPECT_EQ(with("[6208]", "[\"6208\"]"), "kick.json: /requirements/0/codes: must be a list of whole numbers");
  EXPECT_EQ(with("\"codes\"", "\"code\""), "kick.json: /requirements/0/code: is no member of a requirement");
  EXPECT_EQ(with("\"documented\"", "\"disputed\""),
            "kick.json: /requirements/0/readings: must hold what each side says, as the requirement is disputed");
}

TEST(CatalogueTest, RefusesAnIdThatIsTakenAndKeepsTheRest) {
  CatalogueLoad load = load_text(file_with(good + "," + good));
  ASSERT_EQ(load.errors.size(), 1u);
  EXPECT_EQ(to_string(load.errors[0]), "kick.json: /requirements/1/id: \"KICK-01\" is taken already");
  EXPECT_EQ(load.catalogue.requirements.size(), 1u);
}

TEST(CatalogueTest, ReadsADirectoryInTheOrderOfItsNames) {
  const std::filesystem::path directory = std::filesystem::path(testing::TempDir()) / "chatproof_catalogue_test";
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  std::ofstream(directory / "b.json") << file_with(good);
  std::string other = good;
  other.replace(other.find("KICK-01"), 7, "INIT-01");
  std::ofstream(directory / "a.json") << file_with(other);
  std::ofstream(directory / "schema.json") << "not even JSON";
  const CatalogueLoad load = load_catalogue(directory);
  std::filesystem::remove_all(directory);
  ASSERT_TRUE(load.ok()) << to_string(load.errors[0]);
  ASSERT_EQ(load.catalogue.requirements.size(), 2u);
  EXPECT_EQ(load.catalogue.requirements[0].id, "INIT-01");
}

TEST(CatalogueTest, SaysThatADirectoryIsMissing) {
  const CatalogueLoad load = load_catalogue("/nowhere/at/all");
  ASSERT_EQ(load.errors.size(), 1u);
  EXPECT_THAT(to_string(load.errors[0]), testing::StartsWith("/nowhere/at/all: cannot be read"));
}

TEST(CatalogueTest, ReadsTheCatalogueOfThisProject) {
  const CatalogueLoad load = load_catalogue(std::string(CHATPROOF_SOURCE_DIR) + "/conformance/catalogue");
  for (const auto& error : load.errors) ADD_FAILURE() << to_string(error);
  EXPECT_GT(load.catalogue.requirements.size(), 100u);
}

}  // namespace
}  // namespace chatproof::report
