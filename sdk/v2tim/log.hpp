// The SDK's log: files in mars format, and the app's log listener (spec login section 11).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "V2TIMCommon.h"
#include "sdk/runtime/loop.hpp"

namespace chatproof::xlog {
class Writer;
}

namespace chatproof::v2tim {

class Log {
 public:
  using Post = std::function<void(std::function<void()>)>;
  using Zone = std::function<std::chrono::minutes(runtime::UnixTime)>;  // local time minus UTC; none: 0

  // `post` runs a task on the SDK's thread, later: a listener is never called from inside the app's own call
  // (spec login 15.5), and initSDK writes lines too.
  explicit Log(Post post);
  ~Log();

  // Deletes old files, then writes from here on. A log that cannot be written never stops the SDK.
  void open(const std::string& path, const std::string& prefix, const V2TIMSDKConfig& config, bool write_files,
            Zone zone, runtime::UnixTime now);
  void close();

  // `level` as V2TIMLogLevel. Never hand it a ticket (spec login 11.13). SDK's thread: the listener is called on it,
  // unless the log is closed before. When lines cannot be written to the file any more, it is told so, once.
  void write(int level, std::string_view text, runtime::UnixTime now);

 private:
  void note(int level, std::string_view text, runtime::UnixTime now);  // to the file
  void tell(int level, std::string_view text, runtime::UnixTime now);  // to the listener

  [[nodiscard]] std::chrono::minutes zone_at(runtime::UnixTime time) const;

  const Post post_;
  Zone zone_;
  std::unique_ptr<xlog::Writer> writer_;
  int level_ = 0;  // 0: nothing is written
  V2TIMLogListener* listener_ = nullptr;
  std::uint64_t opened_ = 0;  // how often: lines for an earlier listener are not told to the next one
};

}  // namespace chatproof::v2tim
