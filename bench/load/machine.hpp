// What the system says about processes and itself: /proc, limits.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "sdk/runtime/loop.hpp"

namespace chatproof::load {

// Descriptors this process may have; raises the soft limit to the hard one.
[[nodiscard]] std::uint64_t descriptor_limit();

[[nodiscard]] bool descriptor_left();

struct ProcessUse {
  runtime::Duration cpu{};      // of all its threads, user and system, in ticks of 10 ms
  runtime::Duration waiting{};  // its main thread was ready and had no core
  std::uint64_t pss_bytes = 0;  // its share of memory, 0 unless asked for
};
[[nodiscard]] runtime::Duration cpu_of_this_thread();
// The same in every process of this machine; their loops count each from a beginning of its own.
[[nodiscard]] runtime::Duration shared_clock();

enum class WithMemory : std::uint8_t { no, yes };  // reading it takes milliseconds for a large process
[[nodiscard]] ProcessUse use_of(pid_t process, WithMemory memory);

// Of the whole machine, or of this network namespace; other programs count too.
struct KernelUse {
  std::uint64_t slab_bytes = 0;        // kernel objects, sockets among them
  std::uint64_t tcp_buffer_bytes = 0;  // data in socket buffers
  std::uint64_t available_bytes = 0;   // memory that programs could still get
  std::uint64_t listen_overflows = 0;  // connections dropped because a listener's queue was full
  std::uint64_t listen_drops = 0;
  std::uint64_t retransmits = 0;  // TCP segments sent again
};
[[nodiscard]] KernelUse kernel_use();

[[nodiscard]] std::int64_t unix_now_s();

// {"cores", "cpu", "kernel", "memoryBytes"}
[[nodiscard]] nlohmann::json describe_machine();

}  // namespace chatproof::load
