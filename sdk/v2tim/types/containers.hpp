// The bodies of the container classes that V2TIMDefine.h declares: one macro per kind, used once per class.

#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "V2TIMCommon.h"

namespace chatproof::v2tim {

/// Ends the program: a list cannot report a bad index in any other way.
[[noreturn]] void bad_index(const char* container, size_t index, size_t size);

}  // namespace chatproof::v2tim

/// A list without an element has no IMPL: most lists are empty, and cost no memory.
#define CHATPROOF_IMPLEMENT_VECTOR(NAME, ITEM)                                                         \
  class NAME##IMPL {                                                                                   \
   public:                                                                                             \
    std::vector<ITEM> items;                                                                           \
  };                                                                                                   \
  NAME::NAME() : impl_(nullptr) {}                                                                     \
  NAME::NAME(const NAME& vec) : impl_(vec.Empty() ? nullptr : new NAME##IMPL(*vec.impl_)) {}           \
  NAME::~NAME() { delete impl_; }                                                                      \
  NAME& NAME::operator=(const NAME& vec) {                                                             \
    if (this != &vec) {                                                                                \
      NAME##IMPL* copy = vec.Empty() ? nullptr : new NAME##IMPL(*vec.impl_);                           \
      delete impl_;                                                                                    \
      impl_ = copy;                                                                                    \
    }                                                                                                  \
    return *this;                                                                                      \
  }                                                                                                    \
  ITEM& NAME::operator[](size_t index) {                                                               \
    if (index >= Size()) chatproof::v2tim::bad_index(#NAME, index, Size());                            \
    return impl_->items[index];                                                                        \
  }                                                                                                    \
  ITEM const& NAME::operator[](size_t index) const {                                                   \
    if (index >= Size()) chatproof::v2tim::bad_index(#NAME, index, Size());                            \
    return impl_->items[index];                                                                        \
  }                                                                                                    \
  void NAME::PushBack(ITEM const& obj) {                                                               \
    if (impl_ == nullptr) impl_ = new NAME##IMPL;                                                      \
    impl_->items.push_back(obj);                                                                       \
  }                                                                                                    \
  void NAME::PopBack() {                                                                               \
    if (!Empty()) impl_->items.pop_back();                                                             \
  }                                                                                                    \
  size_t NAME::Size() const { return impl_ == nullptr ? 0 : impl_->items.size(); }                     \
  bool NAME::Empty() const { return Size() == 0; }                                                     \
  void NAME::Clear() {                                                                                 \
    delete impl_;                                                                                      \
    impl_ = nullptr;                                                                                   \
  }                                                                                                    \
  void NAME::Erase(size_t index) {                                                                     \
    if (index < Size()) impl_->items.erase(impl_->items.begin() + static_cast<std::ptrdiff_t>(index)); \
  }

#define CHATPROOF_IMPLEMENT_MAP(NAME, KEY, VALUE)                                                     \
  class NAME##IMPL {                                                                                  \
   public:                                                                                            \
    std::map<KEY, VALUE> items;                                                                       \
  };                                                                                                  \
  NAME::NAME() : impl_(nullptr) {}                                                                    \
  NAME::NAME(const NAME& map) : impl_(map.Size() == 0 ? nullptr : new NAME##IMPL(*map.impl_)) {}      \
  NAME::~NAME() { delete impl_; }                                                                     \
  NAME& NAME::operator=(const NAME& map) {                                                            \
    if (this != &map) {                                                                               \
      NAME##IMPL* copy = map.Size() == 0 ? nullptr : new NAME##IMPL(*map.impl_);                      \
      delete impl_;                                                                                   \
      impl_ = copy;                                                                                   \
    }                                                                                                 \
    return *this;                                                                                     \
  }                                                                                                   \
  VALUE& NAME::operator[](const KEY& key) {                                                           \
    if (impl_ == nullptr) impl_ = new NAME##IMPL;                                                     \
    return impl_->items[key];                                                                         \
  }                                                                                                   \
  bool NAME::Insert(const KEY& key, const VALUE& value) {                                             \
    if (impl_ == nullptr) impl_ = new NAME##IMPL;                                                     \
    return impl_->items.emplace(key, value).second;                                                   \
  }                                                                                                   \
  void NAME::Erase(const KEY& key) {                                                                  \
    if (impl_ != nullptr) impl_->items.erase(key);                                                    \
  }                                                                                                   \
  size_t NAME::Count(const KEY& key) const { return impl_ == nullptr ? 0 : impl_->items.count(key); } \
  size_t NAME::Size() const { return impl_ == nullptr ? 0 : impl_->items.size(); }                    \
  VALUE NAME::Get(const KEY& key) const {                                                             \
    if (Count(key) == 0) return VALUE();                                                              \
    return impl_->items.find(key)->second;                                                            \
  }                                                                                                   \
  const TX##KEY##Vector NAME::AllKeys() const {                                                       \
    TX##KEY##Vector keys;                                                                             \
    if (impl_ != nullptr) {                                                                           \
      for (const auto& item : impl_->items) keys.PushBack(item.first);                                \
    }                                                                                                 \
    return keys;                                                                                      \
  }
