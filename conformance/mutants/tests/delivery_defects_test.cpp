// Each way to go wrong, between an app that writes down what it is told and an SDK that says what the test wants.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "conformance/mutants/defect.hpp"
#include "conformance/mutants/mutant.hpp"
#include "sdk/runtime/sim/sim_world.hpp"

namespace chatproof::mutants {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class App final : public stage::DriverSink {
 public:
  void callback(const std::string& /*listener*/, const std::string& name, json args) override {
    told.push_back(name + " " + args.dump());
  }
  void changed(std::uint32_t /*call*/, json /*args*/) override {}
  void completion(std::uint32_t call, json outcome) override {
    told.push_back(std::to_string(call) + " " + outcome.dump());
  }
  std::vector<std::string> told;
};

class Sdk final : public stage::Driver {
 public:
  json call(std::uint32_t /*call*/, const std::string& method, const json& args) override {
    calls.push_back(method + " " + args.dump());
    return 7;
  }
  std::vector<std::string> calls;
};

class DeliveryDefectTest : public testing::Test {
 protected:
  void plant(const std::string& id) {
    const auto mutant = mutant_named(id);
    ASSERT_TRUE(mutant) << id;
    const auto make = [this](const stage::DriverOptions& /*options*/, stage::DriverSink& sink) {
      sink_ = &sink;
      auto sdk = std::make_unique<Sdk>();
      sdk_ = sdk.get();
      return sdk;
    };
    stage::Seat seat;
    seat.loop = &world_.device_loop("phone");
    seat.network = &world_.network("phone");
    driver_ = planted(make, mutant)({scenario::Actor{}, seat, {}, world_.random("sdk"), {}}, app_);
  }
  void tell(const std::string& name) { sink_->callback("V2TIMSDKListener", name, {{"n", 1}}); }
  void end(std::uint32_t call, const json& outcome = {{"ok", true}}) { sink_->completion(call, outcome); }
  void pass_time(runtime::Duration span) { world_.loop().run_for(span); }

  runtime::SimWorld world_;
  App app_;
  stage::DriverSink* sink_ = nullptr;
  Sdk* sdk_ = nullptr;
  std::unique_ptr<stage::Driver> driver_;
};

TEST_F(DeliveryDefectTest, DroppedIsNeverTold) {
  plant("dropCallback:onConnecting");
  tell("onConnecting");
  tell("onConnectSuccess");
  EXPECT_THAT(app_.told, ElementsAre("onConnectSuccess {\"n\":1}"));
}

TEST_F(DeliveryDefectTest, DoubledIsToldTwice) {
  plant("doubleCallback:onConnecting");
  tell("onConnecting");
  EXPECT_THAT(app_.told, ElementsAre("onConnecting {\"n\":1}", "onConnecting {\"n\":1}"));
}

TEST_F(DeliveryDefectTest, LateComesAfterItsTime) {
  plant("lateCallback:onConnecting");
  tell("onConnecting");
  pass_time(lateness - std::chrono::milliseconds(1));
  EXPECT_THAT(app_.told, IsEmpty());
  pass_time(std::chrono::milliseconds(2));
  EXPECT_THAT(app_.told, ElementsAre("onConnecting {\"n\":1}"));
}

TEST_F(DeliveryDefectTest, SwappedComesAfterTheNextOrAfterAWhile) {
  plant("swapCallback:onConnecting");
  tell("onConnecting");
  tell("onConnectSuccess");
  EXPECT_THAT(app_.told, ElementsAre("onConnectSuccess {\"n\":1}", "onConnecting {\"n\":1}"));
  tell("onConnecting");
  pass_time(lateness);
  EXPECT_EQ(app_.told.size(), 3U);
}

TEST_F(DeliveryDefectTest, OnTheCallersThreadMeansInsideTheNextCall) {
  plant("callerCallback:onConnecting");
  tell("onConnecting");
  EXPECT_THAT(app_.told, IsEmpty());
  EXPECT_EQ(driver_->call(1, "getLoginStatus", json::object()), 7);
  EXPECT_THAT(app_.told, ElementsAre("onConnecting {\"n\":1}"));
}

TEST_F(DeliveryDefectTest, ArgumentsAreLostOrAltered) {
  plant("emptyCallback:onConnecting");
  tell("onConnecting");
  EXPECT_THAT(app_.told, ElementsAre("onConnecting {}"));
  plant("wrongField:onConnecting/n");
  tell("onConnecting");
  EXPECT_EQ(app_.told.back(), "onConnecting {\"n\":2}");
}

TEST_F(DeliveryDefectTest, ResultsOfOtherMethodsPass) {
  plant("dropResult:login");
  driver_->call(1, "login", json::object());
  driver_->call(2, "logout", json::object());
  end(1);
  end(2);
  EXPECT_THAT(app_.told, ElementsAre("2 {\"ok\":true}"));
}

TEST_F(DeliveryDefectTest, ResultsAreAltered) {
  plant("hiddenFailure:login");
  driver_->call(1, "login", json::object());
  end(1, {{"error", 6208}});
  EXPECT_EQ(app_.told.back(), "1 {\"ok\":true}");
  plant("otherError:login");
  driver_->call(1, "login", json::object());
  end(1, {{"error", 6208}});
  EXPECT_EQ(app_.told.back(), "1 {\"error\":6999}");
  end(1);
  EXPECT_EQ(app_.told.back(), "1 {\"ok\":true}");
  plant("wrongValue:getUserStatus/*/statusType");
  driver_->call(1, "getUserStatus", json::object());
  end(1, {{"ok", true}, {"value", json::parse(R"([{"statusType": 1}])")}});
  EXPECT_EQ(app_.told.back(), R"(1 {"ok":true,"value":[{"statusType":2}]})");
}

TEST_F(DeliveryDefectTest, AHollowCallNeverReachesTheSdk) {
  plant("hollowResult:logout");
  driver_->call(1, "logout", json::object());
  EXPECT_THAT(app_.told, IsEmpty());
  pass_time(std::chrono::milliseconds(1));
  EXPECT_THAT(app_.told, ElementsAre("1 {\"ok\":true}"));
  EXPECT_THAT(sdk_->calls, IsEmpty());
}

TEST_F(DeliveryDefectTest, AnEarlyResultComesBeforeTheCallReturnsAndTheRealOneNever) {
  plant("earlyResult:logout");
  driver_->call(1, "logout", json::object());
  EXPECT_THAT(app_.told, ElementsAre("1 {\"ok\":true}"));
  end(own_call);
  EXPECT_EQ(app_.told.size(), 1U);
}

TEST_F(DeliveryDefectTest, ArgumentsAreIgnoredAndReturnsAreWrong) {
  plant("ignoredArgument:login/userSig");
  driver_->call(1, "login", {{"userID", "alice"}, {"userSig", "x"}});
  EXPECT_THAT(sdk_->calls, ElementsAre("login {\"userID\":\"alice\"}"));
  plant("wrongReturn:getLoginStatus");
  EXPECT_EQ(driver_->call(2, "getLoginStatus", json::object()), 8);
}

}  // namespace
}  // namespace chatproof::mutants
