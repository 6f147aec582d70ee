// What the managers of one SDK share: life cycle, login state as seen from outside, calls on their way to the SDK's
// thread, listeners, files. Public methods without a note run on any thread; the rest on the SDK's thread only.
//
// Lives. InitSDK opens a life, UnInitSDK closes it; lives are counted. Any thread may do either at any time: they only
// say under mutex_ what is wanted, and the SDK's thread follows (settle). A call is checked and queued in one step and
// carries the number of its life, so that it never runs in another. Inside a callback a life may end, but the next one
// begins with a task of its own: what runs on the SDK's thread never finds itself in another life. mutex_ is held for a
// few instructions, never while the app is called or a thread is waited for. The one that waits is UnInitSDK, for the
// SDK's thread, and from inside a callback it does not.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "V2TIMErrorCode.h"
#include "V2TIMListener.h"
#include "sdk/session/session.hpp"
#include "sdk/v2tim/api/check.hpp"
#include "sdk/v2tim/app_call.hpp"
#include "sdk/v2tim/completion.hpp"
#include "sdk/v2tim/listeners.hpp"
#include "sdk/v2tim/log.hpp"
#include "sdk/v2tim/sdk.hpp"

namespace chatproof::store {
class Store;
struct Status;
}  // namespace chatproof::store

namespace chatproof::v2tim {

class Inbox;
class ProfileCache;

class Core final : public session::Observer {
 public:
  explicit Core(Environment environment);
  ~Core() override;

  // --- life cycle (spec login section 1, 15.1 to 15.4)
  bool init(std::uint32_t sdk_app_id, const V2TIMSDKConfig& config);
  void uninit();
  void set_server(runtime::Endpoint server, std::optional<std::string> ca_file);  // takes effect at the next init
  void network_hint(bool up);

  // --- login
  void login(const V2TIMString& user_id, const V2TIMString& user_sig, V2TIMCallback* callback);
  void logout(V2TIMCallback* callback);

  // --- what anybody may ask
  [[nodiscard]] bool initialised() const;
  [[nodiscard]] session::LoginState login_state() const;
  [[nodiscard]] std::string login_user() const;
  [[nodiscard]] std::int64_t server_time() const;  // seconds since 1970
  [[nodiscard]] std::uint32_t next_random();       // for message ids; never 0

  // --- calls
  // An argument is wrong (argument_error()): 6017, now, on this thread. Not initialised: 6013, later. Otherwise `work`
  // runs on the SDK's thread, or, if the SDK is un-initialised first, the callback gets 7009.
  template <class Callback, class Work>
  void call(const std::string& argument_error, Callback* callback, Work work);
  // The end of a call that is refused now, on this thread.
  template <class Callback>
  void refuse(Callback* callback, int code, const std::string& text) {
    const OnBehalfOf app(thrown_);
    fail(callback, code, text);
  }
  // As call(), and nobody logged in: 6014. While a login is under way it waits for its end (spec observed O9.1).
  template <class Callback, class Work>
  void user_call(const std::string& argument_error, Callback* callback, Work work);
  // As user_call(), for what this device knows by itself: while a login is under way `local` runs, at once. It may say
  // no (false): then what was asked waits after all.
  template <class Callback, class Local, class Work>
  void local_call(const std::string& argument_error, Callback* callback, Local local, Work work);
  // A method that is not built: arguments and state as above, then 7013. While a login is under way 7013 too, or, of
  // local data, nothing (Support::not_built_read).
  template <class Callback, class... Arguments>
  void not_built(const char* method, Callback* callback, const Arguments&... arguments);

  void later(std::function<void()> task) { post(std::move(task)); }  // on the SDK's thread, not from inside this call

  // --- for the work above (SDK's thread)
  void request(wire::Command command, std::string payload, session::RequestOptions options, session::ReplyHandler done);
  [[nodiscard]] store::Store* store() { return store_.get(); }  // of the user who is logging or logged in
  [[nodiscard]] bool connected() const { return session_ != nullptr && session_->connected(); }
  [[nodiscard]] Inbox& inbox() { return *inbox_; }
  [[nodiscard]] ProfileCache& profiles() { return *profiles_; }
  [[nodiscard]] runtime::Instant now() const { return env_.loop.now(); }
  // A wait between attempts: it keeps nobody awake.
  [[nodiscard]] runtime::Timer after(runtime::Duration wait, std::function<void()> task) {
    return env_.loop.after_periodic(wait, std::move(task));
  }
  [[nodiscard]] const session::Config& timing() const { return env_.session; }
  void cursor_moved(std::int64_t cursor);  // to be sent with the next resume
  void log(int level, std::string_view text);

  Listeners<V2TIMSDKListener> sdk_listeners;
  Listeners<V2TIMSimpleMsgListener> simple_listeners;
  Listeners<V2TIMAdvancedMsgListener> advanced_listeners;
  Listeners<V2TIMConversationListener> conversation_listeners;
  Listeners<V2TIMGroupListener> group_listeners;
  Listeners<V2TIMCommunityListener> community_listeners;
  Listeners<V2TIMFriendshipListener> friendship_listeners;
  Listeners<V2TIMSignalingListener> signaling_listeners;

