// The SDK's log: files in mars format, and the app's log listener (spec login section 11).
#pragma once

#include <chrono>
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
  Log();
  ~Log();

  // Deletes old files, then writes from here on. A log that cannot be written never stops the SDK.
  void open(const std::string& path, const std::string& prefix, const V2TIMSDKConfig& config, bool write_files,
            std::chrono::minutes zone, runtime::UnixTime now);
  void close();

  // `level` as V2TIMLogLevel. Never hand it a ticket (spec login 11.13). SDK's thread: the listener is called on it.
  void write(int level, std::string_view text, runtime::UnixTime now);

 private:
  std::unique_ptr<xlog::Writer> writer_;
  int level_ = 0;  // 0: nothing is written
  V2TIMLogListener* listener_ = nullptr;
};

}  // namespace chatproof::v2tim
