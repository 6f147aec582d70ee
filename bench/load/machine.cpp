#include "bench/load/machine.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>
#include <thread>
#include <vector>

namespace chatproof::load {
namespace {

using runtime::Duration;

std::string first_line(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

// The number behind the word that a line begins with: "Pss:  1234 kB".
std::uint64_t number_after(const std::string& file, std::string_view word) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(word)) continue;
    std::istringstream rest(line.substr(word.size()));
    std::uint64_t value = 0;
    rest >> value;
    return value;
  }
  return 0;
}

// Files such as /proc/net/netstat: a line of names and a line of values, both beginning with the same word.
std::uint64_t net_counter(const std::string& file, std::string_view group, std::string_view name) {
  std::ifstream in(file);
  std::string names, values;
  while (std::getline(in, names) && std::getline(in, values)) {
    if (!names.starts_with(group)) continue;
    std::istringstream name_words(names), value_words(values);
    std::string word, value;
    while (name_words >> word && value_words >> value)
      if (word == name) return std::stoull(value);
  }
  return 0;
}

// Fields 14 and 15; the program's name before them may hold blanks and brackets.
Duration cpu_of(pid_t process) {
  const std::string line = first_line("/proc/" + std::to_string(process) + "/stat");
  const std::size_t end = line.rfind(')');
  if (end == std::string::npos) return {};
  std::istringstream rest(line.substr(end + 1));
  std::string skipped;
  for (int field = 3; field < 14; ++field) rest >> skipped;
  std::int64_t user = 0, system = 0;
  rest >> user >> system;
  return Duration((user + system) * (1'000'000 / ::sysconf(_SC_CLK_TCK)));
}

}  // namespace

std::uint64_t descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  if (limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) ::getrlimit(RLIMIT_NOFILE, &limit);
  }
  return limit.rlim_cur;
}

bool descriptor_left() {
  const int probe = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (probe >= 0) ::close(probe);
  return probe >= 0;
}

namespace {

Duration clock_of(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return std::chrono::seconds(now.tv_sec) + Duration(now.tv_nsec / 1000);
}

}  // namespace

Duration cpu_of_this_thread() { return clock_of(CLOCK_THREAD_CPUTIME_ID); }
Duration shared_clock() { return clock_of(CLOCK_MONOTONIC); }

ProcessUse use_of(pid_t process, WithMemory memory) {
  const std::string folder = "/proc/" + std::to_string(process);
  ProcessUse use;
  use.cpu = cpu_of(process);
  std::istringstream scheduling(first_line(folder + "/schedstat"));  // nanoseconds running, nanoseconds waiting
  std::int64_t running = 0, waiting = 0;
  if (scheduling >> running >> waiting) use.waiting = Duration(waiting / 1000);
  if (memory == WithMemory::yes) use.pss_bytes = number_after(folder + "/smaps_rollup", "Pss:") * 1024;
  return use;
}

KernelUse kernel_use() {
  KernelUse use;
  use.slab_bytes = number_after("/proc/meminfo", "Slab:") * 1024;
  use.available_bytes = number_after("/proc/meminfo", "MemAvailable:") * 1024;
  std::ifstream sockets("/proc/net/sockstat");
  for (std::string line; std::getline(sockets, line);) {
    const std::size_t at = line.find(" mem ");
    if (line.starts_with("TCP:") && at != std::string::npos)
      use.tcp_buffer_bytes = std::stoull(line.substr(at + 5)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  }
  use.listen_overflows = net_counter("/proc/net/netstat", "TcpExt:", "ListenOverflows");
  use.listen_drops = net_counter("/proc/net/netstat", "TcpExt:", "ListenDrops");
  use.retransmits = net_counter("/proc/net/snmp", "Tcp:", "RetransSegs");
  return use;
}

std::int64_t unix_now_s() { return std::time(nullptr); }

nlohmann::json describe_machine() {
  utsname system{};
  ::uname(&system);
  std::string cpu;
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; cpu.empty() && std::getline(in, line);)
    if (line.starts_with("model name") && line.find(": ") != std::string::npos) cpu = line.substr(line.find(": ") + 2);
  return {{"cores", std::thread::hardware_concurrency()},
          {"cpu", cpu},
          {"kernel", std::string(system.release)},
          {"memoryBytes", number_after("/proc/meminfo", "MemTotal:") * 1024}};
}

}  // namespace chatproof::load
