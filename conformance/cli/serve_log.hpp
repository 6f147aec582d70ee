// What happens at a served desk, a line at a time.
#pragma once

#include <string>
#include <string_view>

#include "conformance/cli/serve_output.hpp"
#include "mockserver/server.hpp"
#include "sdk/runtime/loop.hpp"

namespace chatproof::cli {

class ServeLog {
 public:
  // The loop's wall clock is what the lines begin with, in the local time zone.
  ServeLog(const runtime::Loop& loop, bool colours, ServeOutput& out) : loop_(loop), colours_(colours), out_(out) {}

  void print(const mockserver::ServerEvent& event);
  void say(std::string_view who, const std::string& what);

 private:
  void line(std::string_view who, std::string_view kind, std::string_view colour, const std::string& details);

  const runtime::Loop& loop_;
  const bool colours_;
  ServeOutput& out_;
};

// Whether standard output is a terminal that may be coloured (https://no-color.org).
[[nodiscard]] bool wants_colours();

}  // namespace chatproof::cli
