// What happens at a served desk, a line at a time.
#pragma once

#include <string>
#include <string_view>

#include "mockserver/server.hpp"

namespace chatproof::cli {

class ServeLog {
 public:
  void print(const mockserver::ServerEvent& event);
  void say(std::string_view who, const std::string& what);
};

}  // namespace chatproof::cli
