#include "conformance/process/standing.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <limits>
#include <new>
#include <system_error>

namespace chatproof::process {
namespace {

using std::chrono::microseconds;

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

microseconds now() { return std::chrono::duration_cast<microseconds>(Standing::Clock::now().time_since_epoch()); }

// A terminate handler can be given nothing.
Standing* last_words = nullptr;

[[noreturn]] void tell_and_abort() {
  std::string words = "an exception that nobody caught";
  try {
    if (const auto error = std::current_exception()) std::rethrow_exception(error);
    words = "std::terminate";
  } catch (const std::exception& known) {
    words += ": " + std::string(known.what());
  } catch (...) {
    words += ", of an unknown kind";
  }
  const std::string before = last_words->text();
  last_words->tell(words + (before.empty() ? "" : "; ") + before);
  std::abort();
}

}  // namespace

struct Standing::Memory {
  std::array<char, 2048> text{};  // ends with the first 0
  microseconds limit{};
  std::atomic<std::int64_t> due{never};  // microseconds of the clock
};

Standing::Standing() {
  void* const place = ::mmap(nullptr, sizeof(Memory), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (place == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  memory_ = new (place) Memory;
}

Standing::~Standing() { ::munmap(memory_, sizeof(Memory)); }

void Standing::begin(std::chrono::milliseconds limit) {
  tell("");
  memory_->limit = limit;
  memory_->due = never;
  waits({});
}

Standing::Clock::time_point Standing::due() const {
  const std::int64_t due = memory_->due;
  return due == never ? Clock::time_point::max() : Clock::time_point(microseconds(due));
}

std::string Standing::text() const {
  return {memory_->text.data(), ::strnlen(memory_->text.data(), memory_->text.size())};
}

void Standing::tell(std::string_view text) {
  const std::size_t size = std::min(text.size(), memory_->text.size() - 1);
  std::memcpy(memory_->text.data(), text.data(), size);
  memory_->text[size] = 0;
}

void Standing::waits(microseconds at_most) {
  if (memory_->limit > microseconds{}) memory_->due = (now() + at_most + memory_->limit).count();
}

void Standing::tell_last_words() {
  last_words = this;
  std::set_terminate(tell_and_abort);
}

}  // namespace chatproof::process
