#include "mockserver/control/metrics.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace chatproof::control {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class MetricsTest : public testing::Test {
 protected:
  void count(std::string_view kind, const json& detail = json::object()) {
    mockserver::ServerEvent event{};
    event.kind = kind;
    event.detail = &detail;
    metrics_.count(event);
  }
  [[nodiscard]] std::string text() const {
    return metrics_.text({{"connections", 3}, {"receivedBytes", 10}, {"sentBytes", 20}});
  }
  Metrics metrics_;
};

TEST_F(MetricsTest, CountsByLabel) {
  count("request", {{"command", "login"}});
  count("request", {{"command", "login"}});
  count("reply", {{"command", "login"}, {"code", 70001}});
  count("reply", {{"command", "login"}, {"code", 0}});
  count("loginRefused", {{"code", 70001}});
  metrics_.count_control(404);
  EXPECT_THAT(text(), HasSubstr("chatproof_requests_total{command=\"login\"} 2\n"));
  EXPECT_THAT(text(), HasSubstr("chatproof_errors_total{code=\"70001\"} 1\n"));
  EXPECT_THAT(text(), HasSubstr("chatproof_replies_total 2\n"));
  EXPECT_THAT(text(), HasSubstr("chatproof_logins_total{result=\"refused\"} 1\n"));
  EXPECT_THAT(text(), HasSubstr("chatproof_control_requests_total{status=\"404\"} 1\n"));
  EXPECT_THAT(text(), HasSubstr("chatproof_connections 3\n"));
}

TEST_F(MetricsTest, EveryMetricHasHelpAndTypeBeforeItsValues) {
  count("kick", {{"reason", "server"}});
  std::istringstream lines(text());
  std::string family;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# HELP "))
      family = line.substr(7, line.find(' ', 7) - 7);
    else if (line.starts_with("# TYPE "))
      EXPECT_EQ(line.substr(7, line.find(' ', 7) - 7), family);
    else
      EXPECT_EQ(line.substr(0, line.find_first_of(" {")), family);
  }
}

TEST_F(MetricsTest, LabelsCannotBreakOutOfTheirQuotes) {
  count("fault", {{"id", "a\"b\\c\nd"}});
  EXPECT_THAT(text(), HasSubstr("{rule=\"a\\\"b\\\\c d\"} 1\n"));
}

TEST_F(MetricsTest, LabelsBeyondTheLimitAreCountedTogether) {
  for (std::size_t i = 0; i < label_values_max + 5; ++i) count("fault", {{"id", std::to_string(i)}});
  EXPECT_THAT(text(), HasSubstr("{rule=\"other\"} 5\n"));
}

}  // namespace
}  // namespace chatproof::control
