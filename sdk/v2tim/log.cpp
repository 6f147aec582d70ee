#include "sdk/v2tim/log.hpp"

#include <unistd.h>

#include <utility>

#include "V2TIMListener.h"
#include "sdk/v2tim/completion.hpp"
#include "sdk/xlog/retention.hpp"
#include "sdk/xlog/writer.hpp"

namespace chatproof::v2tim {

Log::Log(Post post) : post_(std::move(post)) {}
Log::~Log() = default;

void Log::open(const std::string& path, const std::string& prefix, const V2TIMSDKConfig& config, bool write_files,
               Zone zone, runtime::UnixTime now) {
  ++opened_;
  // V2TIM_LOG_ALL of the guide's sample lies below DEBUG and means the same: everything.
  level_ = config.logLevel;
  listener_ = config.logListener;
  zone_ = std::move(zone);
  const auto cleaned = xlog::clean_up(path, now, zone_at(now), prefix);
  if (write_files && level_ != V2TIM_LOG_NONE) {
    xlog::WriterOptions options;
    options.directory = path;
    options.prefix = prefix;
    options.process_id = ::getpid();
    writer_ = std::make_unique<xlog::Writer>(options);
  }
  for (const auto& file : cleaned.deleted) write(V2TIM_LOG_INFO, "Log|deleted|" + file.filename().string(), now);
  for (const auto& problem : cleaned.problems) write(V2TIM_LOG_WARN, "Log|" + problem, now);
}

void Log::close() {
  writer_.reset();
  listener_ = nullptr;
  level_ = V2TIM_LOG_NONE;
}

void Log::write(int level, std::string_view text, runtime::UnixTime now) {
  if (level_ == V2TIM_LOG_NONE || level < level_) return;
  note(level, text, now);
  tell(level, text, now);
}

void Log::note(int level, std::string_view text, runtime::UnixTime now) {
  if (!writer_) return;
  xlog::Line line;
  line.level = static_cast<xlog::Level>(level);
  line.time = now;
  line.zone = zone_at(now);
  line.body = text;
  if (const std::string trouble = writer_->write(line); !trouble.empty()) tell(V2TIM_LOG_WARN, "Log|" + trouble, now);
}

std::chrono::minutes Log::zone_at(runtime::UnixTime time) const {
  return zone_ ? zone_(time) : std::chrono::minutes{0};
}

void Log::tell(int level, std::string_view text, runtime::UnixTime now) {
  if (listener_ == nullptr || level < level_) return;
  post_([this, level, now, content = std::string(text), opened = opened_] {
    if (opened != opened_ || listener_ == nullptr) return;
    std::string thrown;
    const OnBehalfOf listener(std::make_shared<const Thrown>([&](const std::string& what) { thrown = what; }));
    call_app([&] { listener_->OnLog(static_cast<V2TIMLogLevel>(level), to_v2(content)); });
    // To the file only: the listener that is told of its own error would throw for ever.
    if (!thrown.empty() && opened == opened_) note(V2TIM_LOG_ERROR, "App|OnLog threw|" + thrown, now);
  });
}

}  // namespace chatproof::v2tim