 private:
  struct Call {
    std::function<void()> run;
    std::function<void()> interrupt;
    std::uint64_t life = 0;
  };
  struct Start {
    std::uint32_t sdk_app_id = 0;
    V2TIMSDKConfig config;
    std::string data_path, log_path;
  };
  class Entered;

  void on_connecting() override;
  void on_connected() override;
  void on_connect_failed(int code, std::string_view text) override;
  void on_online(const session::Reply& reply) override;
  void on_kicked(std::string_view reason) override;
  void on_ticket_expired() override;
  void on_push(wire::Command command, std::string_view payload) override;
  void on_log(int level, std::string_view line) override;

  template <class Callback>
  [[nodiscard]] static std::function<void()> interruption(Callback* callback) {
    return [callback] { fail(callback, ERR_SDK_COMM_INTERRUPT, "the SDK was un-initialised"); };
  }
  [[nodiscard]] std::string not_initialised_text() const {
    return env_.out_of_service.empty() ? "not initialized" : env_.out_of_service;
  }
  [[nodiscard]] bool enqueue(Call call);  // false: not initialised
  void drain();
  void when_logged_in(Call call);  // now, or when the login that is under way has ended
  void login_ended();
  void post(std::function<void()> task);  // dropped when this core is gone
  void settle();                          // brings about what init() and uninit() want
  void end_lives();
  void begin_life(const Start& start, std::uint64_t life);
  [[nodiscard]] session::Config session_config(std::uint32_t sdk_app_id);
  [[nodiscard]] session::ReplyHandler entering(session::ReplyHandler done);  // the door of every reply
  void begin_login(const std::string& user_id, const std::string& user_sig, V2TIMCallback* callback);
  store::Status open_store(const std::string& user_id);
  void refuse_login(store::Status why, bool somebody_is_in, V2TIMCallback* callback);
  void tell_own_profile();  // if another device changed it while nobody could tell this one
  void refresh();           // copies the session's state to where other threads may read it

  Environment env_;
  std::shared_ptr<Core*> self_;  // null inside once destroyed: posted tasks look before they touch
  const std::shared_ptr<const Thrown> thrown_;
  Log log_;
  std::string data_path_;
  std::uint32_t sdk_app_id_ = 0;
  std::string problem_;        // what is wrong with where the session connects to
  std::uint64_t running_ = 0;  // the life that the session belongs to; 0: there is none
  bool ending_ = false;        // within end_lives()

  std::unique_ptr<session::Session> session_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Inbox> inbox_;
  std::unique_ptr<V2TIMUserFullInfo> changed_own_;
  std::unique_ptr<ProfileCache> profiles_;
  int logins_pending_ = 0;
  std::deque<Call> after_login_;
  std::int64_t sync_after_login_ = -1;  // where the inbox ends, told by a login whose callback is still to come

  mutable std::mutex mutex_;  // guards what follows
  std::uint64_t life_ = 0;    // the latest one
  bool open_ = false;         // and UnInitSDK has not closed it
  Start start_;               // what it begins with
  std::uint64_t over_ = 0;    // it and all before have ended
  std::condition_variable over_changed_;
  std::deque<Call> calls_;  // in the order of their lives
  std::optional<runtime::Endpoint> server_;
  std::optional<std::string> ca_file_;
  std::uint64_t seen_life_ = 0;  // whose state this is:
  session::LoginState state_ = session::LoginState::logged_out;
  std::string user_;
  std::optional<runtime::UnixTime> server_start_;
  runtime::Random ids_;
};

template <class Callback, class Work>
void Core::call(const std::string& argument_error, Callback* callback, Work work) {
  if (!argument_error.empty()) {
    refuse(callback, ERR_INVALID_PARAMETERS, argument_error);
    return;
  }
  if (!enqueue({std::move(work), interruption(callback)}))
    post([this, callback] { fail(callback, ERR_SDK_NOT_INITIALIZED, not_initialised_text()); });
}

template <class Callback, class Local, class Work>
void Core::local_call(const std::string& argument_error, Callback* callback, Local local, Work work) {
  call(argument_error, callback, [this, callback, local = std::move(local), work = std::move(work)] {
    if (login_state() == session::LoginState::logging_in && local()) return;
    when_logged_in({[this, callback, work] {
                      if (login_state() != session::LoginState::logged_in)
                        return fail(callback, ERR_SDK_NOT_LOGGED_IN, "not login");
                      work();
                    },
                    interruption(callback)});
  });
}

template <class Callback, class Work>
void Core::user_call(const std::string& argument_error, Callback* callback, Work work) {
  local_call(argument_error, callback, [] { return false; }, std::move(work));
}

template <class Callback, class... Arguments>
void Core::not_built(const char* method, Callback* callback, const Arguments&... arguments) {
  const bool reads = find_method(method)->support == Support::not_built_read;
  const auto refuse = [callback, method] {
    fail(callback, ERR_SDK_INTERFACE_NOT_SUPPORT, std::string(method) + " is not built yet in this SDK");
  };
  const auto local = [callback, reads, refuse] {
    reads ? succeed_with_nothing(callback) : refuse();
    return true;
  };
  local_call(argument_error(method, arguments...), callback, local, refuse);
}

}  // namespace chatproof::v2tim
