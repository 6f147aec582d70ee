#include "sdk/store/testing/disk.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cstdlib>

namespace chatproof::store {

// The machine's own file system, but for the functions that a sick disk answers differently.
class Disk::Impl final : public sqlite3_vfs {
 public:
  Impl();
  ~Impl() { sqlite3_vfs_unregister(this); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  sqlite3_vfs* const machine = sqlite3_vfs_find(nullptr);
  const std::string name;
  std::atomic<DiskState> state{DiskState::healthy};
  std::atomic<std::uint64_t> opens{0}, refusals{0};

  int refuse(int result) {
    ++refusals;
    return result;
  }
};

namespace {

// SQLite allocates szOsFile bytes for it: the machine's file lies right behind.
struct File : sqlite3_file {
  Disk::Impl* disk;
  int shared_regions;  // of the shared memory: those exist, and need no space

  [[nodiscard]] sqlite3_file* machine() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  [[nodiscard]] DiskState state() const;
};

DiskState File::state() const { return disk->state; }

File& of(sqlite3_file* file) { return *static_cast<File*>(file); }

template <auto Function, class... Arguments>
int pass_on(sqlite3_file* file, Arguments... arguments) {
  sqlite3_file* machine = of(file).machine();
  return (machine->pMethods->*Function)(machine, arguments...);
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  if (of(file).state() == DiskState::read_only) return of(file).disk->refuse(SQLITE_IOERR_WRITE);
  if (of(file).state() == DiskState::full) {
    sqlite3_int64 size = 0;
    if (const int result = pass_on<&sqlite3_io_methods::xFileSize>(file, &size); result != SQLITE_OK) return result;
    if (offset + count > size) return of(file).disk->refuse(SQLITE_FULL);
  }
  return pass_on<&sqlite3_io_methods::xWrite>(file, bytes, count, offset);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (of(file).state() == DiskState::read_only) return of(file).disk->refuse(SQLITE_IOERR_TRUNCATE);
  return pass_on<&sqlite3_io_methods::xTruncate>(file, size);
}

int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  const bool grows = region >= of(file).shared_regions;
  if (grows && of(file).state() == DiskState::read_only) return of(file).disk->refuse(SQLITE_CANTOPEN);
  if (grows && of(file).state() == DiskState::full) return of(file).disk->refuse(SQLITE_IOERR_SHMSIZE);
  const int result = pass_on<&sqlite3_io_methods::xShmMap>(file, region, size, extend, memory);
  if (result == SQLITE_OK && *memory != nullptr && grows) of(file).shared_regions = region + 1;
  return result;
}

// xShmBarrier is the only one that returns nothing.
void barrier(sqlite3_file* file) {
  sqlite3_file* machine = of(file).machine();
  machine->pMethods->xShmBarrier(machine);
}

const sqlite3_io_methods file_methods = {
    .iVersion = 2,  // without memory-mapped files
    .xClose = pass_on<&sqlite3_io_methods::xClose>,
    .xRead = pass_on<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = pass_on<&sqlite3_io_methods::xSync, int>,
    .xFileSize = pass_on<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    .xLock = pass_on<&sqlite3_io_methods::xLock, int>,
    .xUnlock = pass_on<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = pass_on<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = pass_on<&sqlite3_io_methods::xFileControl, int, void*>,
    .xSectorSize = pass_on<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = pass_on<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = map_shared,
    .xShmLock = pass_on<&sqlite3_io_methods::xShmLock, int, int, int>,
    .xShmBarrier = barrier,
    .xShmUnmap = pass_on<&sqlite3_io_methods::xShmUnmap, int>,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

std::string name_of(const void* disk) {
  return "chatproof-disk-" + std::to_string(reinterpret_cast<std::uintptr_t>(disk));
}

}  // namespace

Disk::Impl::Impl() : sqlite3_vfs(*sqlite3_vfs_find(nullptr)), name(name_of(this)) {
  szOsFile = static_cast<int>(sizeof(File)) + machine->szOsFile;
  pNext = nullptr;
  zName = name.c_str();
  xOpen = [](sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* opened) {
    auto& disk = *static_cast<Impl*>(vfs);
    File& own = of(file);
    own.pMethods = nullptr;  // there is nothing to close yet
    own.disk = &disk;
    ++disk.opens;
    own.shared_regions = 0;
    if (disk.state == DiskState::read_only)
      flags = disk.refuse((flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY);
    const int result = disk.machine->xOpen(disk.machine, path, own.machine(), flags, opened);
    if (own.machine()->pMethods != nullptr) own.pMethods = &file_methods;
    return result;
  };
  xDelete = [](sqlite3_vfs* vfs, const char* path, int sync) {
    auto& disk = *static_cast<Impl*>(vfs);
    if (disk.state == DiskState::read_only) return disk.refuse(SQLITE_IOERR_DELETE);
    return disk.machine->xDelete(disk.machine, path, sync);
  };
  xAccess = [](sqlite3_vfs* vfs, const char* path, int asked, int* answer) {
    auto& disk = *static_cast<Impl*>(vfs);
    const int result = disk.machine->xAccess(disk.machine, path, asked, answer);
    if (asked == SQLITE_ACCESS_READWRITE && disk.state == DiskState::read_only) *answer = disk.refuse(0);
    return result;
  };
  if (sqlite3_vfs_register(this, 0) != SQLITE_OK) std::abort();  // out of memory
}

Disk::Disk() : impl_(std::make_unique<Impl>()) {}
Disk::~Disk() = default;
const std::string& Disk::name() const { return impl_->name; }
void Disk::become(DiskState state) { impl_->state = state; }
DiskState Disk::state() const { return impl_->state; }
std::uint64_t Disk::opened() const { return impl_->opens; }
std::uint64_t Disk::refused() const { return impl_->refusals; }

}  // namespace chatproof::store
