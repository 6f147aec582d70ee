#include "sdk/v2tim/core.hpp"

#include <algorithm>
#include <future>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "sdk/store/store.hpp"
#include "sdk/v2tim/device_id.hpp"
#include "sdk/v2tim/directory.hpp"
#include "sdk/v2tim/inbox.hpp"
#include "sdk/v2tim/profile_cache.hpp"
#include "sdk/v2tim/version.hpp"
#include "sdk/v2tim/wire_field.hpp"
#include "sdk/v2tim/wire_objects.hpp"

namespace chatproof::v2tim {
namespace {

using session::LoginState;

constexpr std::size_t user_id_max = 32;  // bytes, spec login 3.03

bool legal_user_id(const std::string& id) {
  return id.size() <= user_id_max && std::all_of(id.begin(), id.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
}

std::string path_or_here(const V2TIMString& path) { return path.Empty() ? "." : from_v2(path); }

}  // namespace

Core::Core(Environment environment)
    : env_(std::move(environment)),
      self_(std::make_shared<Core*>(this)),
      thrown_(std::make_shared<const Thrown>([self = self_](const std::string& what) {
        Core* const core = *self;
        if (core != nullptr) core->post([core, what] { core->log(V2TIM_LOG_ERROR, "App|a callback threw|" + what); });
      })),
      log_([this](std::function<void()> task) { post(std::move(task)); }),
      inbox_(std::make_unique<Inbox>(*this, env_.random.named("inbox"))),
      profiles_(std::make_unique<ProfileCache>()),
      ids_(env_.random.named("message ids")) {}

Core::~Core() {
  const auto end = [this] {
    *self_ = nullptr;
    session_.reset();
    inbox_.reset();  // its timer is the loop's
    store_.reset();
  };
  if (env_.loop.on_loop_thread()) {
    end();
    return;
  }
  const auto ended = std::make_shared<std::promise<void>>();  // of both: the one that waits may be the first to leave
  env_.loop.post([end, ended] {
    end();
    ended->set_value();
  });
  ended->get_future().wait();
}

void Core::post(std::function<void()> task) {
  env_.loop.post([self = self_, task = std::move(task)] {
    if (*self == nullptr) return;
    const OnBehalfOf app((*self)->thrown_);
    task();
  });
}

// What the session tells: others see its state before the app hears of it.
class Core::Entered {
 public:
  explicit Entered(Core& core) : core_(core), self_(core.self_), life_(core.running_), app_(core.thrown_) {
    core.refresh();
  }
  // The app has un-initialised or destroyed this SDK in a callback.
  [[nodiscard]] bool over() const { return *self_ == nullptr || core_.running_ != life_; }

