// What a login screen needs to know, kept up to date by the SDK's callbacks. Only the public V2TIM headers are used:
// this is app code, and knows nothing of tests.
#pragma once

#include <V2TIMManager.h>

#include <functional>
#include <string>

class LoginModel final : public V2TIMSDKListener {
 public:
  enum class State {
    logged_out,  // nobody, by own wish or not yet
    logging_in,
    online,
    reconnecting,  // logged in, and the link is down; the SDK comes back by itself
    kicked,        // another device took over, or the operator ended it: ask before logging in again
    failed,        // the login was refused: error() says why
  };

  // Asked for a fresh ticket whenever one is needed: at login, and when the old one has run out.
  using FetchTicket = std::function<std::string(const std::string& user)>;

  LoginModel(uint32_t sdk_app_id, const std::string& directory, FetchTicket fetch_ticket);
  ~LoginModel() override;

  void log_in(const std::string& user);
  void log_out();

  State state() const { return state_; }
  int error() const { return error_; }  // of the last login; 0: none

 private:
  class LoginEnded;

  void OnConnecting() override;
  void OnConnectSuccess() override;
  void OnKickedOffline() override;
  void OnUserSigExpired() override;
  void begin_login();
  void login_ended(int code);

  V2TIMManager& sdk_;
  FetchTicket fetch_ticket_;
  std::string user_;
  State state_ = State::logged_out;
  int error_ = 0;
  int tickets_in_a_row_ = 0;
};
