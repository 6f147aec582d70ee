#include "bench/load/exposition.hpp"

#include <gmock/gmock.h>

#include "bench/load/meter.hpp"

namespace chatproof::load {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

Profile named(const std::string& title) {
  Profile profile;
  profile.title = title;
  return profile;
}

TEST(ExpositionTest, TellsWhatWasCountedByPrometheusOwnNames) {
  Meter meter;
  meter.online = 7;
  meter.connected = 8;
  meter.count(Counter::logins, 9);
  meter.count(Counter::losses, 2);
  meter.count(Counter::tls_resumed, 3);
  meter.error(9511);
  meter.error(9511);
  const std::string text = prometheus_text(named("a \"b\" \\"), milliseconds(1500), meter);
  EXPECT_THAT(text, HasSubstr("chatproof_load_info{title=\"a \\\"b\\\" \\\\\",world=\"tcp\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("chatproof_load_elapsed_seconds 1.5\n"));
  EXPECT_THAT(text, HasSubstr("chatproof_load_online 7\n"));
  EXPECT_THAT(text, HasSubstr("chatproof_load_connected 8\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE chatproof_load_logins_total counter\nchatproof_load_logins_total 9\n"));
  EXPECT_THAT(text, HasSubstr("chatproof_load_link_losses_total 2\n"));
  EXPECT_THAT(text, HasSubstr("chatproof_load_tls_resumed_total 3\n"));
  EXPECT_THAT(text, HasSubstr("chatproof_load_errors_total{code=\"9511\"} 2\n"));
}

TEST(ExpositionTest, BucketsOfALatencyCountEverythingBelowThem) {
  Meter meter;
  for (const int value : {1, 2, 30, 70'000}) meter.time(Latency::ready, milliseconds(value));
  const std::string text = prometheus_text(named("t"), {}, meter);
  const auto bucket = [](const char* edge, int count) {
    return "chatproof_load_latency_seconds_bucket{what=\"ready\",le=\"" + std::string(edge) + "\"} " +
           std::to_string(count) + "\n";
  };
  EXPECT_THAT(text, HasSubstr(bucket("0.0005", 0)));
  EXPECT_THAT(text, HasSubstr(bucket("0.0025", 2)));
  EXPECT_THAT(text, HasSubstr(bucket("0.025", 2)));
  EXPECT_THAT(text, HasSubstr(bucket("0.05", 3)));
  EXPECT_THAT(text, HasSubstr(bucket("60", 3)));
  EXPECT_THAT(text, HasSubstr(bucket("+Inf", 4)));
  EXPECT_THAT(text, HasSubstr("chatproof_load_latency_seconds_sum{what=\"ready\"} 70.033\n"));
  EXPECT_THAT(text, HasSubstr("chatproof_load_latency_seconds_count{what=\"ready\"} 4\n"));
  EXPECT_THAT(text, Not(HasSubstr("what=\"kick\"")));
}

}  // namespace
}  // namespace chatproof::load
