// A disk for one store, or several, that can fill up or become read-only while the store is open.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace chatproof::store {

enum class DiskState : std::uint8_t {
  healthy,
  full,       // no file grows any more (ENOSPC); what is there can be written over
  read_only,  // nothing is written, made or deleted (EROFS); open files fail with their next write
};

// A file system of SQLite's in front of the machine's. It says to SQLite what the machine's would say; directories, and
// files that SQLite does not open, are not concerned. Any thread. Outlives the stores that use it.
class Disk {
 public:
  class Impl;  // its files know it

  Disk();
  ~Disk();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  [[nodiscard]] const std::string& name() const;  // for Options::vfs
  void become(DiskState state);
  [[nodiscard]] DiskState state() const;
  // So far: files opened, and what it would have done if it were healthy.
  [[nodiscard]] std::uint64_t opened() const;
  [[nodiscard]] std::uint64_t refused() const;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace chatproof::store
