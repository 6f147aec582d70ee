// Texts that were read by a person once and must stay as they are: tests/golden/.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace chatproof::report {

inline std::string golden(const std::string& name) {
  std::ifstream in(std::string(CHATPROOF_SOURCE_DIR) + "/conformance/report/tests/golden/" + name, std::ios::binary);
  EXPECT_TRUE(in) << name << " is missing";
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// Equal, or a failure that shows the first line that differs.
inline testing::AssertionResult same_lines(const std::string& text, const std::string& expected) {
  if (text == expected) return testing::AssertionSuccess();
  std::istringstream a(text), b(expected);
  std::string line_a, line_b;
  for (int line = 1;; ++line) {
    const bool more_a = static_cast<bool>(std::getline(a, line_a)), more_b = static_cast<bool>(std::getline(b, line_b));
    if (more_a && more_b && line_a == line_b) continue;
    return testing::AssertionFailure() << "line " << line << " differs:\n  is       " << (more_a ? line_a : "(end)")
                                       << "\n  expected " << (more_b ? line_b : "(end)") << "\n";
  }
}

// Every kind of text that must not get through as it is.
inline const std::string hostile =
    "</script><script>alert(1)</script> ]]> \"'&<!-- {{data}} \x1b[31m \x01 \xff\xfe \xed\xa0\x80 "
    "%\r\n::error::\xe2\x80\xa8 \xc3\xa9";

}  // namespace chatproof::report