 private:
  Core& core_;
  const std::shared_ptr<Core*> self_;
  const std::uint64_t life_;
  const OnBehalfOf app_;
};

session::ReplyHandler Core::entering(session::ReplyHandler done) {
  return [this, done = std::move(done)](const session::Reply& reply) {
    const Entered entered(*this);
    done(reply);
  };
}

// --- life cycle

bool Core::init(std::uint32_t sdk_app_id, const V2TIMSDKConfig& config) {
  if (initialised()) return true;  // spec observed O1.5: whatever the SDKAppID, what runs goes on
  if (sdk_app_id == 0 || !env_.out_of_service.empty()) return false;
  if (!argument_error("initSDK", sdk_app_id, config).empty()) return false;
  Start start{sdk_app_id, config, path_or_here(config.initPath), path_or_here(config.logPath)};
  if (!usable_directory(start.data_path) || !usable_directory(start.log_path)) return false;
  const std::lock_guard lock(mutex_);
  if (open_) return true;  // another thread was faster
  open_ = true;
  ++life_;
  start_ = std::move(start);
  post([this] { settle(); });
  return true;
}

void Core::uninit() {
  std::unique_lock lock(mutex_);
  if (open_) {
    open_ = false;
    post([this] { settle(); });
  }
  const std::uint64_t closed = life_;
  if (env_.loop.on_loop_thread()) {
    lock.unlock();
    return end_lives();
  }
  // Inside another SDK's callback: that SDK's thread may be waited for by a callback of this one.
  if (!inside_app_call()) over_changed_.wait(lock, [&] { return over_ >= closed; });
}

void Core::settle() {
  end_lives();
  std::unique_lock lock(mutex_);
  if (!open_ || running_ != 0) return;
  const Start start = start_;
  const std::uint64_t life = life_;
  lock.unlock();
  begin_life(start, life);
}

void Core::begin_life(const Start& start, std::uint64_t life) {
  running_ = life;
  data_path_ = start.data_path;
  sdk_app_id_ = start.sdk_app_id;
  log_.open(start.log_path, env_.log_prefix, start.config, env_.write_log_files, env_.zone, env_.loop.unix_now());
  log(V2TIM_LOG_INFO, "InitSDK|SDKAppID=" + std::to_string(sdk_app_id_) + "|version=" + sdk_version);
  session_ = std::make_unique<session::Session>(env_.loop, env_.network, env_.random.named("session"),
                                                session_config(sdk_app_id_), *this);
  session_->start();
}

session::Config Core::session_config(std::uint32_t sdk_app_id) {
  session::Config config = env_.session;
  config.sdk_app_id = sdk_app_id;
  config.sdk_version = sdk_version;
  if (config.device_id.empty()) config.device_id = device_id_in(data_path_, env_.random.named("device id"));
  problem_.clear();
  const std::lock_guard lock(mutex_);
  if (server_) {
    config.server = *server_;
  } else {
    problem_ = env_.server_problem;
  }
  if (ca_file_) {
    config.tls.enabled = !ca_file_->empty();
    config.tls.ca_file = *ca_file_;
  } else if (problem_.empty()) {
    problem_ = env_.ca_problem;
  }
  return config;
}

// Ends every life that is closed, with all that was called in it. What the app does meanwhile, when it hears of that,
// is for the task that init() or uninit() posts: an app that starts and stops without end does not keep this from
// returning.
void Core::end_lives() {
  if (ending_) return;
  std::deque<Call> waiting;
  std::unique_lock lock(mutex_);
  const std::uint64_t over = open_ ? life_ - 1 : life_;
  if (over_ >= over) return;
  const auto next = std::find_if(calls_.begin(), calls_.end(), [&](const Call& call) { return call.life > over; });
  std::move(calls_.begin(), next, std::back_inserter(waiting));
  calls_.erase(calls_.begin(), next);
  lock.unlock();

  ending_ = true;
  const auto self = self_;
  const OnBehalfOf app(thrown_);
  if (session_) {
    log(V2TIM_LOG_INFO, "UnInitSDK");
    inbox_->abandon();
    session_->stop();  // ends what the server was asked, with 7009
  }
  waiting.insert(waiting.begin(), std::move_iterator(after_login_.begin()), std::move_iterator(after_login_.end()));
  after_login_.clear();
  for (const Call& call : waiting)
    if (*self != nullptr) call.interrupt();
  if (*self == nullptr) return;
  session_.reset();
  store_.reset();
  log_.close();
  running_ = 0;
  ending_ = false;
  refresh();

  lock.lock();
  over_ = over;
  over_changed_.notify_all();
}

void Core::set_server(runtime::Endpoint server, std::optional<std::string> ca_file) {
  const std::lock_guard lock(mutex_);
  server_ = std::move(server);
  ca_file_ = std::move(ca_file);
}

void Core::network_hint(bool up) {
  post([this, up] {
    if (session_) session_->network_hint(up);
  });
}

// --- calls on their way to the SDK's thread

bool Core::enqueue(Call call) {
  const std::lock_guard lock(mutex_);
  if (!open_) return false;
  call.life = life_;
  calls_.push_back(std::move(call));
  post([this] { drain(); });
  return true;
}

// One call; first what init() and uninit() want, so that neither waits behind the calls that are queued.
void Core::drain() {
  settle();
  Call call;
  {
    const std::lock_guard lock(mutex_);
    if (calls_.empty() || calls_.front().life != running_) return;
    call = std::move(calls_.front());
    calls_.pop_front();
  }
  call.run();
}

void Core::when_logged_in(Call call) {
  if (login_state() != LoginState::logging_in) return call.run();
  after_login_.push_back(std::move(call));
}

// Each may end this life, which interrupts the rest, or begin another login, for which the rest waits.
void Core::login_ended() {
  const auto self = self_;
  const std::uint64_t life = running_;
  while (*self != nullptr && running_ == life && !ending_ && initialised() && !after_login_.empty() &&
         login_state() != LoginState::logging_in) {
    const Call call = std::move(after_login_.front());
    after_login_.pop_front();
    call.run();
  }
}

void Core::request(wire::Command command, std::string payload, session::RequestOptions options,
                   session::ReplyHandler done) {
  session_->request(command, std::move(payload), options, entering([done = std::move(done)](const auto& reply) {
                      // The session reads a success up to its code only. One whose rest is broken is none, for
                      // everybody above.
                      if (reply.code == 0 && !readable(reply.body))
                        return done({ERR_PARSE_RESPONSE_FAILED, "the answer cannot be read", {}});
                      done(reply);
                    }));
}

// --- login

void Core::login(const V2TIMString& user_id, const V2TIMString& user_sig, V2TIMCallback* callback) {
  call(argument_error("login", user_id, user_sig), callback,
       [this, user = from_v2(user_id), sig = from_v2(user_sig), callback]() mutable {
         begin_login(user, sig, callback);
       });
}

void Core::begin_login(const std::string& user_id, const std::string& user_sig, V2TIMCallback* callback) {
  log(V2TIM_LOG_INFO, "Login|userID=" + user_id);
  if (!legal_user_id(user_id))
    return fail(callback, ERR_SDK_COMM_INVALID_IDENTIFIER, "userID must be 1 to 32 bytes of printable ASCII");
  const LoginState state = session_->login_state();
  const bool switches = state == LoginState::logged_in && session_->user_id() != user_id;
  if (state == LoginState::logged_out || switches) {
    // The store of the one before stays open until there is another: that user has not left yet.
    if (!switches) {
      inbox_->save_place();
      store_.reset();
    }
    auto opened = open_store(user_id);
    if (!opened.ok()) return refuse_login(std::move(opened), switches, callback);
  }
  ++logins_pending_;
  session_->login(user_id, user_sig, [this, callback](const session::Reply& reply) {
    const Entered entered(*this);
    --logins_pending_;
    const std::int64_t sync = std::exchange(sync_after_login_, -1);
    if (reply.code != 0) {
      log(V2TIM_LOG_ERROR, "Login|failed|code=" + std::to_string(reply.code));
      fail(callback, reply.code, reply.text);
      if (!entered.over()) login_ended();
      return;
    }
    succeed(callback);
    if (!entered.over()) login_ended();
    // Spec login 15.12: the app hears of its login before the synchronisation starts.
    if (entered.over() || sync < 0 || login_state() != LoginState::logged_in) return;
    tell_own_profile();
    if (!entered.over() && login_state() == LoginState::logged_in) inbox_->synchronise(sync);
  });
  refresh();
}

store::Status Core::open_store(const std::string& user_id) {
  store::Options options;
  options.vfs = env_.store_vfs;
  auto opened = env_.store_in_memory ? store::Store::open_in_memory()
                                     : store::Store::open(store::path_for(data_path_, sdk_app_id_, user_id), options);
  auto cursor = opened.store ? opened.store->cursor() : store::Result<std::int64_t>{0, opened.status};
  auto told = cursor.ok() ? opened.store->told() : cursor;
  if (!told.ok()) return std::move(told.status);
  inbox_->closed();
  if (!session_)  // the app has un-initialised the SDK when it heard that the synchronisation failed
    return {ERR_SDK_COMM_INTERRUPT, "the SDK was un-initialised"};
  profiles_->clear();
  store_ = std::move(opened.store);
  inbox_->opened(told.value, cursor.value);
  session_->set_cursor(told.value);
  return {};
}

// A switch of the user that fails leaves nobody logged in (spec login 15.8).
void Core::refuse_login(store::Status why, bool somebody_is_in, V2TIMCallback* callback) {
  log(V2TIM_LOG_ERROR, "Store|" + why.text);
  if (!somebody_is_in || why.code == ERR_SDK_COMM_INTERRUPT) return fail(callback, why.code, why.text);
  session_->logout(
      entering([why = std::move(why), callback](const auto& /*reply*/) { fail(callback, why.code, why.text); }));
  refresh();
}

void Core::logout(V2TIMCallback* callback) {
  const auto run = [this, callback] {
    log(V2TIM_LOG_INFO, "Logout");
    session_->logout(entering([callback](const auto& reply) {
      if (reply.code != 0) return fail(callback, reply.code, reply.text);
      succeed(callback);
    }));
    refresh();
  };
  if (!enqueue({run, interruption(callback)})) post([callback] { succeed(callback); });  // spec observed O1.2
}

// --- what the session tells

void Core::on_connecting() {
  const Entered entered(*this);
  sdk_listeners.tell([](auto& listener) { listener.OnConnecting(); });
}

void Core::on_connected() {
  const Entered entered(*this);
  sdk_listeners.tell([](auto& listener) { listener.OnConnectSuccess(); });
}

void Core::on_connect_failed(int code, std::string_view text) {
  const Entered entered(*this);
  if (!problem_.empty()) log(V2TIM_LOG_ERROR, "Connect|" + problem_);
  const V2TIMString why = to_v2(problem_.empty() ? std::string(text) : problem_);
  sdk_listeners.tell([&](auto& listener) { listener.OnConnectFailed(code, why); });
}

void Core::on_online(const session::Reply& reply) {
  const Entered entered(*this);
  const auto body = parse_wire(reply.body);
  // An answer that cannot be read does not say that the server has lost everything.
  const bool empty = field(body, "cursor", std::int64_t{-1}) == 0;
  const std::int64_t named = place_in(body, "cursor");
  const std::int64_t end = empty || named > 0 ? named : std::max(inbox_->cursor(), std::int64_t{0});
  const auto own = body.find("self");  // of no object there is none
  changed_own_.reset();
  if (own != body.end() && profiles_->own_changed(*own))
    changed_own_ = std::make_unique<V2TIMUserFullInfo>(profile_from_wire(*own));
  if (logins_pending_ > 0) {
    sync_after_login_ = end;
    return;
  }
  tell_own_profile();
  if (!entered.over() && login_state() == LoginState::logged_in) inbox_->synchronise(end);
}

void Core::tell_own_profile() {
  const auto info = std::move(changed_own_);
  if (info != nullptr) sdk_listeners.tell([&](auto& listener) { listener.OnSelfInfoUpdated(*info); });
}

void Core::on_kicked(std::string_view reason) {
  const Entered entered(*this);
  log(V2TIM_LOG_WARN, "ForceOffline|reason=" + std::string(reason));
  inbox_->closed();
  if (entered.over()) return;  // the app has un-initialised the SDK when it heard that the synchronisation failed
  sdk_listeners.tell([](auto& listener) { listener.OnKickedOffline(); });
}

void Core::on_ticket_expired() {
  const Entered entered(*this);
  log(V2TIM_LOG_WARN, "UserSigExpired");
  inbox_->closed();
  if (entered.over()) return;
  sdk_listeners.tell([](auto& listener) { listener.OnUserSigExpired(); });
}

void Core::on_push(wire::Command command, std::string_view payload) {
  const Entered entered(*this);
  if (command == wire::Command::message) return inbox_->on_push(payload);
  const auto body = parse_wire(payload);
  if (!body.is_object()) return;
  if (command == wire::Command::self_info && body.contains("profile") && body["profile"].is_object()) {
    static_cast<void>(profiles_->own_changed(body["profile"]));  // what is pushed is told in any case
    const V2TIMUserFullInfo info = profile_from_wire(body["profile"]);
    sdk_listeners.tell([&](auto& listener) { listener.OnSelfInfoUpdated(info); });
  } else if (command == wire::Command::user_info) {
    const auto profiles = array_in(body, "profiles");
    for (const auto& profile : profiles) profiles_->pushed(profile);
    const V2TIMUserFullInfoVector infos = profiles_from_wire(profiles);
    if (infos.Size() == 0) return;
    sdk_listeners.tell([&](auto& listener) { listener.OnUserInfoChanged(infos); });
  } else if (command == wire::Command::user_status) {
    const V2TIMUserStatusVector statuses = statuses_from_wire(array_in(body, "statuses"));
    if (statuses.Size() == 0) return;
    sdk_listeners.tell([&](auto& listener) { listener.OnUserStatusChanged(statuses); });
  }
}

void Core::on_log(int level, std::string_view line) { log(level, line); }

void Core::log(int level, std::string_view text) { log_.write(level, text, env_.loop.unix_now()); }

void Core::cursor_moved(std::int64_t cursor) { session_->set_cursor(cursor); }

// --- what other threads may read

bool Core::initialised() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

void Core::refresh() {
  const std::lock_guard lock(mutex_);
  seen_life_ = running_;
  state_ = session_ ? session_->login_state() : LoginState::logged_out;
  user_ = session_ ? session_->user_id() : std::string();
  server_start_ = session_ ? session_->server_start() : std::nullopt;
}

// The SDK's own thread goes on in the life at hand while another thread closes it.
LoginState Core::login_state() const {
  if (env_.loop.on_loop_thread()) return session_ ? session_->login_state() : LoginState::logged_out;
  const std::lock_guard lock(mutex_);
  return open_ && seen_life_ == life_ ? state_ : LoginState::logged_out;
}

std::string Core::login_user() const {
  if (env_.loop.on_loop_thread()) return session_ ? session_->user_id() : std::string();
  const std::lock_guard lock(mutex_);
  return open_ && seen_life_ == life_ ? user_ : std::string();
}

std::int64_t Core::server_time() const {
  const std::lock_guard lock(mutex_);
  // The local clock before the first InitSDK (spec observed O1.3), 0 after UnInitSDK (spec login 15.3).
  if (life_ > 0 && !open_) return 0;
  const auto time =
      server_start_ && seen_life_ == life_ ? *server_start_ + env_.loop.now().time_since_epoch() : env_.loop.unix_now();
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

std::uint32_t Core::next_random() {
  const std::lock_guard lock(mutex_);
  return static_cast<std::uint32_t>(ids_.between(1, 0xffffffff));
}

}  // namespace chatproof::v2tim
