#include "login_model.hpp"

#include <utility>

namespace {
constexpr int ticket_expired = 6206, ticket_expired_at_server = 70001;
constexpr int tickets_in_a_row_max = 2;  // a clock that is wrong must not become a login loop
}  // namespace

class LoginModel::LoginEnded final : public V2TIMCallback {
 public:
  explicit LoginEnded(LoginModel& model) : model_(model) {}
  void OnSuccess() override { end(0); }
  void OnError(int code, const V2TIMString&) override { end(code); }

 private:
  void end(int code) {
    LoginModel& model = model_;
    delete this;  // the SDK calls back exactly once
    model.login_ended(code);
  }
  LoginModel& model_;
};

LoginModel::LoginModel(uint32_t sdk_app_id, const std::string& directory, FetchTicket fetch_ticket)
    : sdk_(*V2TIMManager::GetInstance()), fetch_ticket_(std::move(fetch_ticket)) {
  V2TIMSDKConfig config;
  config.initPath = config.logPath = directory.c_str();
  sdk_.AddSDKListener(this);
  sdk_.InitSDK(sdk_app_id, config);
}

LoginModel::~LoginModel() {
  sdk_.UnInitSDK();
  sdk_.RemoveSDKListener(this);
}

void LoginModel::log_in(const std::string& user) {
  user_ = user;
  tickets_in_a_row_ = 0;
  begin_login();
}

void LoginModel::log_out() {
  sdk_.Logout(nullptr);
  state_ = State::logged_out;
}

void LoginModel::begin_login() {
  state_ = State::logging_in;
  ++tickets_in_a_row_;
  sdk_.Login(user_.c_str(), fetch_ticket_(user_).c_str(), new LoginEnded(*this));
}

void LoginModel::login_ended(int code) {
  error_ = code;
  const bool expired = code == ticket_expired || code == ticket_expired_at_server;
  if (expired && tickets_in_a_row_ < tickets_in_a_row_max) return begin_login();
  state_ = code == 0 ? State::online : State::failed;
}

void LoginModel::OnConnecting() {
  if (state_ == State::online) state_ = State::reconnecting;
}

void LoginModel::OnConnectSuccess() {
  if (state_ == State::reconnecting) state_ = State::online;
}

void LoginModel::OnKickedOffline() { state_ = State::kicked; }

// The old ticket would be refused again and again: never log in with it.
void LoginModel::OnUserSigExpired() {
  tickets_in_a_row_ = 0;
  begin_login();
}
